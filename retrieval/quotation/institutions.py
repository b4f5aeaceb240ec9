"""Which institution, document or unnamed source does a description take up?

«المنظمة» is the organisation that was named before, «حزبه» the party of whom the sentence is about, «المصدر» the source
that was quoted. What speaks is kept apart from what is only named: a bare noun means the last that spoke, and else the
one institution of its kind that the document names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.quotation.entities import Entity

KEPT = 200
"""How many speakers, and how many institutions, of a document are compared with a description: the last ones."""
_NEAR = 80
"""How many tokens back an institution may be named that a bare noun means, if there are several of its kind."""
_KINDRED = (
    frozenset(("شركه", "مجموعه", "موسسه")),
    frozenset(("منظمه", "موسسه", "هييه", "جمعيه", "مرصد")),
    frozenset(("صحيفه", "جريده")),
    frozenset(("قناه", "شبكه", "تلفزيون", "محطه")),
)
"""Nouns that newspapers use in turn for one institution: مؤسسة القمر … المنظمة."""


class Institutions:
    """What a document names beside people."""

    def __init__(self) -> None:
        self._spoken: list[Entity] = []
        self._named: list[Entity] = []
        self._last: dict[int, int] = {}  # where each is named last

    def find(self, described: Entity, *, refers: bool) -> Entity:
        """Find something by its words, or its head noun if it is taken up again; note it if there is none yet.

        Args:
            described: What the words say.
            refers: Whether the words take something up again: they have the article.
        """
        bare = refers and len(described.keys) == 1
        if bare and (known := self._fuller(described) or self.named(described)) is not None:
            return known
        for entity in reversed(self._spoken[-KEPT:]):
            if entity.keys == described.keys:
                return entity
        if refers and described.head and (known := self.again(described)) is not None:
            return known
        self._spoken.append(described)
        return described

    def _fuller(self, described: Entity) -> Entity | None:
        """Find what a bare noun takes up, under the words that said more of it."""
        known = self.again(described)
        return known if known is not None and len(known.keys) > 1 else None

    def again(self, described: Entity) -> Entity | None:
        """Find what a noun with the article takes up again: the last thing with that head and what is said of it."""
        office = described.offices[0] if described.offices else None
        found = [
            entity
            for entity in self._spoken[-KEPT:]
            if entity.first < described.first
            and entity.head == described.head
            and (office is None or any(own.holds(office) for own in entity.offices))
        ]
        return max(found, key=lambda e: (e.number == described.number, e.first), default=None)

    def note(self, body: Entity) -> None:
        """Take note of an institution that is named in full, wherever it stands."""
        known = next((entity for entity in self._named[-KEPT:] if entity.keys == body.keys), None)
        if known is None:
            self._named.append(body)
        self._last[id(known or body)] = body.first

    def named(self, described: Entity, *, anywhere: bool = False) -> Entity | None:
        """Find the institution that a bare noun means: «الشركة» where one company is named.

        Args:
            described: What the noun says.
            anywhere: Whether the institution may be named only later: يقول حزبه … «حزب الكرامة».
        """
        heads = {described.head}
        for kindred in (frozenset[str](), *(group for group in _KINDRED if described.head in group)):
            heads |= kindred
            found = [
                entity
                for entity in self._named[-KEPT:]
                if entity.head in heads and (anywhere or entity.first < described.first)
            ]
            if found:
                return self._only(found, described.first)
        return None

    def _only(self, found: list[Entity], at: int) -> Entity | None:
        """Take the only one, or the only one near."""
        if len(found) > 1:
            found = [entity for entity in found if 0 < at - self._last[id(entity)] <= _NEAR]
        if len(found) != 1:
            return None
        known = next((entity for entity in self._spoken[-KEPT:] if entity.keys == found[0].keys), None)
        if known is None:
            self._spoken.append(found[0])
        return known or found[0]
