"""Who or what can speak? What a document lets us know of one of its speakers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Gender, Number

if TYPE_CHECKING:
    from retrieval.quotation.offices import Office

BY_OFFICE = 1
BY_VERB = 2
BY_NAME = 5
"""How much an office's form, a verb's form and a given name tell of somebody's gender: a verb agrees with the person,
while an office may be another's (سؤال صحفي للمتحدثة ريم حداد); a name stays."""


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that can speak.

    `keys` are the loosely folded words of the name; `head` and `kind` the noun that a description starts with and its
    class (see nouns.tsv); `nation` the country whose adjective stands beside a name; `offices` what a person is, or
    what is said of a source; `first` the token where it first occurs; `leaning` the evidence for a gender so far
    (masculine counts up, feminine down).
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
    leaning: int = 0
    mentions: int = 0
    active: bool = False
    spoke: bool = False

    def agrees(self, gender: Gender | None, number: Number | None) -> bool:
        """Tell whether a verb of this gender and number can mean the entity; what is unknown agrees."""
        if self.number is Number.PLURAL and not self.person and gender is Gender.FEMININE and number is Number.SINGULAR:
            people = self.kind in {"anonymous", "profession", "role"} and self.name.partition(" ")[0].endswith("ون")
            return not people  # things, and unnamed many: مصادر … لافتة
        if None not in (number, self.number) and (number is Number.SINGULAR) != (self.number is Number.SINGULAR):
            return False
        return self.has_gender(gender)

    def has_gender(self, gender: Gender | None) -> bool:
        """Tell whether the entity can have a gender; what is unknown can."""
        return gender is None or self.gender is None or gender is self.gender

    def learn_gender(self, gender: Gender | None, weight: int) -> None:
        """Take account of a word that agrees with the entity; the better evidence decides."""
        if gender is None:
            return
        self.leaning += weight if gender is Gender.MASCULINE else -weight
        if self.leaning:
            self.gender = Gender.MASCULINE if self.leaning > 0 else Gender.FEMININE
