"""Does the verb govern the words, and where do they begin?

دعا … | إلى الحوار، رحب … | بالاتفاق; with verbs that speak of somebody the words begin with whom they speak of:
اتهم … | الشركة بالكذب.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Opening
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS
from retrieval.quotation.search import PAUSES, PEOPLE, Search

if TYPE_CHECKING:
    from retrieval.quotation.words import Word

_CROWDS = frozenset(("جميع", "كافة", "سائر", "مختلف"))
_DISCLOSING = frozenset(("كشف", "افصاح", "اعلان"))
_NO_AGENT = frozenset(("جهته", "جهتها", "جانب", "قبل"))
_PLACES = frozenset(("هامش", "حسابه", "حسابها", "صفحته", "صفحتها", "موقع", "موقعه", "موقعها", "تويتر", "فيسبوك"))


class ComplementRules(Search):
    """Rules of the prepositions that a verb governs."""

    def topic(self) -> bool:
        """Open after عن in «ما قاله فلان عن …»."""
        if not (self.base.relative and self.inflection.pronoun and self.word.core == "عن"):
            return False
        return self._open(Opening.PREPOSITION, self.at + 1)

    def governed(self) -> bool:
        """Open at the preposition that the verb governs: دعا إلى …، رحب بـ…."""
        if self.resumed or not self._is_governed(self.cue.prepositions):
            return False
        if self.in_relative:
            self._keep_for_last()
            return False
        return self._open_governed()

    def burden(self) -> bool:
        """Open at who is burdened: حمّل | الحكومة مسؤولية ما جرى."""
        return self.word.core in self.cue.nouns and self._open(Opening.PREPOSITION, self._object_start())

    def addressee(self) -> bool:
        """Go over who is asked: طلب من الحكومة | مهلة جديدة."""
        if self.cue.lemma == "طلب" and self.word.form in {"منه", "منها", "منهم", "منهما"}:
            return self._go(self.at + 1)
        if self.cue.lemma != "طلب" or self.word.form != "من":
            return False
        asked = self.readers.subjects.source(self.at + 1, self.stop)
        return asked is not None and self._go(asked.end)

    def adjunct(self) -> bool:
        """Enter an adjunct at a preposition, leave it at a time."""
        kinds = self.word.kinds
        if "preposition" in kinds or (self.word.preposition and not self.word.noun):
            self.in_phrase = True
            return self._go(self.at + 1)
        if "time" in kinds:
            self.in_phrase = False
            return self._go(self.at + 1)
        return False

    def _keep_for_last(self) -> None:
        """Keep a complement in a relative clause that no comma closes: دعا الوفد الذي وصل أمس | إلى إجراء حوار."""
        after = self.items[self.at + 1].word if self.at + 1 < len(self.items) else None
        act = self.word.abstract or (after is not None and "preposition" in self.word.kinds and after.abstract)
        accused = self.cue.speaks_of and self._has_ba(self.word, self.at)
        if ((self.base.manner == "address" and act) or accused) and self.last_resort is None:
            self.last_resort = self.at

    def _is_governed(self, prepositions: frozenset[str]) -> bool:
        word = self.word
        if word.conjunction:
            return False
        if word.core in prepositions and "preposition" in word.kinds:
            after = self.items[self.at + 1].word.core if self.at + 1 < len(self.items) else ""
            agent = word.core == "من" and after in _NO_AGENT
            if self.cue.lemma == "تحدث" and not self._tells_of_event():
                return False
            return not agent and not (word.core == "على" and after in _PLACES)
        if "عن" in prepositions and word.form in {"عما", "عمن"}:
            return True
        if (
            "ل" in prepositions
            and word.preposition == "ل"
            and (word.abstract or word.nominal or self._is_named_act(word))
        ):
            return True  # دعا لإجراء تحقيق، دعاه للمشاركة; but «دعا للمرضى»
        return "ب" in prepositions and self._has_ba(word, self.at)

    def _tells_of_event(self) -> bool:
        """Tell «تحدثت تقارير عن سقوط قتلى» from a mere topic (تحدث عن نفسه) and another's عن (عدم الكشف عن)."""
        after = self.items[min(self.at + 1, len(self.items) - 1)]
        own = self.items[self.at - 1].word.core not in _DISCLOSING
        return self.is_verb and own and (after.word.abstract or is_mark(after.text))

    def _open_governed(self) -> bool:
        if self.cue.speaks_of:
            return self._open(Opening.PREPOSITION, self._object_start())
        if self.cue.asks and (asked := self._asked()) < self.at:
            return self._open(Opening.PREPOSITION, asked)
        if "preposition" not in self.word.kinds:
            return self._open(Opening.PREPOSITION, self.at)
        after = self.items[self.at + 1].word if self.at + 1 < len(self.items) else None
        if after is not None and after.says_that:
            return self._open(Opening.CLAUSE, self.at + 1 + ("that" in after.kinds))
        return self._open(Opening.PREPOSITION, self.at + 1)

    def _asked(self) -> int:
        """Find where whoever is called upon begins: دعا سليم حداد أمس | الحكومة إلى …; the preposition if nobody is."""
        start = self._object_start()
        word = self.items[start].word
        subject = word.core == "كل" and self.items[start + 1].word.form == "من"  # دعت كل من مصر وتونس إلى
        apart = self.items[self.at - 1].text in PAUSES or not word.form or bool(word.conjunction or word.readings)
        read = self.base.subject
        follows = read is not None and start == read.end
        if read is not None and follows and self.items[read.start].word.core in _CROWDS:
            return read.start  # وطالب | جميع الأطراف بالهدوء
        surname = follows and start + 1 == self.at and word.named and word.place is None  # دعا سليم | حداد | إلى
        return self.at if apart or subject or surname or self.is_masdar else start

    def _object_start(self) -> int:
        """Find where what is spoken of begins: after the subject and what says when and where.

        «وصف سليم حداد أمس في بيان | خصمه بأنه …», «وصف سليم حداد، الذي وصل أمس، | خصمه بأنه».
        """
        items, subject = self.items, self.base.subject
        start = max(self.base.cue_end, subject.end if subject is not None else 0)
        while start < self.at:
            item = items[start]
            if item.word.kinds & {"time", "bound"} or item.text in PAUSES:
                start += 1
            elif item.text == "(":
                start = max(self.tokens.partner[start], start) + 1
            elif self._is_adjunct(start):
                start = self._after_adjunct(start)
            elif (pause := self._apposition_end(start)) is not None:
                start = pause
            else:
                break
        return min(start, self.at)

    def _apposition_end(self, at: int) -> int | None:
        """Find the comma that ends what explains the subject: وصف سليم حداد، رئيس الحزب، | الاتفاق بأنه …."""
        if self.items[at - 1].text not in COMMAS:
            return None
        word = self.items[at].word
        explains = word.title or (word.noun is not None and word.noun.kind in PEOPLE)
        pause = next((i for i in range(at, self.at) if self.items[i].text in COMMAS), self.at)
        return pause if explains and pause + 1 < self.at else None

    def _is_adjunct(self, at: int) -> bool:
        word = self.items[at].word
        return bool(word.kinds & {"preposition", "relative", "conjunction", "pronoun"} or word.preposition)

    def _after_adjunct(self, at: int) -> int:
        """Go over «في بيان» or «خلال مؤتمر صحفي», over any other adjunct to the next pause."""
        lexicon = self.readers.lexicon
        if self.items[at + 1].word.core in lexicon.settings:
            at += 2
            while at < self.at and self.items[at].word.core in lexicon.setting_adjectives:
                at += 1
            if not self.items[at].word.verbal:  # في مقال | نشر أمس، …
                return at
        return next((i for i in range(at, self.at) if self.items[i].text in PAUSES), self.at)

    def _is_named_act(self, word: Word) -> bool:
        """Tell a verbal noun with the article from an adjective of its pattern: التوصل، but الموالية."""
        process = word.process and not word.core.startswith("م")
        return word.definite and (process or word.core in self.readers.lexicon.abstracts)
