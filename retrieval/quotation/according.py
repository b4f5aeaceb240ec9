"""Who is named after بحسب، وفقا لـ، حسبما ذكر، كما قال، نقلا عن and على حد قول?

Such a preposition credits the words before it, or, at the start of a sentence, those after it.
"""

from __future__ import annotations

from dataclasses import dataclass
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

_APART = frozenset(("conjunction", "relative", "ma", "according", "that", "negation"))
_SHORT_PART = 9
"""How many tokens the part of a sentence before a remark has that is not complete."""
_TOLD = frozenset(("media", "profession"))
_WHERE = frozenset(("في", "خلال", "عبر"))
_WITH_VERB = frozenset(("كما", "حسبما", "بحسبما"))
_THEN_WRITTEN = frozenset(("فإن", "فإنه", "فإنها", "فإنهم", "فإنّ", "فقد", "فلا", "فلن"))
_THEN = frozenset(("فان", "فانه", "فانها", "فقد", "فلا", "فلن", "فليس"))


@dataclass(frozen=True, slots=True)
class _Lead:
    """What was read from the preposition to its subject: the verb, if any, and where the subject starts."""

    reading: Reading | None
    at: int


class AccordingReader:
    """Read the prepositions that credit somebody in one document."""

    def __init__(self, tokens: Tokens, subjects: SubjectReader, phrases: frozenset[tuple[str, ...]]) -> None:
        self._tokens = tokens
        self._subjects = subjects
        self._credits = phrases

    def read(self, index: int) -> Attribution | None:
        """Read the attribution of a preposition; None where it credits nobody."""
        stop = min(self._tokens.stop[index], index + REACH)
        lead = self._lead(index, stop)
        if lead is None:
            return None
        word, reading, at = self._tokens.items[index].word, lead.reading, lead.at
        stop = self._before_then(index, stop)
        after = self._tokens.items[at].word if at < stop else None
        base = self._base(index, at, reading)
        if after is not None and after.owned:
            return base._replace(cue_end=at + 1, same=True)  # وفق قوله
        marked = at < stop and is_mark(self._tokens.items[at].text)  # وفق ما ذكرت «رويترز»
        if reading is not None and not marked and (after is None or not after.form or "preposition" in after.kinds):
            # وفق ما أعلن في بيان: whoever the sentence is about
            return None if word.core == "كما" else base
        if after is not None and reading is None and _is_saying(after):
            at += 1  # بحسب قول فلان
        subject = self._subjects.of_preposition(at, stop) or self._unlisted(index, at, stop)
        if subject is not None and reading is not None and reading.cue.manner == "relay":
            subject = self._relayed(subject, stop) or subject
        also = subject is not None and word.core == "كما" and self._is_also(index, subject.end, reading)
        if subject is None or also or (word.core == "كما" and not self._closes_sentence(subject.end, stop, reading)):
            return None  # كما أكد الوزير أنّ: an ordinary clause
        return self._placed(base._replace(subject=subject), at, subject)

    def _is_also(self, index: int, at: int, reading: Reading | None) -> bool:
        """Tell «كما وصف الرئيس، سليم حداد، بأنه …» from «كما طلب الوزير، يجب أن …»: words of its own follow."""
        if reading is None or reading.cue.speaks_of:
            return reading is not None
        if index > self._tokens.begin[index]:
            return False
        items, stop = self._tokens.items, min(self._tokens.stop[index], index + REACH)
        opens = next((i for i in range(at, stop) if items[i].word.says_that or items[i].text == ":"), None)
        opened = opens is not None and not items[opens - 1].word.verbal
        governed = reading.cue.prepositions
        return opened or any(is_mark(item.text) or item.word.core in governed for item in items[at:stop])

    def _relayed(self, medium: Phrase, stop: int) -> Phrase | None:
        """Find whose words a medium carried: وفق ما نقلته الوكالة، السبت، | عن الوزير، على لسان | الوزير."""
        items, at = self._tokens.items, medium.end
        while at < stop and (items[at].text in COMMAS or "time" in items[at].word.kinds):
            at += 1
        tongue = at + 1 < stop and items[at].word.core == "على" and items[at + 1].word.core == "لسان"
        if not tongue and (at >= stop or items[at].word.core != "عن"):
            return None
        return self._subjects.source(at + 1 + tongue, stop)

    def _unlisted(self, index: int, at: int, stop: int) -> Phrase | None:
        """Read a source whose noun is not listed, after a comma or a quote: …، بحسب حصيلة أوردها المرصد.

        What is done according to a thing has no comma: نفذ العمل وفق الخطة.
        """
        items = self._tokens.items
        before = items[index - 1].text if index > self._tokens.begin[index] else ""
        if at >= stop or not (before in COMMAS or is_mark(before)):
            return None
        word = items[at].word
        if not word.form or word.kinds or word.abstract or word.process or word.readings or word.verbal or word.noun:
            return None
        phrase = self._subjects.source(at, stop)
        if phrase is None or phrase.end >= stop:
            return phrase
        after = items[phrase.end]
        told = bool(after.word.readings or after.word.verbal or after.word.kinds & {"relative", "time"})
        return phrase if told or after.text == "." or self._is_explained(phrase.end, stop) else None

    def _is_explained(self, at: int, stop: int) -> bool:
        """Tell whether a clause after a comma describes a source: وفقا لبوابة النهضة، التي ذكرت …."""
        items = self._tokens.items
        return items[at].text in COMMAS and at + 1 < stop and "relative" in items[at + 1].word.kinds

    def credit(self, index: int) -> Attribution | None:
        """Read «برأي X»، «من وجهة نظر X» and «على حد قول X» at the last word before the name."""
        if index >= len(self._tokens):
            return None
        first = self._credit_begin(index)
        if first is None:
            return None
        stop = self._before_then(index, min(self._tokens.stop[index], index + REACH))
        subject = self._subjects.of_preposition(index + 1, stop)
        return (
            self._placed(self._base(first, index + 1, None)._replace(subject=subject), index + 1, subject)
            if (subject is not None)
            else None
        )

    def _credit_begin(self, index: int) -> int | None:
        """Find where a phrase that credits somebody begins, if one ends here."""
        items, floor = self._tokens.items, self._tokens.begin[index]
        for phrase in self._credits:
            first = index - len(phrase) + 1
            if first < floor:
                continue
            words = [items[at].word for at in range(first, index + 1)]
            if all(part in _spellings(word) for part, word in zip(phrase, words, strict=True)):
                return first
        return None

    def as_told(self, index: int) -> Attribution | None:
        """Read «…، على ما أفاد مصدر»; «بناء على ما ذكره» takes up what was said with a pronoun."""
        items, stop = self._tokens.items, min(self._tokens.stop[index], index + REACH)
        if index + 2 >= stop or items[index + 1].word.core != "ما" or items[index - 1].text not in COMMAS:
            return None
        reading = _verb(items[index + 2].word)
        if reading is None or reading.inflection.pronoun:
            return None
        at = self._after_verb(index + 3, stop)
        subject = self._subjects.of_preposition(at, stop)
        if subject is None or not self._closes_sentence(subject.end, stop, reading):
            return None
        return self._base(index, at, reading)._replace(subject=subject)

    def _before_then(self, index: int, stop: int) -> int:
        """End the search for a name before «فإنّ», which may be written like the foreign name فان."""
        items = self._tokens.items
        return next((at for at in range(index + 1, stop) if items[at].text in _THEN_WRITTEN), stop)

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
        any_verb = at < stop and items[at - 1].word.core in {"ما", "لما"} and bool(items[at].word.form)  # لما نشرته
        return _Lead(reading, self._after_verb(at + 1, stop)) if reading is not None or any_verb else None

    def _after_verb(self, at: int, stop: int) -> int:
        items = self._tokens.items
        at = self._subjects.skip_adverbs(at, stop)
        while at + 1 < stop and "preposition" in items[at].word.kinds and "time" in items[at + 1].word.kinds:
            at += 2
        return at + (at + 1 < stop and items[at].word.core in {"عن", "في"})

    def _closes_sentence(self, at: int, stop: int, reading: Reading | None) -> bool:
        """Tell whether nothing follows a source but where and to whom it spoke: كما أعلن الجيش في بيان."""
        items, at = self._tokens.items, self._subjects.skip_adverbs(at, stop)
        if at >= stop or not items[at].word.form:
            return True
        governed = reading.cue.prepositions if reading is not None else frozenset[str]()
        word, after = items[at].word, items[min(at + 1, stop - 1)].word
        told = word.preposition == "ل" and (word.noun is not None and word.noun.kind in _TOLD)
        placed = word.core in _WHERE and after.noun is not None and after.noun.kind == "statement"
        if not (told or placed) or not governed.isdisjoint({word.core, word.preposition}):
            return False
        rest = items[at : min(stop, at + _SHORT_PART)]
        return not any(item.word.says_that or item.text == ":" or is_mark(item.text) for item in rest)

    def _placed(self, base: Attribution, at: int, subject: Phrase) -> Attribution | None:
        """Place the words: after a preposition that is fronted or breaks into its verb, before any other."""
        items, index, end = self._tokens.items, base.cue, self._tokens.stop[base.cue]
        begins = index <= self._tokens.begin[index] + 1 or self._leads_on(index, subject.end)
        if begins and items[index].word.core != "كما":
            content = self._fronted(subject.end, end)
            opened = base._replace(cue_end=at, opening=Opening.FRONTED, content=content)
            return opened if content < end else None
        before = items[index - 1]
        if before.word.readings and not is_mark(before.text) and subject.end < end:
            return base._replace(cue_end=at, opening=Opening.FRONTED, content=subject.end)  # أظهرت بحسب مصدر ارتفاع …
        if self._completes(index, subject.end, end):  # وبلغت حصيلة القتلى، وفق المرصد، | مئة قتيل
            return base._replace(cue_end=at, opening=Opening.FRONTED, content=subject.end + 1)
        return base._replace(cue_end=at)

    def _leads_on(self, index: int, at: int) -> bool:
        """Tell «لكن وفقا لمتحدث فإنّ …» within a sentence from a remark on what stands before."""
        items = self._tokens.items
        after_break = items[index - 1].word.core in {"لكن", "بينما", "فيما"} or items[index - 1].text in COMMAS
        return after_break and at < len(items) and items[at].text in _THEN_WRITTEN

    def _completes(self, index: int, at: int, end: int) -> bool:
        """Tell whether the longer part of the sentence stands after a remark between two commas."""
        items, begin = self._tokens.items, self._tokens.begin[index]
        if items[index - 1].text not in COMMAS or at + 1 >= end or items[at].text not in COMMAS:
            return False
        after = items[at + 1].word
        goes_on = bool(after.form or items[at + 1].text.isdigit()) and not (after.conjunction or after.kinds & _APART)
        return goes_on and not after.verbal and index - begin <= min(_SHORT_PART, end - at)

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
        if not at < close <= at + SHORT_NAME or close + 1 >= end:
            return False
        then = any(self._tokens.items[i].word.form in _THEN for i in range(close + 1, min(end, close + REACH)))
        return then or self._is_pause(close + 1)

    def _is_pause(self, at: int) -> bool:
        return self._tokens.items[at].text in COMMAS or self._tokens.items[at].word.form in _THEN


def _spellings(word: Word) -> set[str]:
    """Give a word with and without its conjunction, which only a morphology cuts off for certain: وبرأي."""
    return {word.core, word.form, word.form[1:] if word.form[:1] in {"و", "ف"} else word.form}


def _verb(word: Word) -> Reading | None:
    readings = (r for r in word.readings if r.shape is Shape.VERB and r.inflection.person == THIRD_PERSON)
    return next(readings, None)


def _is_saying(word: Word) -> bool:
    return any(reading.shape is Shape.MASDAR and reading.cue.lemma == "قال" for reading in word.readings)
