"""What stands around an excerpt and in a list? Headings and source lines, as parts without any markup.

Telegram and the terminal dress the same parts differently. Nothing is invented: what a citation does not know is left
out, but for the date, whose absence is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.bidi import isolate, strip_controls
from retrieval import Certainty

if TYPE_CHECKING:
    from bot.messages import Messages
    from retrieval import Citation, Document, DocumentSummary, Speaker

MAX_TITLE_CHARS = 160
MAX_NAME_CHARS = 120
MAX_ID_CHARS = 255  # as long as file names can be
_MAX_TOPIC_CHARS = 100
_MAX_CUE_CHARS = 40
_MAX_OUTLET_CHARS = 60
_MAX_URL_CHARS = 1000  # once escaped
_ELLIPSIS = "…"


class Style(Enum):
    """How a part is dressed."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Part:
    """A few words of the bot's own, or a name, title or id; `url` is where it leads."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None


def shortened(text: str, max_chars: int) -> str:
    """Put a title or name on one line, without what directs text, and cut it with an ellipsis where it is too long."""
    line = " ".join(strip_controls(text).split())
    return line if len(line) <= max_chars else line[: max_chars - 1].rstrip() + _ELLIPSIS


def heading(citation: Citation, messages: Messages, cue: str | None = None, *, continued: bool = False) -> list[Part]:
    """Number a citation, and name whom the document credits with the words, and by which word it does."""
    parts = [Part(f"[{citation.rank}]")]
    if citation.speaker:
        name = isolate(shortened(citation.speaker, MAX_NAME_CHARS))
        parts.append(Part(messages.by_speaker.format(speaker=name), Style.STRONG))
    if cue:
        parts.append(Part(f"({isolate(shortened(cue, _MAX_CUE_CHARS))})"))
    if continued:
        parts.append(Part(messages.continued))
    return parts


def source_parts(citation: Citation, messages: Messages) -> list[Part]:
    """Say where the words stand: title, outlet, date, document and paragraph."""
    place = [Part(messages.paragraph.format(paragraph=citation.paragraph))] if citation.paragraph is not None else []
    return [*description(citation, messages), _id(citation.document), *place]


def also_in_parts(citation: Citation, messages: Messages) -> list[Part]:
    """Say where else the same words stand, more briefly: outlet, date, document and paragraph."""
    return [part for part in source_parts(citation, messages) if part.style is not Style.STRONG]


def topic_parts(document: DocumentSummary | Citation, messages: Messages) -> list[Part]:
    """Describe a document above what somebody says in it: title, outlet and date, each cut to a line."""
    title = shortened(document.title, _MAX_TOPIC_CHARS) if document.title else messages.untitled
    outlet = shortened(document.source, _MAX_OUTLET_CHARS) if document.source else None
    return description(replace(document, title=title, source=outlet), messages)


def counts_parts(speaker: Speaker, messages: Messages) -> list[Part]:
    """Say how much a speaker is quoted with, in how many documents, and from when to when."""
    dates = [(date.isoformat().partition("T")[0], date.certainty) for date in (speaker.first, speaker.last) if date]
    written = dict.fromkeys(date_text(date, certainty, messages) for date, certainty in dates)
    counts = messages.said_counts.format(quotations=speaker.quotations, documents=speaker.documents)
    return [Part(counts), *([Part(" – ".join(written))] if written else [])]


def description(item: Citation | DocumentSummary, messages: Messages) -> list[Part]:
    """Describe a document: title, outlet and date."""
    parts = []
    if item.title:
        parts.append(Part(isolate(shortened(item.title, MAX_TITLE_CHARS)), Style.STRONG, web_address(item.url)))
    if item.source:
        parts.append(Part(isolate(shortened(item.source, MAX_NAME_CHARS))))
    return [*parts, Part(date_text(item.published, item.published_certainty, messages))]


def document_parts(document: Document, messages: Messages) -> list[Part]:
    """Describe a document above its text: title, outlet, date and id."""
    title = isolate(shortened(document.title, MAX_TITLE_CHARS)) if document.title else messages.untitled
    dating = document.published
    published, certainty = (dating.isoformat(), dating.certainty) if dating else (None, None)
    outlet = [Part(isolate(shortened(document.source, MAX_NAME_CHARS)))] if document.source else []
    return [
        Part(title, Style.STRONG, web_address(document.url)),
        *outlet,
        Part(date_text(published, certainty, messages)),
        _id(document.id),
    ]


def date_text(published: str | None, certainty: Certainty | None, messages: Messages) -> str:
    """Write a date as exactly as it is known, and say so when the text only implies it.

    `published` is ISO 8601: a day with or without its time, a month, a year, or two days with a slash between.
    """
    if not published:
        return messages.undated
    date = isolate(published.replace("T", " ").replace("/", " – "))
    return messages.implied.format(date=date) if certainty is Certainty.IMPLIED else date


def web_address(url: str | None) -> str | None:
    """Give a URL that can be linked to, or None: of http or https, with a host, and no longer than reasonable."""
    if not url or len(escape(url)) > _MAX_URL_CHARS or any(character <= " " for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _id(document: str) -> Part:
    return Part(isolate(shortened(document, MAX_ID_CHARS)), Style.CODE)
