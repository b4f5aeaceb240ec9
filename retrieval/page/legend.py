"""Which number and which colour has a speaker on a page? A number by rank, a colour that is nearly always the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2s

from retrieval.identity import key_of, speakers_of
from retrieval.model import Quotation

COLOURS = 12
"""How many colours `style.css` has."""

UNKNOWN = "؟"
"""What stands in the place of a number where nobody is credited."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A speaker of a page; `colour` counts from 0."""

    name: str
    number: int
    colour: int
    quotations: int


class Legend:
    """The speakers of a page, the most quoted first."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        counts: Counter[str] = Counter()
        names: dict[str, str] = {}
        self.unknown = 0
        for quotation in quotations:
            said_by = speakers_of(quotation)
            self.unknown += not said_by
            for name in said_by:
                names.setdefault(key_of(name), name)
                counts[key_of(name)] += 1
        ranked = sorted(counts, key=lambda key: (-counts[key], names[key]))
        colours = _colours(ranked)
        self._entries = {key: Entry(names[key], n, colours[key], counts[key]) for n, key in enumerate(ranked, 1)}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The speakers in the order of their numbers."""
        return tuple(self._entries.values())

    def of(self, quotation: Quotation) -> tuple[Entry, ...]:
        """Find who says a quotation; empty where nobody is credited."""
        return tuple(self._entries[key_of(name)] for name in speakers_of(quotation))


def _colours(keys: Iterable[str]) -> dict[str, int]:
    """Give each speaker the colour that follows from the name, or, where earlier ones have it, one that fewer have."""
    colours: dict[str, int] = {}
    used: Counter[int] = Counter()
    for key in keys:
        own = blake2s(key.encode("utf-8", "surrogatepass"), digest_size=2).digest()
        turns = [(int.from_bytes(own) + step) % COLOURS for step in range(COLOURS)]
        colours[key] = min(turns, key=lambda colour: used[colour])
        used[colours[key]] += 1
    return colours
