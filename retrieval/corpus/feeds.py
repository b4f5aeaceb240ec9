"""What does a feed offer? The entries of RSS, RDF or Atom with what each says of itself. Nothing is fetched here."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from retrieval.corpus.addresses import is_address, readable
from retrieval.corpus.dates import parse_published
from retrieval.corpus.markup import is_markup, to_text
from retrieval.corpus.pages import decode_page
from retrieval.corpus.reading import NotedDocument, Reading, Refusal
from retrieval.errors import EmptySourceError, RecordError
from retrieval.model import DocumentId, RawDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUMMARY_NOTE = "is the feed's summary, for the article itself could not be read"

_ROOT = re.compile(
    r"(?:\s|<\?[^<>]{0,400}\?>|<!--.{0,4000}?-->|<!doctype[^<>\[]{0,400}>)*+<(?:\w{1,20}:)?(?:rss|rdf|feed|channel)\b",
    re.IGNORECASE | re.DOTALL,
)
_DECLARATION = re.compile(r"^\s{0,99}<\?xml[^<>]{0,400}\?>")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

# How teasers end: with points, in brackets or not, before an invitation to read on.
_POINTS = re.compile(r"(?:\.{3}|…|\[\s?(?:\.{2,3}|…)\s?\])[\s»\"”)]{0,5}$")
_INVITATION = re.compile(
    r"\s(?:اقرأ المزيد|إقرأ المزيد|قراءة المزيد|للمزيد|المزيد|تابع القراءة|read more|continue reading|more)"
    r"[\s.…»>→\[\]]{0,9}$",
    re.IGNORECASE,
)
_LONGEST_TEASER = 1200
"""Longest text, in characters, that points at its end can have cut: articles end in points, too."""

# The line that WordPress adds to each article in a feed: which post appeared on which site.
_APPENDED = re.compile(
    r"\n(?:The post\b.{1,400}\bappeared first on\b|(?:ظهرت المقالة|ظهر المقال|ظهرت أولا)\b).{0,200}$"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `content` is the article as the feed has it, `summary` what it says about it instead.

    `digest` stands for all that the feed says of the entry: another one tells that it changed.
    """

    id: DocumentId
    title: str | None
    url: str | None
    source: str | None
    author: str | None
    published: str | None
    content: str | None
    summary: str | None
    digest: bytes

    def document(self, text: str) -> RawDocument:
        """Make the document of the entry with this text."""
        return RawDocument(self.id, text, self.title, self.url, self.source, self.published, self.author)

    def from_summary(self) -> RawDocument | None:
        """Make a document of the summary, with a note; None where there is none, or one that is cut."""
        if not self.summary or is_cut(self.summary):
            return None
        base = self.document(self.summary)
        fields = {name: getattr(base, name) for name in RawDocument.__slots__}
        return NotedDocument(**fields, note=SUMMARY_NOTE)


def looks_like_feed(text: str) -> bool:
    """Tell whether text begins like a feed."""
    return _ROOT.match(text) is not None


def is_cut(text: str) -> bool:
    """Tell a teaser, which breaks off, from a text that is there to its end."""
    plain = text.rstrip()
    without = _INVITATION.sub("", plain)
    return without != plain or (len(plain) < _LONGEST_TEASER and _POINTS.search(plain) is not None)


def parse_feed(data: bytes, name: str, *, host: str = "", charset: str | None = None) -> tuple[Entry, ...]:
    """Read the entries of a feed, in its order.

    An entry is called by its guid if that is an address, a tag or a urn; else by host and guid; without one, or where
    several share it, by its address; without that by its title. So it has the same name whenever it is read.

    Args:
        data: The feed's bytes.
        name: What to call the feed in messages.
        host: Where the feed was fetched.
        charset: The encoding that it was sent with.

    Raises:
        EncodingError: The bytes are no text in an encoding that we know.
        RecordError: It is no feed.
    """
    import feedparser  # noqa: PLC0415 - only those who read feeds wait for it

    text = _ODD.sub(" ", _DECLARATION.sub("", decode_page(data, name, charset=charset).removeprefix("\ufeff")))
    if "<!ENTITY" in text[: text.find("<rss") + 1 or 1 << 16]:
        raise RecordError(f"{name} defines entities of its own, as no feed needs to: it is not read.")
    # A stream, for bytes would be taken for the name of a file; the declared encoding goes before all others.
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), response_headers=headers)
    except Exception as error:  # the library promises none, but hostile feeds find one now and then
        raise RecordError(f"{name} is a feed that cannot be read ({type(error).__name__}): tell its makers.") from error
    if not parsed.get("version") and not parsed["entries"]:
        raise RecordError(f"{name} is no feed: give the address of an RSS or Atom feed, or of an article.")
    title = _plain(parsed["feed"], "title")
    shared = {guid for guid, count in Counter(_value(found, "id") for found in parsed["entries"]).items() if count > 1}
    return tuple(_entries(parsed["entries"], title, host, shared))


def read_feed(data: bytes, name: str) -> Reading:
    """Read the documents of a feed that was saved as a file: what it has in full; nothing is fetched.

    Raises:
        EncodingError: The bytes are no text in an encoding that we know.
        EmptySourceError: It has no entries.
        RecordError: It is no feed.
    """
    entries = parse_feed(data, name)
    if not entries:
        raise EmptySourceError(f"{name} has no entries: save the feed again.")
    for entry in entries:
        document = entry.document(entry.content) if entry.content else entry.from_summary()
        yield document or Refusal(f"{name} entry {entry.id}", EmptySourceError(teaser_sentence(entry)))


def teaser_sentence(entry: Entry) -> str:
    """Say that an entry has no text of its own."""
    return f"{entry.id} has only a teaser in its feed: give the feed's address, or that of the article."


def _entries(found: Iterable[Any], feed: str | None, host: str, shared: set[str | None]) -> Iterator[Entry]:
    for entry in found:
        url = _value(entry, "feedburner_origlink") or _value(entry, "link")
        url = url if url and is_address(url) else None
        title = _plain(entry, "title")
        guid = _value(entry, "id")
        name = _name(None if guid in shared else guid, url, title, host)
        if name is None:
            continue  # nothing in it
        content, summary = _texts(entry)
        yield Entry(
            id=DocumentId(name),
            title=title,
            url=url,
            source=_plain(dict.get(entry, "source") or {}, "title") or feed,
            author=_value(entry, "author"),
            published=_date(entry, "published") or _date(entry, "updated"),
            content=content,
            summary=summary,
            digest=_digest(title, content, summary, _value(entry, "updated")),
        )


def _name(guid: str | None, url: str | None, title: str | None, host: str) -> str | None:
    if guid and is_address(guid):
        return readable(guid)
    if guid:
        return guid if guid.lower().startswith(("tag:", "urn:")) or not host else f"{host}/{guid}"
    if url:
        return readable(url)
    return f"{host}/{title}".removeprefix("/") if title else None


def _texts(entry: Any) -> tuple[str | None, str | None]:
    """Take the article and the summary; an article that is cut is no more than a summary."""
    content, summary = _content(entry), _text(dict.get(entry, "summary_detail") or {})
    if content is None or not is_cut(content):
        return content, summary
    return None, max(content, summary or "", key=len)


def _content(entry: Any) -> str | None:
    """Take the article that the feed carries: the longest, where it has it in several forms."""
    texts = [_text(content) or "" for content in dict.get(entry, "content") or ()]
    return _APPENDED.sub("", max(texts, key=len, default="")).strip() or None


def _text(detail: Any) -> str | None:
    """Read a text with its type: plain text keeps its lines."""
    value = _value(detail, "value")
    if value and _value(detail, "type") == "text/plain" and not is_markup(value):
        return value
    return (to_text(value) or None) if value else None


def _plain(fields: Any, name: str) -> str | None:
    """Take a field as one line of plain text."""
    detail = dict.get(fields, f"{name}_detail") or {"value": dict.get(fields, name)}
    return " ".join((_text(detail) or "").split()) or None


def _value(fields: Any, name: str) -> str | None:
    """Take what the feed has; the library itself would give one date for another, with a warning."""
    value = dict.get(fields, name)
    return value.strip() or None if isinstance(value, str) else None


def _date(entry: Any, name: str) -> str | None:
    """Take a date as it is written if it can be read so, else as the library reads it, in UTC."""
    written = _value(entry, name)
    if parse_published(written):
        return written
    parsed = dict.get(entry, f"{name}_parsed")
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00".format(*parsed[:6]) if parsed else None


def _digest(*parts: str | None) -> bytes:
    return blake2b("\0".join(part or "" for part in parts).encode("utf-8", "replace"), digest_size=16).digest()
