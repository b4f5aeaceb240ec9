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
_PRESENT = frozenset(("الحالي", "الحالية"))
_THEIRS = frozenset(("على", "مع"))
"""What completes a participle: الموقعون على، المتعاطفون مع."""
_REPORTERS = frozenset(("مراسل", "مراسلة", "مصور", "مصورة", "صحفي", "صحافي"))
_LED = frozenset(("قيادة", "زعامة", "رئاسة"))
"""By what a body is known, with بـ: التحالف بقيادة السعودية."""


_BROADCASTS = frozenset(("برنامج", "نشرة", "بث", "حساب"))
"""Where somebody is heard, with لـ: قالت الحكومة | لبرنامج الصباح."""
_OF_MEMBERS = frozenset(("اتحاد", "نقابة", "رابطة", "جمعية", "لجنة", "منظمة", "نادي", "شبكة"))
"""Bodies of people, with لـ: الاتحاد الدولي للصحفيين."""


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
        if word.form in _PRESENT and self._is_person and self.name is None and not self.construct:
            return self._take(self.at + 1)  # الرئيس الحالي | سليم حداد
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
        if self.at + 1 >= self.limit:
            return False
        following = self.tokens.items[self.at + 1].word
        known = following.definite or following.place is not None or not following.form
        if known and word.core in _THEIRS and self._is_participants():
            return True
        if following.core in self.lexicon.settings:
            return False
        return self.head is not None and self._is_of_head(word, following)

    def _is_of_head(self, word: Word, following: Word) -> bool:
        """Tell a preposition that belongs to a noun: مصادر في الشرطة، الهيئة في غزة، المسؤول عن الملف."""
        assert self.head is not None  # noqa: S101 - asked of phrases with a head
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

    def _is_participants(self) -> bool:
        """Tell those who are named by what they do: الموقعون على الرسالة، المتعاطفون مع «الأمهات»."""
        word = self.tokens.items[self.start].word
        acting = word.form.startswith("الم") and word.form.endswith("ون") and word.country is None
        return acting and self.end == self.start + 1 and not (self.objects or self.name)

    def _attached(self, word: Word) -> bool:
        """Take what a proclitic preposition adds to the subject: لشؤون اللاجئين، بالإدارة; «للصحفيين» is an adjunct."""
        if any(reading.cue.lemma == "قال" for reading in word.readings):
            return False  # رد المتحدث | بالقول
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
        if kind == "media" and word.preposition == "ل" and self._is_of_medium():
            return True
        if word.preposition == "ل" and word.definite and self._is_of_members():
            return True
        if (
            kind == "matter"
            or (word.preposition in {"ل", "ب"} and word.core in REGIONS)
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

    def _is_of_medium(self) -> bool:
        """Tell whose a text or a reporter is from to whom somebody spoke: تقرير | لصحيفة القمر، مراسل | للوكالة."""
        made = self.head is not None and (self.head.kind == "document" or self.head.lemma in _REPORTERS)
        return made and not self.definite and self.end == self.start + 1

    def _is_of_members(self) -> bool:
        """Tell whose body it is: الاتحاد الدولي | للصحفيين, which an adjective parts from its noun."""
        member = self.head is not None and self.head.lemma in _OF_MEMBERS and self.definite
        return member and self.tokens.items[self.at - 1].word.adjectival

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
        if not self.definite or self.name is not None or word.preposition in self.stops or not self._names_body:
            return False
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        meant = word.preposition == "ل" or (word.verbal and word.form[0] == "ل")  # لرصد reads as a verb too
        thing = meant and not (word.definite or word.noun or word.named or word.place)
        what = after is not None and (after.definite or after.nominal or after.noun is not None) and not after.kinds
        return thing and what and word.core not in _BROADCASTS

    def _is_within(self, word: Word) -> bool:
        """Tell where somebody is from what the verb governs: مصادر بالشرطة، and whatever a clause with أن follows."""
        if word.place is not None or (word.noun is not None and word.noun.kind == "organisation"):
            return True
        return any(item.word.says_that for item in self.tokens.items[self.at + 1 : min(self.limit, self.at + 5)])

    def _is_issued(self, word: Word) -> bool:
        """Tell a verb that says who made a text, and takes it up again: تقرير | نشرته صحيفة القمر."""
        if not word.verbal or self.definite or not word.form.endswith(("ه", "ها")):
            return False
        return self.head is not None and self.head.kind in {"document", "statement"} and self.at > self.start

    def _issued(self) -> bool:
        """Take who made a text: تقرير | نشرته صحيفة القمر; whose a statement is, the resolver asks (بيان | أصدره)."""
        assert self.head is not None  # noqa: S101 - only texts are issued
        self.at += 1
        maker = self._inner() if self.head.kind == "document" and self.at < self.limit else None
        if maker is not None:
            self._take(maker.end)
        return False

    def _relative(self) -> bool:
        """Take the rest of a description up to a comma, a mark or a clause."""
        cues = self.tokens.items[self.at].word.readings
        if any(r.shape is Shape.VERB and r.cue.manner in {"speech", "relay"} for r in cues):
            return False  # تقارير نقلت عن …: what it says, not what it is
        at = self.at
        while at < self.limit:
            token = self.tokens.items[at]
            if not token.word.form and not token.text.isdigit():
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
