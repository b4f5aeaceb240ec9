"""Who is in the reader's mind at a place? The subjects and speakers before it, the nearest first.

A small model of salience: a verb without subject means who spoke last or whom the last sentence was about, if gender
and number agree; nothing farther back than two paragraphs, and nobody who is only spoken of within reported words.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retrieval.quotation.entities import Entity
    from retrieval.quotation.tokens import Tokens

PARAGRAPHS_BACK = 2
_SOURCES = frozenset(("مصدر", "مسوول", "شاهد"))
MEMORY = 40
"""How many entities before a place are looked at."""


class Discourse:
    """What a document's reader has met, by place (token index)."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._places: list[int] = []  # of subjects and speakers, in order
        self._entities: dict[int, list[Entity]] = {}
        self._named: list[int] = []  # of everybody named, subject or not
        self._mentions: dict[int, Entity] = {}
        self._spoke: list[tuple[int, Entity]] = []  # in the order of their cues

    def salient(self, at: int, entity: Entity) -> None:
        """Take note of a subject or speaker."""
        if at not in self._entities:
            insort(self._places, at)
        self._entities.setdefault(at, []).append(entity)

    def mention(self, at: int, entity: Entity) -> None:
        """Take note of a name, wherever it stands; in the order of the text."""
        if not self._named or at > self._named[-1]:
            self._named.append(at)
        self._mentions[at] = entity

    def spoke(self, at: int, entity: Entity) -> None:
        """Take note of who was credited with words."""
        self._spoke.append((at, entity))

    def last_issuer(self, at: int) -> Entity | None:
        """Find who spoke last before a token and can have issued a statement: no document, no unnamed source."""
        spoken = (entity for place, entity in reversed(self._spoke[-MEMORY:]) if place < at)
        return next((e for e in spoken if e.kind not in {"document", "statement"} and e.head not in _SOURCES), None)

    def recent(self, at: int) -> list[Entity]:
        """List who spoke or was the subject of a clause before a token, the last first."""
        return [entity for _, entity in self._before(at)]

    def in_sentence(self, at: int) -> list[Entity]:
        """List the same, but from this sentence only."""
        return [entity for place, entity in self._before(at) if place >= self._tokens.begin[at]]

    def near(self, at: int) -> list[Entity]:
        """List the same, but from this paragraph and the two before only."""
        paragraph = self._tokens.paragraph
        return [entity for place, entity in self._before(at) if paragraph[at] - paragraph[place] <= PARAGRAPHS_BACK]

    def named_in_sentence(self, at: int) -> list[Entity]:
        """List who is named before a token in its sentence, the last first."""
        end = bisect_left(self._named, at)
        begin = bisect_left(self._named, self._tokens.begin[at])
        return [self._mentions[place] for place in reversed(self._named[max(begin, end - MEMORY) : end])]

    def last_named(self, at: int) -> Entity | None:
        """Find who is named last before a token."""
        end = bisect_left(self._named, at)
        return self._mentions[self._named[end - 1]] if end else None

    def _before(self, at: int) -> Iterator[tuple[int, Entity]]:
        end = bisect_left(self._places, at)
        for place in reversed(self._places[max(0, end - MEMORY) : end]):
            for entity in reversed(self._entities[place]):
                yield place, entity
