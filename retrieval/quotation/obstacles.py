"""What stands between a cue and its words: another clause, another cue, or whose words they are?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Opening
from retrieval.quotation.declared import ObjectRules
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS
from retrieval.quotation.search import BEFORE_EVENTS, NEWS, REFUSALS

if TYPE_CHECKING:
    from retrieval.quotation.lexicon import Reading
    from retrieval.quotation.words import Word

_REMARK = 14
"""How many tokens a remark between commas may have."""
_STATEMENT = 3
"""How many words a statement has before the verb that says who carried it: تصريحات صحفية أمس | نقلتها."""
_TURNING = frozenset(("لكن", "لكنه", "لكنها", "بينما", "مما", "لان", "لانه", "لانها"))


class ClauseRules(ObjectRules):
    """Rules of clauses and of those who are credited on the way."""

    def event(self) -> bool:
        """Go over أن that is no report: منذ أن تولت; إن (if) before a verb."""
        if "that" not in self.word.kinds:
            return False
        after = self.items[self.at + 1].word if self.at + 1 < self.stop else None
        condition = self.items[self.at].text == "إن" and after is not None and after.verbal
        if not condition and self.items[self.at - 1].word.core not in BEFORE_EVENTS:
            return False
        self.in_phrase = True
        return self._go(self.at + 1)

    def that(self) -> bool:
        """Open at إنّ, أنّ or بأنّ."""
        if not self.word.says_that:
            return False
        if self.cue.nouns:
            return self._end()
        if self.word.form.startswith("ب") and self.cue.speaks_of:
            return self._open_governed()
        if self.in_relative and self.cue.noun:
            return False
        return self._open(Opening.CLAUSE, self.at + ("that" in self.word.kinds))

    def turn(self) -> bool:
        """Give up where another clause begins; take note of a relative one."""
        kinds = self.word.kinds
        if self.word.core in _TURNING and not self.in_relative and self.at > self.first:
            return self._end()
        if "relative" in kinds:
            self.in_relative = True
            return self._go(self.at + 1)
        return False

    def chain(self) -> bool:
        """Take a word that only repeats the cue: وأضاف قائلا، قوله، بالقول."""
        for reading in self.word.readings:
            says = reading.cue.lemma == "قال" and reading.shape is not Shape.VERB
            if says and self.cue.lemma in REFUSALS:
                return self._end()  # رفض القول إنّ
            if says and reading.shape is Shape.MASDAR and self.cue.lemma == "اتهم":
                return self._open_governed()  # اتهمت المعارضة | النائب بالقول إنّ
            if says and self._is_anothers(reading):
                return self._end()  # وهو يعتذر، | قائلة
            if says or (reading.shape is Shape.PARTICIPLE and self.at == self.base.cue_end):
                self.base = self.base._replace(cue_end=self.at + 1)
                return self._go(self.at + 1)
        return False

    def _is_anothers(self, reading: Reading) -> bool:
        """Tell a circumstance after a comma that does not agree with the verb, and so goes on about somebody else."""
        gender, paused = reading.inflection.gender, self.items[self.at - 1].text in COMMAS
        return paused and reading.shape is Shape.PARTICIPLE and None is not gender is not self.inflection.gender

    def carried(self) -> bool:
        """Go over who carried a statement: في بيان | نقلته صحيفة القمر | إنّ …; it is the subject's all the same."""
        if self.in_relative or self.at + 1 >= self.stop or not self._is_carried():
            return False
        medium = self.readers.subjects.source(self.at + 1, self.stop)
        if medium is None or medium.end >= self.stop:
            return False
        return self._go(medium.end + is_mark(self.items[medium.end].text))

    def _is_carried(self) -> bool:
        """Tell a verb whose pronoun takes up the statement before it: بيان نقلته، تصريحات صحفية نقلتها."""
        if not any(r.cue.manner == "relay" and r.inflection.pronoun in {"ه", "ها"} for r in self.word.readings):
            return False
        before = [self.items[at].word for at in range(max(self.base.cue, self.at - _STATEMENT), self.at)]
        return any(word.core in self.readers.lexicon.settings or _is_statement(word) for word in before)

    def other(self) -> bool:
        """Give up at another cue."""
        return not self.in_relative and self.readers.cues.is_other(self.at) and self._end()

    def relayed(self) -> bool:
        """Credit the source in «ذكرت الوكالة نقلا عن …»; give up at بحسب."""
        if "according" not in self.word.kinds:
            return False
        if self.word.core == "نقلا" and self.at + 2 < self.stop and self.items[self.at + 1].word.core == "عن":
            source = self.readers.subjects.source(self.at + 2, self.stop)
            if source is not None:
                return self._credit(source, source.end) if self._is_outlet() else self._go(source.end)
        if self.items[self.at - 1].text in COMMAS and (after := self._after_remark()) is not None:
            return self._go(after)
        if (
            self.at == self.first
            and (named := self.readers.subjects.of_preposition(self.at + 1, self.stop)) is not None
        ):
            return self._go(named.end)  # أظهرت بحسب مصدر أمني | ارتفاع …
        return self.at > self.first and self.word.core != "كما" and self._end()

    def agent(self) -> bool:
        """Take who acts in a passive clause."""
        agent = self.readers.subjects.agent(self.at, self.stop)
        return agent is not None and self._credit(agent, agent.end)

    def source(self) -> bool:
        """Take whom an agency quotes: نقلت الوكالة عن … قوله; and what it says that somebody denied."""
        if self.word.core not in {"عن", "لسان"}:
            return False
        if self.base.manner == "relay" and self.items[self.at - 1].word.form.removesuffix("ا") in NEWS:
            return self._open(Opening.PREPOSITION, self.at + 1)  # نقلت أنباء عن …
        source = self.readers.subjects.source(self.at + 1, self.stop)
        if source is None or "عن" in self.cue.prepositions:
            return False
        after = source.end + is_mark(self.items[self.at + 1].text)
        if self.base.manner == "relay":
            return self._credit(source, after)
        if self.word.core == "عن" and after < self.stop and self.items[after].word.owned:
            self.base = self.base._replace(subject=source, gender=None, number=None)
            return self._open(Opening.NOUN, after)  # ذكرت الوكالة عن مصدر نفيه
        return False

    def _after_remark(self) -> int | None:
        """Go over who is credited between commas: أكد مصدر، وفق الوكالة، | سيطرة الجيش."""
        for at in range(self.at + 1, min(self.stop, self.at + _REMARK)):
            item = self.items[at]
            if item.text in {*COMMAS, ":"} or item.word.says_that:
                return at
            if not (item.word.form or is_mark(item.text)):
                return None
        return None

    def _is_outlet(self) -> bool:
        """Tell whether the subject so far only passes words on; others who cite a source speak for themselves."""
        subject = self.base.subject
        return subject is None or subject.head is None or subject.head.kind == "media"


def _is_statement(word: Word) -> bool:
    return word.noun is not None and word.noun.kind == "statement"
