"""How are a document's words put into a Telegram message? Cut where a message ends, escaped, asked words in bold.

Telegram counts a message in UTF-16 units, and after it took the markup out. Here markup counts too, so that a message
is never too long in either reading. Everything is linear in the length of the text.
"""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING

from retrieval import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MESSAGE_UNITS = 4096
"""Most UTF-16 units of a message (https://core.telegram.org/bots/api#sendmessage)."""

MESSAGE_ENTITIES = 100
"""Most formatted stretches of a message; Telegram drops the rest in silence."""

_BOLD = ("<b>", "</b>")
_BOLD_UNITS = sum(map(len, _BOLD))
_BOLD_STRETCHES = 80  # of one span, so that its message has room for the formatting around it
_SENTENCE_ENDS = (". ", "؟ ", "! ", "? ", "… ", "؛ ")


def units(text: str) -> int:
    """Count UTF-16 units, as Telegram does: characters beyond U+FFFF take two."""
    return len(text) + sum(character > "\uffff" for character in text)


def entities(html: str) -> int:
    """Count the formatted stretches of escaped HTML whose tags all come in pairs."""
    return html.count("<") // 2


def escaped(text: str) -> str:
    """Write text so that Telegram's HTML parser gives it back unchanged."""
    return escape(text, quote=False)


def link(url: str, label: str) -> str:
    """Link a label that is HTML already to a URL that is not."""
    return f'<a href="{escape(url)}">{label}</a>'


def emphasized(text: str, within: Span, bold: Iterable[Span]) -> str:
    """Escape the words of a span of text, with the parts of it that `bold` names in bold.

    The spans in `bold` are sorted and disjoint, point into the same text, and may reach beyond `within`.
    """
    pieces, done = [], within.start
    for span in bold:
        start, end = max(span.start, done), min(span.end, within.end)
        if start < end:
            pieces += [escaped(text[done:start]), _BOLD[0], escaped(text[start:end]), _BOLD[1]]
            done = end
    return "".join((*pieces, escaped(text[done : within.end])))


def cut(text: str, *, max_units: int, bold: Sequence[Span] = ()) -> list[Span]:
    """Cut text into consecutive spans that fit a message each, once they are `emphasized`.

    A cut is made after a line, else after a sentence, else after a word, else between two characters.

    Returns:
        Spans that together are the whole text; at least one, even of an empty text.
    """
    spans = [Span(0, 0)] if not text else []
    starts = {span.start for span in bold}
    start = 0
    while start < len(text):
        end = _reach(text, start, max_units - _BOLD_UNITS, starts)
        end = end if end == len(text) else _break_before(text, start, end)
        spans.append(Span(start, end))
        start = end
    return spans


def _reach(text: str, start: int, max_units: int, bold_starts: set[int]) -> int:
    """Find how far a span can go. Bold words in which it begins are not counted: the caller leaves room for them."""
    used = stretches = 0
    for position in range(start, len(text)):
        if position in bold_starts:
            stretches, used = stretches + 1, used + _BOLD_UNITS
        used += units(escaped(text[position]))
        if position > start and (used > max_units or stretches >= _BOLD_STRETCHES):
            return position
    return len(text)


def _break_before(text: str, start: int, end: int) -> int:
    middle = start + (end - start) // 2
    for marks in (("\n",), _SENTENCE_ENDS, (" ",)):
        found = max(text.rfind(mark, middle, end) + len(mark) if mark in text[middle:end] else -1 for mark in marks)
        if found > start:
            return found
    return _before_marks(text, middle, end)


def _before_marks(text: str, middle: int, end: int) -> int:
    """Step back over combining marks (categories M and Cf), so that no letter loses its vowels to the next message."""
    position = end
    while position > middle and unicodedata.category(text[position])[0] == "M":
        position -= 1
    return position if position > middle else end
