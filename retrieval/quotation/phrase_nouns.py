"""Does a noun go on with the phrase, or is it the object of the verb?

A noun after an indefinite head completes it (رئيس تشيلي); after what is definite already it begins something else,
where the verb takes an object (وصف الوزير | الاتفاق).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Number
from retrieval.quotation.phrase import PEOPLE, RELATED, is_accusative, keeps_nun
from retrieval.quotation.phrase_names import NameRules

if TYPE_CHECKING:
    from retrieval.quotation.words import Word

_NAMED_KINDS = frozenset(("media", "organisation"))
_SHORT_PLURAL = 5
_COLOURS = frozenset(("ابيض", "بيضاء", "احمر", "حمراء", "اسود", "اخضر", "ازرق", "اصفر"))


class NounRules(NameRules):
    """Take a noun and say what may follow it."""

    def _noun(self, word: Word, first: bool) -> bool:
        if word.core in RELATED and not first:
            self.anchored = True
            return self._take(self.at + 1)
        owned = word.noun is not None and bool(word.noun.owner)
        if first:
            self.head = word.noun
            self.definite = word.definite or word.place is not None or owned
        elif self._ends_before(word):
            return False
        elif word.named and self.head is not None and self.head.kind in _NAMED_KINDS:
            self.anchored, self.construct = True, False
            return self._take(self.at + 1)
        elif word.named and not word.verbal and self.construct and self._is_office:
            return self._genitive_name()
        if not first:
            self._note_inner(word)
        self._place(word, owned, first)
        return self._take(self.at + 1)

    def _ends_before(self, word: Word) -> bool:
        """Tell whether a later noun begins something else: an object, or a phrase beside this one."""
        if is_accusative(word) and not (self._is_open and self._in_clause()) and not self._starts_accusative:
            return True  # مسؤولان | تقريرا
        if self.construct:
            return False
        last = self.tokens.items[self.at - 1].word
        if self._is_governed_next and (word.named or word.place) and (keeps_nun(last) or last.form.endswith("يون")):
            return True  # اتهم سياسيون | حداد، اتهم مسؤولون أميركيون | الصين
        if self._is_beside(word) or (self.objects and self._is_object(word)):
            return True
        if self._is_office_of_name(word):
            self.head = word.noun  # أنطونيو حداد | مدرب الفريق
            return False
        if self.name is not None and (self.objects or not (word.definite or word.country)):
            return True
        if word.definite or word.country or word.place or self._is_open:
            return False
        if word.named and self.head is not None and self.head.kind in _NAMED_KINDS:
            return False
        return word.noun is None or self.objects or word.noun.kind not in PEOPLE

    @property
    def _is_governed_next(self) -> bool:
        """Tell whether what a verb governs follows the word, which is its object then."""
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        return self.objects and after is not None and (bool(after.preposition) or "preposition" in after.kinds)

    def _is_beside(self, word: Word) -> bool:
        """Tell what cannot belong to the phrase by its definiteness or form, whatever the verb."""
        first, last = self.tokens.items[self.start].word, self.tokens.items[self.at - 1].word
        if self._is_open and last.definite and not (word.definite or word.country) and (word.noun or word.substantive):
            return True  # شخصيات من صناعة التكنولوجيا | رسالة
        if word.abstract and self.end == self.start + 1 and keeps_nun(first):
            return True  # محللون | تراجع الجنيه
        bare = self.head is None and self.name is None and self.definite
        return bare and word.definite and word.substantive  # فسر الزغل | الإجراءات: no adjective

    def _is_object(self, word: Word) -> bool:
        """Tell the object of a verb that takes one."""
        adjective = word.form.removeprefix("ال") in self.lexicon.adjectives  # وكالة الأنباء السعودية
        if word.place is not None and self.definite and not adjective:
            return True  # واتهمت الدول الأربع | الدوحة
        if word.abstract and not (word.noun and self._is_open):
            return True
        if self._is_many_beside_one(word):
            return True  # يتهم التحالف | الحوثيين
        colour = word.core in _COLOURS  # البيت الأبيض
        return word.definite and word.country is None and not colour and self._complete(word)

    def _is_many_beside_one(self, word: Word) -> bool:
        """Tell a sound plural, which is no adjective of what is not many: الوزارة | الفلسطينيين."""
        last = self.tokens.items[self.at - 1].word
        many = word.definite and word.form.endswith("ين") and len(word.core) > _SHORT_PLURAL
        known = word.noun is not None and word.noun.number is not Number.PLURAL
        return (
            many
            and self.end == self.start + 1
            and not known
            and last.definite
            and not last.form.endswith(("ين", "ون", "ان", "ات"))
        )

    def _is_office_of_name(self, word: Word) -> bool:
        """Tell whether a role stands right after the name; an object may stand there too, after verbs that take one."""
        role = word.noun is not None and word.noun.kind == "role" and not word.definite
        after = self.name is not None and self.name[1] == self.at
        return role and after and self.head is None and not self.objects

    def _place(self, word: Word, owned: bool, first: bool) -> None:
        """Say how a noun continues the phrase: what it makes definite, whether a name may follow, or a complement."""
        fixed = word.definite or word.place is not None or owned
        if self.construct and not self.prepositional:
            self.definite = self.definite or fixed or word.named
        # محافظ أربيل: an unknown name completes an office as a place does.
        foreign = self.construct and word.named
        self.anchored = fixed or foreign or (self.anchored and word.country is not None)
        common = (word.noun is not None or first or (word.nominal and word.substantive)) and not keeps_nun(word)
        self.construct = not self.anchored and common and word.country is None

    def _complete(self, word: Word) -> bool:
        """Tell whether an object starts: a noun after what is definite already (وصف الوزير | الاتفاق)."""
        before = self.tokens.items[self.at - 1].word
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else word
        if after.core in RELATED:
            return False  # الرئيس | المنتهية ولايته
        return word.substantive or before.place is not None or not before.form
