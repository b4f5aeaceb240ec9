"""What does «and» join to a phrase: another speaker, another part of the office, or nothing?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Number
from retrieval.quotation.phrase import ANYBODY, INSTITUTIONS, PEOPLE, PhraseState

if TYPE_CHECKING:
    from retrieval.quotation.words import Word


class JointRules(PhraseState):
    """Tell joint speakers from one with two offices."""

    def _coordinate(self, word: Word) -> bool:
        """Go on after «and» with another speaker, or with another part of what completes the head."""
        if word.conjunction != "و" or word.acts:
            return False
        is_head = word.noun is not None or word.place is not None
        if self._is_second_name(word) or (is_head and self._is_joint(word)):
            return self._take_joint()
        if self.name is not None:
            return False
        if is_head and self._is_many(word):
            inner = self._inner()
            return inner is not None and inner.end > self.at and self._take(inner.end) and False
        if not self._is_second_part(word, is_head=is_head):
            return False
        self.anchored = word.definite or word.place is not None
        self.construct = not self.anchored and word.noun is not None
        return self._take(self.at + 1)

    def _is_many(self, word: Word) -> bool:
        """Tell unnamed people beside others, who are one description: موظفون بالميناء ومصادر حكومية."""
        many = word.noun is not None and word.noun.kind == "anonymous" and not word.definite
        return many and self.head is not None and self.head.kind == "anonymous" and not self.definite

    def _is_second_name(self, word: Word) -> bool:
        """Tell a second person after a name: أحلام ومحمد حماقي."""
        return self.name is not None and self.name[1] == self.at and word.named and not word.definite

    def _is_second_part(self, word: Word, *, is_head: bool) -> bool:
        """Tell what stands beside the last noun: وزارة الخارجية والتعاون، مصادر طبية وأمنية."""
        last = self.tokens.items[self.at - 1].word
        person = self.head is not None and self.head.kind in PEOPLE
        if person and word.noun is not None and word.noun.kind in PEOPLE:
            return True  # وزير الصحة ونائب رئيس الحكومة
        if word.definite or is_head:
            return bool(last.definite or last.place) == bool(word.definite or word.place)
        pair = (word.adjectival or bool(word.country)) and (last.adjectival or bool(last.country))
        return pair and self.head is not None and not self.definite

    def _is_joint(self, word: Word) -> bool:
        """Tell joint speakers (روسيا وإيران) from one with two offices, and from what only describes one."""
        person = word.noun is not None and word.noun.kind in ANYBODY
        if self.name is not None and person and self.name[1] < self.at and self.head is not None:
            return False  # سليم حداد رئيس الشرطة | والمسؤول عن التحقيق
        if self.name is not None:
            return word.place is not None or person or (word.noun is not None and word.noun.kind in INSTITUTIONS)
        first, last = self.tokens.items[self.start].word, self.tokens.items[self.at - 1].word
        single = person and word.noun is not None and word.noun.number is Number.SINGULAR
        if self.prepositional or (word.definite and last.definite and not first.definite and not single):
            return False  # وزير الخارجية والأمن، هيئة الأسرى والمحررين
        if word.place is not None:
            return first.place is not None or (self.head is not None and self.head.kind == "organisation")
        if word.noun is None or self.head is None:
            return word.noun is not None and word.noun.kind in INSTITUTIONS and first.place is not None
        return word.noun.kind in {"organisation", "media"} or (person and self.head.kind not in ANYBODY)

    def _take_joint(self) -> bool:
        """Take the other speaker's whole phrase."""
        inner = self._inner()
        if inner is None or inner.end <= self.at:
            return False
        self.joint += (self.at, *inner.joint)
        self._take(inner.end)
        return False
