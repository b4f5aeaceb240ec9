"""How do marks that lie in each other, or across each other, become tags? HTML knows only the first.

Where a mark ends inside another that began later, the later one is closed with it and opened again behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from retrieval.model import Span

# A page cannot hold U+0000 at all, and a browser would read U+000D as U+000A unless it is written as a number.
_UNWRITABLE = {0: "\ufffd", 13: "&#13;"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text and the tag around it; `first` are attributes of the tag where it is opened first."""

    span: Span
    tag: str
    attributes: str
    first: str = field(default="")

    def opening(self, *, again: bool) -> str:
        """Write the tag that opens the mark."""
        return f"<{self.tag} {self.attributes}{'' if again else self.first}>"

    @property
    def closing(self) -> str:
        """Write the tag that closes the mark."""
        return f"</{self.tag}>"


def escaped(text: str) -> str:
    """Write text so that a browser gives it back unchanged."""
    return escape(text).translate(_UNWRITABLE)


def marked(text: str, marks: Iterable[Mark]) -> Iterator[str]:
    """Write text with marks around parts of it.

    Args:
        text: The text that the marks point into.
        marks: Marks in any order; of two with the same span the first one stands around the other. Empty ones are
            left out.

    Returns:
        Pieces of HTML whose text is exactly `text`.
    """
    starting: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.span:
            starting[mark.span.start].append(mark)
    edges = sorted({edge for found in starting.values() for m in found for edge in (m.span.start, m.span.end)})
    opened: list[Mark] = []
    done = 0
    for edge in edges:
        yield escaped(text[done:edge])
        done = edge
        opened = yield from _closed(opened, edge)
        for mark in sorted(starting.get(edge, ()), key=lambda mark: -mark.span.end):
            yield mark.opening(again=False)
            opened.append(mark)
    yield escaped(text[done:])


def _closed(opened: Sequence[Mark], edge: int) -> Generator[str, None, list[Mark]]:
    """Close the marks that end here, and open again those that had to be closed with them."""
    first = next((place for place, mark in enumerate(opened) if mark.span.end == edge), len(opened))
    left = [mark for mark in opened[first:] if mark.span.end != edge]
    yield from (mark.closing for mark in reversed(opened[first:]))
    yield from (mark.opening(again=True) for mark in left)
    return [*opened[:first], *left]
