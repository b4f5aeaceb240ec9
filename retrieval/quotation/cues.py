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
from retrieval.quotation.phrases import COMMAS

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
_UNREAL = frozenset(("لو", "اذا", "هل", "لعل", "ربما", "سواء"))
_AS_IF = frozenset(("كأن", "كأنما"))
_AS_IF_THEY = ("كأنه", "كأنها", "كأنهم")
_LONG = 40
_NAMELESS = 5
_IDENTITIES = frozenset(("اسمه", "اسمها", "اسمهم", "اسمائهم", "هويته", "هويتها", "هويتهم", "هوياتهم"))
"""What a source keeps to himself."""
_WITHHOLDING = frozenset(("عدم", "ذكر", "كشف", "افصاح", "اعلان", "نشر", "عن", "ان", "يذكر", "تذكر", "يكشف", "تكشف"))
_SUPPOSED = frozenset(("يكون", "تكون"))
_MODAL = frozenset(("قد", "سوف", "ربما"))
_SHOWING = frozenset(("أكد", "أشار", "كشف", "أظهر", "هدد", "رجح", "أوضح", "نفى", "لخص", "ألمح", "فسر", "دعا"))
_EVENTS = frozenset(("قبل", "بعد", "منذ"))
_GOVERNED = frozenset(("الى", "على", "عن"))
_COMMENTS = frozenset(("تعليق", "اجابة", "رد", "ادلاء", "افصاح", "حديث", "كشف"))
_OF_THEM = frozenset(("منه", "منها", "منهم", "منهما"))
_OF_IT = frozenset(("له", "لها", "لهم"))
_IMPERSONAL = frozenset(("يذكر", "يشار", "يقال", "يعتقد", "يزعم", "يتوقع", "يفترض", "يرجح", "تردد", "يتردد"))
_SPEAKING_DOCUMENTS = frozenset(("document", "statement", "law"))


class CueReader:
    """Read the cues of one document's tokens."""

    def __init__(self, tokens: Tokens, abstracts: frozenset[str]) -> None:
        self._tokens = tokens
        self._abstracts = abstracts
        self._read: dict[int, Reading | None] = {}

    def reading(self, index: int) -> Reading | None:
        """Choose what form of a cue a word is here, if any."""
        if not self._tokens.words[index].readings:
            return None
        if index not in self._read:  # it is asked again where another cue's words are sought (`is_other`)
            self._read[index] = self._reading(index)
        return self._read[index]

    def _reading(self, index: int) -> Reading | None:
        word = self._tokens.words[index]
        before = self.before(index)
        if before is not None and "negation" in before.kinds and not self._is_relative_lama(index, before):
            return None
        if self._is_unreal(index) or self._is_of_identity(index):
            return None
        if "preposition" in word.kinds and not self._is_expressed(index):
            return None
        readings = [r for r in word.readings if self._is_report(index, before, r)]
        return self._choose(index, before, word, readings)

    def before(self, index: int) -> Word | None:
        """The word before, in the same sentence."""
        return self._tokens.items[index - 1].word if index > self._tokens.begin[index] else None

    def _is_relative_lama(self, index: int, before: Word) -> bool:
        """Tell «لما وصفته» (what it called) from «لما يصل» (has not arrived yet), which takes the present."""
        verbs = [r for r in self._tokens.items[index].word.readings if r.shape is Shape.VERB]
        return before.core == "لما" and bool(verbs) and not any(r.inflection.present for r in verbs)

    def _is_expressed(self, index: int) -> bool:
        """Tell the verb عبر (… عن) from the preposition: «تهديدات» عبر شبكة …."""
        marked = index > 0 and is_mark(self._tokens.items[index - 1].text)
        return self.starts_clause(index) and not marked and self._soon(index, "عن")

    def _is_unreal(self, index: int) -> bool:
        """Tell what nobody has said: it is asked or supposed (هل قال، لو قال), or denied (نفت أن يكون قد قال)."""
        if self._is_supposed(index):
            return True
        items, begin = self._tokens.items, self._tokens.begin[index]
        at = index - 1
        while at >= begin and "auxiliary" in items[at].word.kinds:
            at -= 1
        if at >= begin and items[at].word.core in _UNREAL:
            return True
        if at == index - 1 or items[index - 1].word.core != "قد":
            return False
        supposed = range(max(begin + 1, index - _SOON), index)
        return any(items[i].word.core in _SUPPOSED and items[i - 1].word.core == "ان" for i in supposed)

    def _is_of_identity(self, index: int) -> bool:
        """Tell what is done with a name: لم يجر ذكر | اسمه، رفض كشف | هويته، طلب عدم ذكر | اسمه."""
        for item in self._tokens.items[index + 1 : index + _NAMELESS]:
            if item.word.core in _IDENTITIES:
                return True
            if item.word.core not in _WITHHOLDING and item.word.noun is None:
                return False
        return False

    def _is_supposed(self, index: int) -> bool:
        """Tell what only seems to be said, or what nobody says: لو أن … قال، كأن … يقول، لا أحد … يقول، ما قال … قط."""
        items, begin = self._tokens.items, max(self._tokens.begin[index], index - _SOON)
        for at in range(index - 1, begin - 1, -1):
            item, after = items[at], items[at + 1]
            if not item.word.form:
                return False
            as_if = "كأن" in item.text  # asked first, for few words are like it
            if as_if and (item.text.removeprefix("و").removesuffix("ه") in _AS_IF or item.text.endswith(_AS_IF_THEY)):
                return True
            if item.word.core == "لو" and after.text == "أن":
                return True
            if after.word.core == "احد" and "negation" in item.word.kinds and at + 1 < index:
                return True
        rest = items[index + 1 : min(self._tokens.stop[index], index + _LONG)]
        return items[index - 1].word.core == "ما" and index > 0 and any(item.word.form == "قط" for item in rest)

    def _is_report(self, index: int, before: Word | None, reading: Reading) -> bool:
        if reading.inflection.person != THIRD_PERSON or not reading.cue.lemma:
            return False
        if reading.shape is Shape.PARTICIPLE and before is not None and "preposition" in before.kinds:
            return False  # في مدونة
        after = self._tokens.items[index + 1].word if index + 1 < len(self._tokens) else None
        if reading.shape is Shape.PARTICIPLE and after is not None and after.core in _OF_IT:
            return False  # تتخذ من المدينة مقرا لها
        if reading.shape is Shape.PARTICIPLE:
            counted = index > 0 and self._tokens.items[index - 1].text.isdigit()  # من أصل 14 مقترحة
            return reading.inflection.gender is not Gender.FEMININE or not (counted or _is_thing(before))
        if reading.shape is Shape.MASDAR:
            return True
        if before is not None and _is_verb(before) and not self._tokens.items[index].word.conjunction:
            return False  # no verb follows another
        if reading.inflection.present and self._is_to_come(index, before):
            return False
        return not _is_first_person(self._tokens.items[index].text, reading)

    def _is_to_come(self, index: int, before: Word | None) -> bool:
        """Tell a verb in the present of what may be or will be said: «يمكن أن يقول», «قد يقول», «سيقول»."""
        if before is not None and "that" in before.kinds:
            return index < 2 or self._tokens.items[index - 2].word.core not in _EVENTS  # قبل أن يعلن الوزير
        if before is not None and before.core in _MODAL:
            return True
        return self._tokens.items[index].word.core.startswith("س")

    def _choose(self, index: int, before: Word | None, word: Word, readings: Sequence[Reading]) -> Reading | None:
        masdar = _first(readings, Shape.MASDAR)
        if word.preposition or word.definite:
            return masdar
        participle, verb = _first(readings, Shape.PARTICIPLE), _first(readings, Shape.VERB)
        if masdar is not None and before is not None:
            if participle is not None and before.form and not (before.adjectival and not before.definite):
                return masdar  # في ضوء مطالبة الجناح اليميني
            if "preposition" in before.kinds or before.verbal or before.preposition:
                return masdar
        finite = next((r for r in readings if r.shape is not Shape.MASDAR), None)
        if participle is not None and self._is_circumstance(index, participle):
            return participle
        if word.noun is not None and not (finite is verb is not None and self.starts_clause(index)):
            return participle if participle is not None and self.has_complement(index) else None
        if verb is not None and before is not None and "preposition" in before.kinds and before.core not in _WITH_VERBS:
            return masdar
        return finite or masdar

    def _is_circumstance(self, index: int, participle: Reading) -> bool:
        """Tell a participle that goes on after a pause from the noun of its form: قال إن …، متهما | متهمة | متهمين."""
        before = self._tokens.items[index - 1].text if index else ""
        paused = before in COMMAS or (is_mark(before) and 0 <= self._tokens.partner[index - 1] < index - 1)
        return paused and participle.inflection.form.endswith(("ا", "ة", "ين")) and self._is_long(index)

    def _is_long(self, index: int) -> bool:
        """Tell whether more than a remark between two commas begins here: «…، متهمة بالقتل، …»."""
        items, stop = self._tokens.items, self._tokens.stop[index]
        nearby = range(index + 1, min(index + 4, stop))
        return index + 1 < stop and not any(items[i].text in COMMAS for i in nearby)

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
            after.word.says_that
            or after.text == ":"
            or is_mark(after.text)
            or after.word.core in _GOVERNED
            or after.word.core in _OF_THEM
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
        if "relative" in lead.kinds:
            return False  # …، والذي قال: it describes a noun of the clause before it
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
        if subject is not None and self.is_process(subject):
            return False
        if self._is_estimate(attribution) and not _is_speaker(subject, self._tokens):
            return False
        if self._is_counted(attribution):
            return False
        if manner == "document":
            return subject is None or (subject.head is not None and subject.head.kind in _SPEAKING_DOCUMENTS)
        if manner == "describe" and attribution.reading is not None and not attribution.reading.cue.prepositions:
            return attribution.relative  # ما أسمته «…»
        if self._is_evidence(attribution):
            return False
        if manner == "decline":
            return self._tokens.items[attribution.content].word.core in _COMMENTS
        return not self._is_bare_position(attribution)

    def _is_estimate(self, attribution: Attribution) -> bool:
        """Tell verbs that are mostly passive: «تقدر القيمة بـ», «تعتبر المدينة مركزا»; only somebody named says it."""
        reading = attribution.reading
        if reading is None or reading.shape is not Shape.VERB or attribution.opening is Opening.CLAUSE:
            return False
        return attribution.manner == "estimate" or (reading.cue.lemma == "اعتبر" and reading.inflection.present)

    def _is_evidence(self, attribution: Attribution) -> bool:
        """Tell what shows something from who says it: «وهو ما يؤكد أن», «الأمر الذي يشير إلى»."""
        reading, items = attribution.reading, self._tokens.items
        if reading is None or not attribution.relative or attribution.subject is not None or attribution.cue < 2:
            return False
        shows = reading.cue.lemma in _SHOWING and reading.inflection.present and not reading.inflection.pronoun
        before, first = items[attribution.cue - 1].word, items[attribution.cue - 2].word
        return shows and (before.core in {"ما", "مما"} or first.core in {"امر", "شيء"})

    def _is_counted(self, attribution: Attribution) -> bool:
        """Tell «يعتبر فلان أحد أبرز الكتاب»: what somebody judges is definite, what he passes for is not."""
        if attribution.opening is not Opening.NOUN or not self._is_estimate(attribution):
            return False
        word = self._tokens.items[attribution.content].word
        return not (word.definite or word.named or word.place is not None or "demonstrative" in word.kinds)

    def _is_bare_position(self, attribution: Attribution) -> bool:
        items, cue = self._tokens.items, attribution.cue
        if attribution.manner == "attitude" and (attribution.relative or (cue and "that" in items[cue - 1].word.kinds)):
            return True
        # ترفض ذلك، خشية …
        return attribution.opening is Opening.NOUN and items[attribution.content - 1].word.form == "ذلك"

    def is_process(self, subject: Phrase) -> bool:
        """Tell whether what seems to say something is an act or an event: أكد هذا التقارب، الخطوة تؤكد."""
        item = self._tokens.items[subject.start]
        word = item.word
        # The pattern of a verbal noun, إفعال, is also that of plurals, which are written with U+0623: الأكراد، الأنباء.
        thing = (word.process and "أ" not in item.text) or (word.definite and word.core in self._abstracts)
        return subject.name is None and subject.head is None and thing


def _is_speaker(subject: Phrase | None, tokens: Tokens) -> bool:
    """Tell a subject that is somebody or some body: a person, an institution, a country."""
    if subject is None:
        return False
    word = tokens.items[subject.start].word
    return subject.name is not None or subject.head is not None or word.place is not None or word.country is not None


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
    for reading in readings:  # written out, for this is asked three times of every cue
        if reading.shape is shape:
            return reading
    return None


def _is_first_person(text: str, reading: Reading) -> bool:
    """Tell أعتقد (I think) from اعتقد: the past of these verbs is written with a bare alef (U+0627)."""
    return text.lstrip("وف").startswith("أ") and reading.cue.lemma.startswith("ا")
