"""What does a button carry? At most 64 bytes: which list, document, speaker or answer, which page, words and language.

A document goes by a digest of its id: ids may be long and Arabic, and numbers change when the archive grows. A speaker
goes by the archive's number, which is never another's, and a digest of the name, for the archive may be another one.
An answer goes by the number under which its question is kept, and is found anew. Nothing is remembered in the process,
so that a button works after a restart.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from retrieval import Language, Span

if TYPE_CHECKING:
    from retrieval import Citation, DocumentId, Quotation, Speaker

MAX_BYTES = 64
"""Telegram's limit of callback_data."""

_LANGUAGE = "(?P<language>ar|en)"
_SOURCES = re.compile(rf"s:{_LANGUAGE}:(?P<page>[0-9]{{1,9}})")
_DOCUMENT = re.compile(rf"d:{_LANGUAGE}:(?P<key>[A-Za-z0-9_-]{{11}}):(?P<page>[0-9]{{0,9}}):(?P<cited>.*)")
_SPEAKERS = re.compile(rf"n:{_LANGUAGE}:(?P<page>[0-9]{{1,9}})")
_SPEAKER = re.compile(rf"p:{_LANGUAGE}:(?P<page>[0-9]{{0,9}}):(?P<number>[0-9]{{1,18}}):(?P<check>[A-Za-z0-9_-]{{6}})")
_DESCRIBED = re.compile(rf"w:{_LANGUAGE}:(?P<page>[0-9]{{1,9}}):(?P<words>.+)", re.DOTALL)
_CONTEXT = re.compile(rf"x:{_LANGUAGE}:(?P<key>[A-Za-z0-9_-]{{11}}):(?P<cited>.*)")
_PAGE = re.compile(rf"m:{_LANGUAGE}:(?P<page>[0-9]{{1,9}}):(?P<asked>[0-9]{{1,18}})")
_OTHERS = re.compile(rf"o:{_LANGUAGE}:(?P<asked>[0-9]{{1,18}}):(?P<check>[A-Za-z0-9_-]{{6}})")
_VOTE = re.compile(rf"v:{_LANGUAGE}:(?P<vote>[+-]):(?P<asked>[0-9]{{1,18}})")
_NOTE = re.compile(rf"e:{_LANGUAGE}:(?P<form>md|pdf):(?P<asked>[0-9]{{1,18}})")
_SETTING = re.compile(rf"t:{_LANGUAGE}:(?P<name>[a-z]{{1,12}}):(?P<value>[a-z0-9]{{1,12}})")
_REMOVE = re.compile(rf"r:{_LANGUAGE}:(?P<key>[A-Za-z0-9_-]{{11}})")
_CITED = re.compile(r"(?P<start>[0-9]{1,9}):(?P<end>[0-9]{1,9}):(?P<digest>[A-Za-z0-9_-]{6})")
_KEY_BYTES = 8
_CITED_BYTES = 4
_CHECK_BYTES = 4


@dataclass(frozen=True, slots=True)
class SourcesButton:
    """Show a page of the list of documents; pages count from 0."""

    language: Language
    page: int

    def encode(self) -> str:
        """Write it as callback data."""
        return f"s:{self.language}:{self.page}"


@dataclass(frozen=True, slots=True)
class Cited:
    """Where cited words stand, with a digest of them, for the document may have changed since."""

    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, citation: Citation | Quotation) -> Self:
        """Note the words of a citation or quotation."""
        return cls(citation.start, citation.end, _digest(citation.text, _CITED_BYTES))

    def find(self, text: str) -> Span | None:
        """Find the words in a document's text; None if other words stand there now."""
        span = Span(self.start, self.end)
        return span if _digest(span.of(text), _CITED_BYTES) == self.digest else None


@dataclass(frozen=True, slots=True)
class DocumentButton:
    """Show a page of a document, with the cited words marked, where there are some.

    `page` None opens the document anew, at the cited words.
    """

    language: Language
    key: str
    page: int | None = None
    cited: Cited | None = None

    def encode(self) -> str:
        """Write it as callback data."""
        page = "" if self.page is None else self.page
        cited = f"{self.cited.start}:{self.cited.end}:{self.cited.digest}" if self.cited else ""
        return f"d:{self.language}:{self.key}:{page}:{cited}"


@dataclass(frozen=True, slots=True)
class SpeakersButton:
    """Show a page of the list of those whom the archive quotes."""

    language: Language
    page: int

    def encode(self) -> str:
        """Write it as callback data."""
        return f"n:{self.language}:{self.page}"


@dataclass(frozen=True, slots=True)
class SpeakerButton:
    """Show a page of what a speaker said; `check` is a digest of who it was. `page` None is the first, sent anew."""

    language: Language
    page: int | None
    number: int
    check: str

    @classmethod
    def of(cls, language: Language, page: int | None, speaker: Speaker) -> Self:
        """Lead to a page of a speaker."""
        return cls(language, page, speaker.id, _digest(speaker.key, _CHECK_BYTES))

    def means(self, speaker: Speaker) -> bool:
        """Tell whether a speaker is the one whom the button was made for."""
        return self.number == speaker.id and self.check == _digest(speaker.key, _CHECK_BYTES)

    def encode(self) -> str:
        """Write it as callback data."""
        return f"p:{self.language}:{'' if self.page is None else self.page}:{self.number}:{self.check}"


@dataclass(frozen=True, slots=True)
class DescribedButton:
    """Show a page of what somebody said whom these words describe; only words that fit a button have one."""

    language: Language
    page: int
    words: str

    @classmethod
    def fits(cls, words: str) -> bool:
        """Tell whether words are short enough."""
        longest = cls(Language.ARABIC, 10**9 - 1, words).encode()
        return bool(words) and len(longest.encode("utf-8", "surrogatepass")) <= MAX_BYTES

    def encode(self) -> str:
        """Write it as callback data."""
        return f"w:{self.language}:{self.page}:{self.words}"


@dataclass(frozen=True, slots=True)
class ContextButton:
    """Show the sentences around cited words."""

    language: Language
    key: str
    cited: Cited

    def encode(self) -> str:
        """Write it as callback data."""
        return f"x:{self.language}:{self.key}:{self.cited.start}:{self.cited.end}:{self.cited.digest}"


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """Show a page of the answer to a question that is kept; pages count from 0."""

    language: Language
    page: int
    asked: int

    def encode(self) -> str:
        """Write it as callback data."""
        return f"m:{self.language}:{self.page}:{self.asked}"


@dataclass(frozen=True, slots=True)
class OthersButton:
    """Show the other places that print what a citation of an answer does; `check` is a digest of its words."""

    language: Language
    asked: int
    check: str

    @classmethod
    def of(cls, language: Language, asked: int, citation: Citation) -> Self:
        """Lead to the other places of a citation."""
        return cls(language, asked, _digest(citation.text, _CITED_BYTES))

    def means(self, citation: Citation) -> bool:
        """Tell whether a citation is the one whom the button was made for."""
        return self.check == _digest(citation.text, _CITED_BYTES)

    def encode(self) -> str:
        """Write it as callback data."""
        return f"o:{self.language}:{self.asked}:{self.check}"


@dataclass(frozen=True, slots=True)
class VoteButton:
    """Say what one thinks of an answer."""

    language: Language
    is_good: bool
    asked: int

    def encode(self) -> str:
        """Write it as callback data."""
        return f"v:{self.language}:{'+' if self.is_good else '-'}:{self.asked}"


@dataclass(frozen=True, slots=True)
class NoteButton:
    """Send an answer as a file, of Markdown or PDF."""

    language: Language
    asked: int
    is_pdf: bool = False

    def encode(self) -> str:
        """Write it as callback data."""
        return f"e:{self.language}:{'pdf' if self.is_pdf else 'md'}:{self.asked}"


@dataclass(frozen=True, slots=True)
class SettingButton:
    """Change a setting of the chat."""

    language: Language
    name: str
    value: str

    def encode(self) -> str:
        """Write it as callback data."""
        return f"t:{self.language}:{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class RemoveButton:
    """Remove a document, for administrators."""

    language: Language
    key: str

    def encode(self) -> str:
        """Write it as callback data."""
        return f"r:{self.language}:{self.key}"


Button = (
    SourcesButton
    | DocumentButton
    | SpeakersButton
    | SpeakerButton
    | DescribedButton
    | ContextButton
    | AnswerButton
    | OthersButton
    | VoteButton
    | NoteButton
    | SettingButton
    | RemoveButton
)


def decode(data: str) -> Button | None:
    """Read callback data; None for a button of another version of the bot."""
    for pattern, read in _READERS.items():
        if match := pattern.fullmatch(data):
            return read(Language(match["language"]), match)
    return None


def _document_button(language: Language, match: re.Match[str]) -> DocumentButton:
    return DocumentButton(language, match["key"], _page(match), _cited(match["cited"]))


def _context_button(language: Language, match: re.Match[str]) -> ContextButton | None:
    cited = _cited(match["cited"])
    return ContextButton(language, match["key"], cited) if cited else None


_READERS: dict[re.Pattern[str], Callable[[Language, re.Match[str]], Button | None]] = {
    _SOURCES: lambda language, match: SourcesButton(language, int(match["page"])),
    _DOCUMENT: _document_button,
    _SPEAKERS: lambda language, match: SpeakersButton(language, int(match["page"])),
    _SPEAKER: lambda language, match: SpeakerButton(language, _page(match), int(match["number"]), match["check"]),
    _DESCRIBED: lambda language, match: DescribedButton(language, int(match["page"]), match["words"]),
    _CONTEXT: _context_button,
    _PAGE: lambda language, match: AnswerButton(language, int(match["page"]), int(match["asked"])),
    _OTHERS: lambda language, match: OthersButton(language, int(match["asked"]), match["check"]),
    _VOTE: lambda language, match: VoteButton(language, match["vote"] == "+", int(match["asked"])),
    _NOTE: lambda language, match: NoteButton(language, int(match["asked"]), match["form"] == "pdf"),
    _SETTING: lambda language, match: SettingButton(language, match["name"], match["value"]),
    _REMOVE: lambda language, match: RemoveButton(language, match["key"]),
}


def _page(match: re.Match[str]) -> int | None:
    return int(match["page"]) if match["page"] else None


def _cited(data: str) -> Cited | None:
    match = _CITED.fullmatch(data)
    if match is None or int(match["start"]) > int(match["end"]):
        return None
    return Cited(int(match["start"]), int(match["end"]), match["digest"])


def key_of(document: DocumentId) -> str:
    """Digest a document's id to 11 letters that fit a button."""
    return _digest(document, _KEY_BYTES)


def _digest(text: str, size_bytes: int) -> str:
    digest = hashlib.blake2s(text.encode("utf-8", "surrogatepass"), digest_size=size_bytes).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
