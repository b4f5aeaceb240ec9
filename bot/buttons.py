"""What does a button carry? At most 64 bytes: which list, document or speaker, which page, words and language.

A document goes by a digest of its id: ids may be long and Arabic, and numbers change when the archive grows. A speaker
goes by the archive's number, which is never another's, and a digest of the name, for the archive may be another one.
Nothing is remembered, so that a button works after a restart.
"""

from __future__ import annotations

import base64
import hashlib
import re
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
_SPEAKER = re.compile(rf"p:{_LANGUAGE}:(?P<page>[0-9]{{1,9}}):(?P<number>[0-9]{{1,18}}):(?P<check>[A-Za-z0-9_-]{{6}})")
_DESCRIBED = re.compile(rf"w:{_LANGUAGE}:(?P<page>[0-9]{{1,9}}):(?P<words>.+)", re.DOTALL)
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
    """Show a page of what a speaker said; `check` is a digest of who it was."""

    language: Language
    page: int
    number: int
    check: str

    @classmethod
    def of(cls, language: Language, page: int, speaker: Speaker) -> Self:
        """Lead to a page of a speaker."""
        return cls(language, page, speaker.id, _digest(speaker.key, _CHECK_BYTES))

    def means(self, speaker: Speaker) -> bool:
        """Tell whether a speaker is the one whom the button was made for."""
        return self.number == speaker.id and self.check == _digest(speaker.key, _CHECK_BYTES)

    def encode(self) -> str:
        """Write it as callback data."""
        return f"p:{self.language}:{self.page}:{self.number}:{self.check}"


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


Button = SourcesButton | DocumentButton | SpeakersButton | SpeakerButton | DescribedButton


def decode(data: str) -> Button | None:
    """Read callback data; None for a button of another version of the bot."""
    if match := _SOURCES.fullmatch(data):
        return SourcesButton(Language(match["language"]), int(match["page"]))
    if match := _DOCUMENT.fullmatch(data):
        page = int(match["page"]) if match["page"] else None
        return DocumentButton(Language(match["language"]), match["key"], page, _cited(match["cited"]))
    if match := _SPEAKERS.fullmatch(data):
        return SpeakersButton(Language(match["language"]), int(match["page"]))
    if match := _SPEAKER.fullmatch(data):
        language, page = Language(match["language"]), int(match["page"])
        return SpeakerButton(language, page, int(match["number"]), match["check"])
    if match := _DESCRIBED.fullmatch(data):
        return DescribedButton(Language(match["language"]), int(match["page"]), match["words"])
    return None


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
