"""Who is named after بحسب، وفقا لـ، حسبما ذكر، كما قال، نقلا عن and على حد قول?

Such a preposition credits the words before it, or, at the start of a sentence, those after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import REACH, Attribution, Opening
from retrieval.quotation.cues import THIRD_PERSON
from retrieval.quotation.lexicon import Reading, Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS
from retrieval.quotation.subjects import SHORT_NAME

if TYPE_CHECKING:
    from retrieval.quotation.phrases import Phrase
    from retrieval.quotation.subjects import SubjectReader
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

_WITH_VERB = frozenset(("كما", "حسبما", "بحسبما"))
_THEN = frozenset(("فان", "فانه", "فانها", "فقد", "فلا", "فلن", "فليس"))


@dataclass(frozen=True, slots=True)
class _Lead:
    """What was read from the preposition to its subject: the verb, if any, and where the subject starts."""

    reading: Reading | None
    at: int


class AccordingReader:
    """Read the prepositions that credit somebody in one document."""

    def __init__(self, tokens: Tokens, subjects: SubjectReader) -> None:
        self._tokens = tokens
        self._subjects = subjects

    def read(self, index: int) -> Attribution | None:
        """Read the attribution of a preposition; None where it credits nobody."""
        stop = min(self._tokens.stop[index], index + REACH)
        lead = self._lead(index, stop)
        if lead is None:
            return None
        word, reading, at = self._tokens.items[index].word, lead.reading, lead.at
        after = self._tokens.items[at].word if at < stop else None
        base = self._base(index, at, reading)
        if after is not None and _names_by_pronoun(after):
            return replace(base, cue_end=at + 1, same=True)  # وفق قوله
        if reading is not None and (after is None or not after.form or "preposition" in after.kinds):
            # وفق ما أعلن في بيان: whoever the sentence is about
            return None if word.core == "كما" else base
        if after is not None and reading is None and _is_saying(after):
            at += 1  # بحسب قول فلان
        subject = self._subjects.of_preposition(at, stop)
        if subject is None or (word.core == "كما" and not self._closes_sentence(subject.end, stop)):
            return None  # كما أكد الوزير أنّ: an ordinary clause
        return self._placed(replace(base, subject=subject), at, subject)

    def same_speaker(self, index: int) -> Attribution | None:
        """Read «على حد تعبيره»: it ends the words before it and credits nobody else."""
        after = self._tokens.items[index + 1].word if index + 1 < len(self._tokens) else None
        if after is None or not any(reading.inflection.pronoun for reading in after.readings):
            return None
        return Attribution(index - 1, index, index + 2, None, opening=Opening.BEFORE, same=True, coordinate=True)

    def _base(self, index: int, at: int, reading: Reading | None) -> Attribution:
        gender = reading.inflection.gender if reading else None
        number = reading.inflection.number if reading else None
        return Attribution(
            index, index, at, reading, opening=Opening.BEFORE, gender=gender, number=number, coordinate=True
        )

    def _lead(self, index: int, stop: int) -> _Lead | None:
        """Go over ما, لـ and the verb to where the subject starts."""
        items, word = self._tokens.items, self._tokens.items[index].word
        at, needs_verb = index + 1, word.core in _WITH_VERB
        while at < stop and (items[at].word.kinds & {"ma", "auxiliary"} or items[at].text in {"ل", "لـ"}):
            needs_verb = needs_verb or "ma" in items[at].word.kinds
            at += 1
        if at < stop and word.core == "نقلا" and items[at].word.core == "عن":
            at += 1
        if not needs_verb:
            return _Lead(None, at)
        reading = _verb(items[at].word) if at < stop else None
        return _Lead(reading, self._after_verb(at + 1, stop)) if reading is not None else None

    def _after_verb(self, at: int, stop: int) -> int:
        items = self._tokens.items
        at = self._subjects.skip_adverbs(at, stop)
        while at + 1 < stop and "preposition" in items[at].word.kinds and "time" in items[at + 1].word.kinds:
            at += 2
        return at + (at + 1 < stop and items[at].word.core in {"عن", "في"})

    def _closes_sentence(self, at: int, stop: int) -> bool:
        at = self._subjects.skip_adverbs(at, stop)
        return at >= stop or not self._tokens.items[at].word.form

    def _placed(self, base: Attribution, at: int, subject: Phrase) -> Attribution | None:
        """Place the words: after a preposition that is fronted or breaks into its verb, before any other."""
        items, index, end = self._tokens.items, base.cue, self._tokens.stop[base.cue]
        if index <= self._tokens.begin[index] + 1 and items[index].word.core != "كما":
            content = self._fronted(subject.end, end)
            opened = replace(base, cue_end=at, opening=Opening.FRONTED, content=content)
            return opened if content < end else None
        before = items[index - 1]
        if before.word.readings and not is_mark(before.text) and subject.end < end:
            return replace(base, cue_end=at, opening=Opening.FRONTED, content=subject.end)  # أظهرت بحسب مصدر ارتفاع …
        return replace(base, cue_end=at)

    def _fronted(self, content: int, end: int) -> int:
        """Find the words after the comma, the mark or the فإنّ that follows a fronted preposition."""
        items = self._tokens.items
        while content < end and not self._is_pause(content):
            if is_mark(items[content].text) and not self._is_name(content, end):
                break
            content = max(content, self._tokens.partner[content]) + 1 if is_mark(items[content].text) else content + 1
        while content < end and self._is_pause(content):
            content += 1
        return content

    def _is_name(self, at: int, end: int) -> bool:
        """Tell a name in quote marks before the pause from the words: بحسب دراسة في جامعة «…»، فإنّ."""
        close = self._tokens.partner[at]
        return at < close <= at + SHORT_NAME and close + 1 < end and self._is_pause(close + 1)

    def _is_pause(self, at: int) -> bool:
        return self._tokens.items[at].text in COMMAS or self._tokens.items[at].word.form in _THEN


def _verb(word: Word) -> Reading | None:
    readings = (r for r in word.readings if r.shape is Shape.VERB and r.inflection.person == THIRD_PERSON)
    return next(readings, None)


def _names_by_pronoun(word: Word) -> bool:
    return any(reading.shape is Shape.MASDAR and reading.inflection.pronoun for reading in word.readings)


def _is_saying(word: Word) -> bool:
    return any(reading.shape is Shape.MASDAR and reading.cue.lemma == "قال" for reading in word.readings)
