"""Who or what can speak? What a document lets us know of one of its speakers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Gender, Number

if TYPE_CHECKING:
    from retrieval.quotation.offices import Office


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that can speak.

    `keys` are the loosely folded words of the name; `head` and `kind` the noun that a description starts with and its
    class (see nouns.tsv); `nation` the country whose adjective stands beside a name; `offices` what a person is, or
    what is said of a source; `first` the token where it first occurs.
    """

    name: str
    keys: tuple[str, ...]
    person: bool
    gender: Gender | None = None
    number: Number | None = None
    head: str = ""
    offices: list[Office] = field(default_factory=list)
    first: int = 0
    kind: str = ""
    nation: str = ""

    def agrees(self, gender: Gender | None, number: Number | None) -> bool:
        """Tell whether a verb of this gender and number can mean the entity; what is unknown agrees."""
        if self.number is Number.PLURAL and not self.person and gender is Gender.FEMININE and number is Number.SINGULAR:
            return True  # things, and those without name, in the plural: مصادر … لافتة
        if None not in (number, self.number) and (number is Number.SINGULAR) != (self.number is Number.SINGULAR):
            return False
        return gender is None or self.gender is None or gender is self.gender
