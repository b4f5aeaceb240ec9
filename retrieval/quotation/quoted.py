"""Which colon or quote mark opens the words, and which one only holds a name?"""

from __future__ import annotations

from retrieval.quotation.attribution import Opening
from retrieval.quotation.declared import ObjectRules
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS
from retrieval.quotation.search import PAUSES, SCARE_TOKENS
from retrieval.quotation.subjects import SHORT_NAME

_LATER = 10
"""How many tokens after a name in quote marks the words may begin."""
_NAMED_BY = frozenset(("media", "organisation", "law", "document"))
_TITLED = frozenset(("عنوان", "اسم", "شعار", "برنامج", "فيلم", "مسلسل", "كتاب", "وسم", "هاشتاغ", "لقب", "حساب"))
_JOINED = frozenset(("ب", "ل", "لـ", "بـ", "و"))


class MarkRules(ObjectRules):
    """Rules of marks."""

    def colon(self) -> bool:
        """Open at a colon."""
        if self.items[self.at].text != ":":
            return False
        after = self.at + 1
        if after >= len(self.items):
            return self._end()
        paragraph = self.tokens.paragraph
        if paragraph[after] != paragraph[self.at] and not is_mark(self.items[after].text):
            return self._end()  # a list or a picture follows, not words
        return self._open(Opening.COLON, after)

    def bracket(self) -> bool:
        """Go over a remark in brackets."""
        text, close = self.items[self.at].text, self.tokens.partner[self.at]
        if text not in {"(", "["} or close < self.at or (self.at == self.first and self._is_quoting(self.at)):
            return False
        return self._go(close + 1)

    def mark(self) -> bool:
        """Open at a quote mark, or go over the name that it holds."""
        if not (is_mark(self.items[self.at].text) or self._is_quoting(self.at)):
            return False
        if self.cue.nouns:
            return self._go(max(self.tokens.partner[self.at], self.at) + 1)
        if self._governs_inside():
            start = self._object_start() if self.cue.speaks_of else self.at
            return self._open(Opening.PREPOSITION, start)
        if self._opens_words():
            return self._open(Opening.MARK, self.at)
        if self._is_marked_act():
            return self._open(Opening.NOUN, self.at)
        return self._go(max(self.tokens.partner[self.at], self.at) + 1)

    def pause(self) -> bool:
        """Leave adjuncts and relative clauses at a comma, and give up in «التي تعتبرها أنقرة عدوا، …»."""
        if self.items[self.at].text not in PAUSES:
            return False
        if self.base.relative and self.is_verb and self.inflection.pronoun and not self.cue.speaks_of:
            return self._end()
        self.in_phrase = self.in_relative = False
        return self._go(self.at + 1)

    def _is_marked_act(self) -> bool:
        """Tell a verbal noun in quote marks that begins what is declared: أعلنت اللجنة "إرجاء" الزيارة."""
        close, word = self.at + SCARE_TOKENS, self.items[min(self.at + 1, len(self.items) - 1)].word
        if self.tokens.partner[self.at] != close or close + 1 >= self.stop or not self._takes_noun():
            return False
        free = not self.in_relative and (not self.in_phrase or self.items[self.at - 1].word.definite)
        return free and word.abstract and not word.definite and bool(self.items[close + 1].word.form)

    def _governs_inside(self) -> bool:
        """Tell whether a mark stands before what the verb governs: أشاد الوزير «بالجهود»."""
        if self.at + 1 >= len(self.items) or self.in_relative or not self.cue.prepositions & {"ب"}:
            return False
        return self._has_ba(self.items[self.at + 1].word, self.at + 1)

    def _is_quoting(self, at: int) -> bool:
        """Tell whether brackets stand for quote marks: they hold a sentence."""
        return self.items[at].text == "(" and self.tokens.partner[at] - at > SHORT_NAME + 2

    def _opens_words(self) -> bool:
        close = self.tokens.partner[self.at]
        if close < self.at or (self.base.manner == "relay" and self.base.subject is None):
            return False
        length = close - self.at
        if length <= SHORT_NAME and (self._names_before() or self._is_introduced_later(close)):
            return False
        if length <= SHORT_NAME and self._in_adjunct():
            if length > SCARE_TOKENS and self.base.manner == "speech" and self.last_resort is None:
                self.last_resort = self.at  # وقال في مقدمة كلامه «أنا آسف»
            return False
        return length > SCARE_TOKENS or self.base.manner == "describe"

    def _names_before(self) -> bool:
        """Tell whether what stands before a mark takes a name: صحيفة «…», لـ«…»."""
        before = self.items[self.at - 1]
        noun = before.word.noun
        if (noun is not None and noun.kind in _NAMED_BY) or before.word.core in _TITLED:
            return True
        return before.word.preposition == "ل" or before.text in _JOINED or "preposition" in before.word.kinds

    def _in_adjunct(self) -> bool:
        """Tell whether a mark stands within «عبر حسابه على موقع», whose name it holds; «في بيان» is complete."""
        before, lexicon = self.items[self.at - 1].word, self.readers.lexicon
        complete = (
            before.core in lexicon.settings or before.core in lexicon.setting_adjectives or before.place is not None
        )
        return (self.in_phrase or self.in_relative) and bool(before.form) and not complete

    def _is_introduced_later(self, close: int) -> bool:
        """Tell whether the words begin after what a mark holds: قال منسق برنامج «الأمل» في المدينة إنّ."""
        for at in range(close + 1, min(close + _LATER, self.stop)):
            item = self.items[at]
            if item.word.says_that or item.text == ":":
                return True
            comma = item.text in COMMAS
            if not (item.word.form or comma) or item.word.readings or item.word.conjunction:
                return False
        return False
