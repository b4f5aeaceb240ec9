"""Who holds which office, and how is a known person's name written in full?

The table of people (persons.tsv), indexed once by the last word of every spelling, for all documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.offices import Office, office_of
from retrieval.quotation.spelling import loose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from retrieval.quotation.lexicon import Holder
    from retrieval.quotation.words import Words

CACHED_NAMES = 20_000


class Register:
    """The people that every document may mention."""

    def __init__(self, holders: Iterable[Holder], words: Words) -> None:
        self._by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._offices: list[tuple[Holder, Office]] = []
        self._full: dict[tuple[str, ...], str | None] = {}
        for holder in holders:
            for name in (holder.name, *holder.aliases):
                keys = tuple(loose(name).split())
                for last in {keys[-1], "".join(keys)}:
                    self._by_last.setdefault(last, []).append((keys, holder.name))
            office = office_of([words[word] for word in holder.role.split()])
            if office is not None:
                self._offices.append((holder, office))

    def full_name(self, keys: tuple[str, ...]) -> str | None:
        """Name the one person whom these folded words can mean; None where there is none, or more than one."""
        if keys not in self._full:
            if len(self._full) >= CACHED_NAMES:
                self._full.clear()
            self._full[keys] = self._find(keys)
        return self._full[keys]

    def knows(self, last: str) -> bool:
        """Tell whether somebody in the table has this last name or spelling of it."""
        return last in self._by_last

    def holders(self, office: Office, day: date) -> set[str]:
        """Name those who held an office on a day."""
        return {
            holder.name
            for holder, held in self._offices
            if held.holds(office)
            and (holder.start is None or holder.start <= day)
            and (holder.end is None or day <= holder.end)
        }

    def _find(self, keys: tuple[str, ...]) -> str | None:
        joined = "".join(keys)
        exact = {name for full, name in self._by_last.get(joined, ()) if "".join(full) == joined}
        if len(exact) == 1:
            return exact.pop()
        found = {
            name
            for full, name in self._by_last.get(keys[-1], ())
            if set(keys) <= set(full) or (keys[-len(full) :] == full and len(full) > 1)
        }
        return found.pop() if len(found) == 1 else None
