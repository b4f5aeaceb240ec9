"""Who is in the reader's mind at a place?

Everybody who spoke or was the subject of a clause before a place is a candidate, the nearest first. Of those who agree
with a verb it means the nearest; many without a name, or a name of unknown gender, only where there is nobody else.

Source: recency is the strongest of the factors of Lappin & Leass, An Algorithm for Pronominal Anaphora Resolution,
Computational Linguistics 20:4, 1994; by benchmarks/salience.py the others gain nothing in annotated articles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from operator import itemgetter
from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retrieval.quotation.entities import Entity
    from retrieval.quotation.inflection import Gender
    from retrieval.quotation.tokens import Tokens

MEMORY = 40
"""How many entities before a place are looked at."""
PARAGRAPHS_BACK = 2
_SOURCES = frozenset(("مصدر", "مسوول", "شاهد"))


class Discourse:
    """What a document's reader has met, by place (token index)."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._places: list[int] = []  # of subjects and speakers, in order
        self._entities: dict[int, list[Entity]] = {}
        self._named: list[int] = []  # of everybody named, subject or not
        self._mentions: dict[int, Entity] = {}
        self._nested: list[tuple[int, Entity]] = []  # subjects within reported words, in the order of the text
        self._joint: set[int] = set()  # where two people are one subject
        self._spoke: list[tuple[int, Entity]] = []  # in the order of their cues

    def salient(self, at: int, entity: Entity) -> None:
        """Take note of a subject or speaker."""
        entity.active = True
        if at not in self._entities:
            insort(self._places, at)
        here = self._entities.setdefault(at, [])
        if entity not in here:
            here.append(entity)

    def joint(self, at: int) -> None:
        """Take note that two are the subject at a place: التقى حداد ونصار."""
        self._joint.add(at)

    def is_joint(self, at: int, entity: Entity) -> bool:
        """Tell whether somebody was last, before a token, one of two subjects."""
        last = next((place for place, known in self._before(at) if known is entity), None)
        return last in self._joint

    def mention(self, at: int, entity: Entity) -> None:
        """Take note of a name, wherever it stands; in the order of the text."""
        if not self._named or at > self._named[-1]:
            self._named.append(at)
        self._mentions[at] = entity

    def nested(self, at: int, entity: Entity) -> None:
        """Take note of a subject within reported words, in the order of the text: only they go on about it."""
        self._nested.append((at, entity))

    def spoke(self, at: int, entity: Entity) -> None:
        """Take note of who was credited with words."""
        entity.spoke = True
        self._spoke.append((at, entity))

    def last_issuer(self, at: int, gender: Gender | None = None) -> Entity | None:
        """Find who spoke last before a token and can have issued a statement: no document, no unnamed source."""
        before = (entity for place, entity in reversed(self._spoke[-MEMORY:]) if place < at)
        spoken = (entity for entity in before if entity.has_gender(gender))
        return next((e for e in spoken if e.kind not in {"document", "statement"} and e.head not in _SOURCES), None)

    def last_speaker(self, at: int) -> Entity | None:
        """Find who spoke last before a token."""
        return next((entity for place, entity in reversed(self._spoke[-MEMORY:]) if place < at), None)

    def speakers(self, at: int) -> list[Entity]:
        """List who spoke before a token, the last first."""
        return [entity for place, entity in reversed(self._spoke[-MEMORY:]) if place < at]

    def recent(self, at: int) -> list[Entity]:
        """List who spoke or was the subject of a clause before a token, the last first."""
        return [entity for _, entity in self._before(at)]

    def in_sentence(self, at: int) -> list[Entity]:
        """List the same, but from this sentence only."""
        return [entity for place, entity in self._before(at) if place >= self._tokens.begin[at]]

    def later_in_sentence(self, at: int) -> list[Entity]:
        """List who is the subject of a clause after a token of its sentence, the next first."""
        begin, end = bisect_right(self._places, at), bisect_left(self._places, self._tokens.stop[at])
        return [entity for place in self._places[begin : min(end, begin + MEMORY)] for entity in self._entities[place]]

    def named_in_sentence(self, at: int) -> list[Entity]:
        """List who is named before a token in its sentence, the last first."""
        end = bisect_left(self._named, at)
        begin = bisect_left(self._named, self._tokens.begin[at])
        return [self._mentions[place] for place in reversed(self._named[max(begin, end - MEMORY) : end])]

    def last_named(self, at: int) -> Entity | None:
        """Find who is named last before a token."""
        end = bisect_left(self._named, at)
        return self._mentions[self._named[end - 1]] if end else None

    def mentioned(self, at: int) -> list[Entity]:
        """List who is named before a token, the last first."""
        end = bisect_left(self._named, at)
        return [self._mentions[place] for place in reversed(self._named[max(0, end - MEMORY) : end])]

    def candidates(self, at: int, *, nested: bool = False) -> list[Entity]:
        """List who may be meant at a token by a verb without subject, the nearest first.

        Args:
            at: The verb; candidates stand before it, no farther back than two paragraphs.
            nested: Whether the verb stands within reported words, whose subjects it may mean.
        """
        paragraph = self._tokens.paragraph
        near = [(p, e) for p, e in self._before(at) if paragraph[at] - paragraph[p] <= PARAGRAPHS_BACK]
        if nested:
            inner = self._inner(at)
            near = sorted((*near, *inner), key=itemgetter(0), reverse=True)
        return list({id(entity): entity for _, entity in near}.values())

    def _inner(self, at: int) -> list[tuple[int, Entity]]:
        end = bisect_left(self._nested, at, key=itemgetter(0))
        return [(p, e) for p, e in self._nested[max(0, end - MEMORY) : end] if p >= self._tokens.begin[at]]

    def _before(self, at: int) -> Iterator[tuple[int, Entity]]:
        end = bisect_left(self._places, at)
        for place in reversed(self._places[max(0, end - MEMORY) : end]):
            for entity in reversed(self._entities[place]):
                yield place, entity


def choose(candidates: list[Entity]) -> Entity | None:
    """Choose the nearest candidate; a faint one only if there is nobody else."""
    return next((entity for entity in candidates if not _is_faint(entity)), candidates[0] if candidates else None)


def _is_faint(entity: Entity) -> bool:
    """Tell what a verb means less often: a crowd (حكومات عدة), and a name that nothing shows to be a person's."""
    if entity.person:
        return entity.gender is None
    return entity.number is Number.PLURAL and entity.kind not in {"anonymous", "media"}
