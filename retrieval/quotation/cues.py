"""Is this word a cue here?

A form can be a verb, a participle and a verbal noun at once (رفض، مطالبة); what stands before it and after it
decides. Negated verbs, verbs after أن and those of a first person report nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Opening
from retrieval.quotation.inflection import Gender
from retrieval.quotation.lexicon import Reading, Shape
from retrieval.quotation.marks import is_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.attribution import Attribution
    from retrieval.quotation.phrases import Phrase
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

THIRD_PERSON = 3
_SOON = 10
_LEADS = frozenset(("auxiliary", "conjunction", "according", "relative", "ma"))
_BESIDE = frozenset(("كما", "حيث", "فيما", "بينما", "لكن", "ثم", "حين", "لكنه", "لكنها"))
_WITH_VERBS = frozenset(("بعد", "منذ"))
_GOVERNED = frozenset(("الى", "على", "عن"))
_COMMENTS = frozenset(("تعليق", "اجابة", "رد", "ادلاء", "افصاح", "حديث", "كشف"))
_OF_IT = frozenset(("له", "لها", "لهم"))
_IMPERSONAL = frozenset(("يذكر", "يشار", "يقال", "يعتقد", "يزعم", "يتوقع", "يفترض", "يرجح"))
_SPEAKING_DOCUMENTS = frozenset(("document", "statement", "law"))


class CueReader:
    """Read the cues of one document's tokens."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def reading(self, index: int) -> Reading | None:
        """Choose what form of a cue a word is here, if any."""
        before = self.before(index)
        word = self._tokens.items[index].word
        if before is not None and "negation" in before.kinds:
            return None
        if "preposition" in word.kinds and not (self.starts_clause(index) and self._soon(index, "عن")):
            return None  # عبر the preposition
        readings = [r for r in word.readings if self._is_report(index, before, r)]
        return self._choose(index, before, word, readings)

    def before(self, index: int) -> Word | None:
        """The word before, in the same sentence."""
        return self._tokens.items[index - 1].word if index > self._tokens.begin[index] else None

    def _is_report(self, index: int, before: Word | None, reading: Reading) -> bool:
        if reading.inflection.person != THIRD_PERSON or not reading.cue.lemma:
            return False
        if reading.shape is Shape.PARTICIPLE and before is not None and "preposition" in before.kinds:
            return False  # في مدونة
        after = self._tokens.items[index + 1].word if index + 1 < len(self._tokens) else None
        if reading.shape is Shape.PARTICIPLE and after is not None and after.core in _OF_IT:
            return False  # تتخذ من المدينة مقرا لها
        if reading.shape is Shape.PARTICIPLE:
            return reading.inflection.gender is not Gender.FEMININE or not _is_thing(before)
        if reading.shape is Shape.MASDAR:
            return True
        if before is not None and _is_verb(before) and not self._tokens.items[index].word.conjunction:
            return False  # no verb follows another
        if before is not None and "that" in before.kinds and reading.inflection.present:
            return False  # أن with a present verb: «يمكن أن يقول»
        return not _is_first_person(self._tokens.items[index].text, reading)

    def _choose(self, index: int, before: Word | None, word: Word, readings: Sequence[Reading]) -> Reading | None:
        masdar = _first(readings, Shape.MASDAR)
        if word.preposition or word.definite:
            return masdar
        participle, verb = _first(readings, Shape.PARTICIPLE), _first(readings, Shape.VERB)
        if masdar is not None and before is not None:
            if participle is not None and before.form:
                return masdar  # في ضوء مطالبة الجناح اليميني
            if "preposition" in before.kinds or before.verbal or before.preposition:
                return masdar
        finite = next((r for r in readings if r.shape is not Shape.MASDAR), None)
        if word.noun is not None and not (finite is verb is not None and self.starts_clause(index)):
            return participle if participle is not None and self.has_complement(index) else None
        if verb is not None and before is not None and "preposition" in before.kinds and before.core not in _WITH_VERBS:
            return masdar
        return finite or masdar

    def _soon(self, index: int, core: str) -> bool:
        return any(item.word.core == core for item in self._tokens.items[index + 1 : index + _SOON])

    def starts_clause(self, index: int) -> bool:
        """Tell whether a word is the first of its clause."""
        before = self.before(index)
        if before is None or self._tokens.items[index].word.conjunction:
            return True
        return not before.form or bool(before.kinds & _LEADS)

    def has_complement(self, index: int) -> bool:
        """Tell whether what introduces words follows at once."""
        after = self._tokens.items[index + 1] if index + 1 < len(self._tokens) else None
        return after is not None and (
            after.word.says_that or after.text == ":" or is_mark(after.text) or after.word.core in _GOVERNED
        )

    def clause_begin(self, index: int) -> int:
        """Go back over what leads to a cue: auxiliaries, كما، فيما، الذي."""
        items, floor = self._tokens.items, self._tokens.begin[index]
        begin = index
        while begin > floor and items[begin - 1].word.kinds & _LEADS:
            begin -= 1
        return begin

    def is_coordinate(self, index: int) -> bool:
        """Tell whether the cue's clause stands beside the one before it rather than within it."""
        items = self._tokens.items
        begin = self.clause_begin(index)
        lead = items[begin].word
        if items[index].word.conjunction or lead.conjunction or index == self._tokens.begin[index]:
            return True
        return begin < index and lead.core in _BESIDE

    def is_other(self, at: int) -> bool:
        """Tell whether a word is a cue of its own, which ends the search for what another one introduces."""
        word = self._tokens.items[at].word
        if not word.readings or word.noun is not None or word.preposition or word.definite:
            return False
        reading = self.reading(at)
        if reading is None or reading.shape is Shape.MASDAR:
            return False
        return reading.shape is Shape.VERB or self.has_complement(at)

    def is_impersonal(self, index: int) -> bool:
        """Tell يذكر أن and يشار إلى أن, which nobody says, and what is written on a thing (كتب عليها)."""
        after = self._tokens.items[index + 1].word
        if after.core in {"عليه", "عليها"}:
            return True
        return self._tokens.items[index].word.core in _IMPERSONAL and (after.says_that or after.core == "الى")

    def is_plausible(self, attribution: Attribution) -> bool:
        """Tell reports from what only looks like one: a verb of documents with another subject, a mere attitude."""
        subject, manner = attribution.subject, attribution.manner
        if subject is not None and self._is_process(subject):
            return False
        if manner == "document":
            return subject is None or (subject.head is not None and subject.head.kind in _SPEAKING_DOCUMENTS)
        if manner == "describe" and attribution.reading is not None and not attribution.reading.cue.prepositions:
            return attribution.relative  # ما أسمته «…»
        if manner == "decline":
            return self._tokens.items[attribution.content].word.core in _COMMENTS
        return not self._is_bare_position(attribution)

    def _is_bare_position(self, attribution: Attribution) -> bool:
        items, cue = self._tokens.items, attribution.cue
        if attribution.manner == "attitude" and (attribution.relative or (cue and "that" in items[cue - 1].word.kinds)):
            return True
        # ترفض ذلك، خشية …
        return attribution.opening is Opening.NOUN and items[attribution.content - 1].word.form == "ذلك"

    def _is_process(self, subject: Phrase) -> bool:
        """Tell whether what seems to say something is an act: أكد هذا التقارب."""
        return subject.name is None and subject.head is None and self._tokens.items[subject.start].word.process


def _is_thing(word: Word | None) -> bool:
    """Tell whether a feminine participle would be the adjective of a word: تغريدات منتقدة."""
    if word is None or not word.form or word.definite or word.named or word.kinds or word.place:
        return False
    return word.form.endswith(("ات", "ة")) and word.noun is None


def _is_verb(word: Word) -> bool:
    return any(r.shape is Shape.VERB and r.inflection.person == THIRD_PERSON for r in word.readings) and not (
        word.noun or word.abstract or word.kinds
    )


def _first(readings: Sequence[Reading], shape: Shape) -> Reading | None:
    return next((reading for reading in readings if reading.shape is shape), None)


def _is_first_person(text: str, reading: Reading) -> bool:
    """Tell أعتقد (I think) from اعتقد: the past of these verbs is written with a bare alef (U+0627)."""
    return text.lstrip("وف").startswith("أ") and reading.cue.lemma.startswith("ا")
