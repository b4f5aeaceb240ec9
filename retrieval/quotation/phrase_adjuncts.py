"""Which prepositions belong to a phrase, and which to the verb before it?

«مصادر في الشرطة», «مسؤول بالوزارة» and «التحالف بقيادة السعودية» name somebody; «قال الوزير | في بيان» does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Number
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.phrase import PEOPLE, REGIONS, PhraseState

if TYPE_CHECKING:
    from retrieval.quotation.words import Word

_ROLE_PREPOSITIONS = frozenset(("في", "لدى", "عن"))
_GOVERNING_AN = frozenset(("دفاع", "مسؤول", "مسؤولة", "مسؤولون", "مسؤولين"))
"""What عن completes: هيئة الدفاع عن حداد، المسؤول عن الملف."""
_LED = frozenset(("قيادة", "زعامة", "رئاسة"))
"""By what a body is known, with بـ: التحالف بقيادة السعودية."""


class AdjunctRules(PhraseState):
    """Take prepositions and what they govern, and the description of an unnamed source."""

    def _closed_word(self, word: Word) -> bool:
        if word.core in self.stops or word.core in {"ل", "ب", "ك"}:
            return False
        if "demonstrative" in word.kinds and self.at == self.start:
            self.at += 1
            self.start = self.end = self.at
            return True
        if "naming" in word.kinds and self.head is not None:
            self.prepositional = True
            self.anchored, self.construct = False, True
            return self._take(self.at + 1)
        if word.core == "عام" and self.head is not None and self.name is None:  # أمين عام، مدير عام
            return self._take(self.at + 1)
        if "preposition" in word.kinds and self._takes_preposition(word):
            self.prepositional = True
            self.anchored, self.construct = False, True
            self.at += 1
            return True
        return (
            self._relative()
            if self._is_open and "relative" not in word.kinds and "preposition" in word.kinds
            else False
        )

    def _takes_preposition(self, word: Word) -> bool:
        if self.head is None or self.at + 1 >= self.limit:
            return False
        following = self.tokens.items[self.at + 1].word
        if following.core in self.lexicon.settings:
            return False
        if (
            word.core in {"الى", "لدى"}
            and self.head.kind == "role"
            and following.place is not None
            and self.name is None
        ):
            return True
        if word.core == "من":
            return self.head.kind == "anonymous" and self.at <= self.start + 2
        if word.core == "عن" and self.name is None and self.tokens.items[self.at - 1].word.core in _GOVERNING_AN:
            return True
        if word.core not in _ROLE_PREPOSITIONS or self.name is not None:
            return False
        institution = following.noun is not None and following.noun.kind in {"organisation", "media"}
        if self._is_open and word.core == "في" and (institution or following.place is not None or following.definite):
            return True
        if word.core == "في" and following.core in REGIONS and self._is_body_like:
            return True  # وزارة الصحة في قطاع غزة
        many = self.head.kind in {"organisation", "anonymous"} or self.head.number is Number.PLURAL
        return (institution or (following.place is not None and many)) and not (
            self.head.kind == "organisation" and institution
        )

    def _attached(self, word: Word) -> bool:
        """Take what a proclitic preposition adds to the subject: لشؤون اللاجئين، بالإدارة; «للصحفيين» is an adjunct."""
        if (word.preposition in self.stops and not self._is_within(word)) or not self._belongs(word):
            return False  # أشاد الرئيس اليمني | بالوقفة
        fixed = word.definite or word.place is not None
        self._note_inner(word, governed=True)
        stands = self.head is not None and self.head.kind == "role" and not self._is_relative_of
        self.owned = self.owned and not stands  # مستشار الرئيس سامي حداد لشؤون الأمن | رشيد نصار
        self.anchored, self.construct = fixed, not fixed
        return self._take(self.at + 1)

    def _belongs(self, word: Word) -> bool:
        kind = word.noun.kind if word.noun is not None else ""
        told = kind in {"profession", "media"}
        if self.head is None:  # المنظمون للحملة
            acting = self.tokens.items[self.start].word.form.endswith("ون") and self.end == self.start + 1
            return acting and word.definite and word.preposition == "ل" and not told
        if self.name is not None:
            return False
        if (
            kind == "matter"
            or (word.preposition == "ل" and word.core in REGIONS)
            or (word.definite and word.preposition == "ل" and not told)
        ):
            return True
        body = self.head.kind == "organisation"
        if word.preposition == "ب" and word.core in _LED and not word.definite and body:
            return True
        if word.preposition == "ب" and not body:
            people = self.head.kind in {"anonymous", *PEOPLE} and not word.process
            return (people and (word.definite or self._is_construct())) or kind == "organisation"
        if body:
            return word.definite and kind == "organisation"
        return kind == "organisation" or (word.place is not None and word.preposition == "ل")

    def _is_construct(self) -> bool:
        """Tell whether a definite noun completes the word: بقطاع | الصحة."""
        word, after = (
            self.tokens.items[self.at].word,
            self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None,
        )
        completes = after is not None and (after.definite or after.place is not None) and not after.preposition
        return word.nominal and not word.abstract and completes

    def _is_purpose(self, word: Word) -> bool:
        """Tell what an institution is for: الاتحاد الدولي لكرة القدم; nobody is told there."""
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        body = self.head is not None and self.head.kind == "organisation" and self.definite and self.name is None
        meant = word.preposition == "ل" or (word.verbal and word.form[0] == "ل")  # لرصد reads as a verb too
        thing = meant and not (word.definite or word.noun or word.named or word.place)
        return body and thing and after is not None and (after.definite or after.nominal) and not after.kinds

    def _is_within(self, word: Word) -> bool:
        """Tell where somebody is from what the verb governs: مصادر بالشرطة، and whatever a clause with أن follows."""
        if word.place is not None or (word.noun is not None and word.noun.kind == "organisation"):
            return True
        return any(item.word.says_that for item in self.tokens.items[self.at + 1 : min(self.limit, self.at + 5)])

    def _relative(self) -> bool:
        """Take the rest of a description up to a comma, a mark or a clause."""
        cues = self.tokens.items[self.at].word.readings
        if any(r.shape is Shape.VERB and r.cue.manner in {"speech", "relay"} for r in cues):
            return False  # تقارير نقلت عن …: what it says, not what it is
        at = self.at
        while at < self.limit:
            token = self.tokens.items[at]
            if not token.word.form and not token.text.isdigit() and token.text != "#":
                break
            kinds = token.word.kinds
            if (
                kinds & {"that", "that+", "time", "relative", "conjunction"}
                or token.word.core in self.stops
                or token.word.core == "ل"
                or token.word.core in self.lexicon.settings
            ):
                break
            if token.word.preposition == "ل" and at + 1 < self.limit:
                break
            at += 1
        while at > self.at and "preposition" in self.tokens.items[at - 1].word.kinds:
            at -= 1
        if at == self.at:
            return False
        self._take(at)
        return False
