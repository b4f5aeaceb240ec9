"""Where does the text say that somebody says something, and where do the words begin?

`find` reads a document's cues from left to right: is the word a cue here (`cues.py`), where is its subject
(`subjects.py`), and what introduces its words (`openings.py`)? Prepositions that credit somebody are read by
`according.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval.quotation.according import AccordingReader
from retrieval.quotation.attribution import REACH, Attribution, Opening
from retrieval.quotation.cues import CueReader
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Reading, Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.openings import OpeningFinder
from retrieval.quotation.phrases import COMMAS, PHRASE_TOKENS, Phrase, PhraseReader
from retrieval.quotation.search import REFUSALS
from retrieval.quotation.subjects import SubjectReader

if TYPE_CHECKING:
    from retrieval.quotation.lexicon import Lexicon
    from retrieval.quotation.tokens import Tokens

_SHORTEST_QUOTE = 3
_BEFORE_A_CUE = COMMAS | {"..", "...", "…", "-"}
_POINTING = frozenset(("هكذا", "هذا", "ما", "بهذا", "بهذه", "كلمات", "عبارة", "عبارات", "كلمة"))
_OPENING_WORDS = 3
"""How many words a sentence may have before its own verb without subject."""
_ADDRESSED = 8
"""How many tokens a headline may spend on whom somebody spoke to."""
_PRONOUNS = {
    "عنه": (Gender.MASCULINE, Number.SINGULAR),
    "عنها": (Gender.FEMININE, Number.SINGULAR),
    "عنهم": (Gender.MASCULINE, Number.PLURAL),
}
_MASCULINE_PLACES = frozenset(
    ("لبنان", "العراق", "الاردن", "المغرب", "السودان", "اليمن", "الصومال", "الكرملين", "الفاتيكان")
)
"""Names of places are feminine but for a few (Ryding 2005, chapter 7)."""
_MOMENTS = frozenset(("وقت", "يوم", "لحظة", "مرة", "عام", "فترة", "ليلة", "مناسبة", "اولى"))
"""Nouns of a time, in which somebody speaks: في الوقت الذي دعا فيه الوزير إلى."""
_IN_IT = frozenset(("فيه", "فيها"))
_AFORESAID = frozenset(("اخير", "اخيرة", "نفسه", "نفسها"))
_TIMES = frozenset(("بعد", "قبل", "عقب", "اثر", "منذ", "فور", "غداة", "عشية", "بعيد", "قبيل"))
_PEOPLE = frozenset(("role", "profession"))
_NOT_SAYING = REFUSALS | {"اتهم"}
_QUOTING = frozenset(("speech", "address"))
_WITH_WORDS = frozenset(("document", "statement", "law", "anonymous", "role", "profession", "organisation", "media"))


class AttributionFinder:
    """Find the attributions of one document."""

    def __init__(self, tokens: Tokens, phrases: PhraseReader, lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._phrases = phrases
        self._cues = CueReader(tokens, lexicon.abstracts)
        self._subjects = SubjectReader(tokens, phrases, lexicon)
        self._openings = OpeningFinder(tokens, self._cues, self._subjects, lexicon)
        self._according = AccordingReader(tokens, self._subjects, lexicon.credits)

    def find(self) -> list[Attribution]:
        """List the attributions in the order of their cues."""
        found: list[Attribution] = []
        free = 0  # the words before belong to another attribution (تابع قائلا), or to its subject
        headings = self._headings()
        cues = {index for index, word in enumerate(self._tokens.words) if word.reports}
        for index in sorted(headings | cues):
            if index in headings and (headline := self._headline(index)) is not None:
                found.append(headline)
                free = headline.cue_end
            if index < free or index not in cues:
                continue
            attribution = self._at(index)
            if attribution is not None:
                found.append(attribution)
                subject = attribution.subject
                free = max(attribution.cue_end, subject.end if subject is not None and subject.start > index else 0)
        return found

    def _headings(self) -> set[int]:
        """List where the sentences of titles and subheadings start, and the paragraphs of interviews (الوزير: …)."""
        tokens = self._tokens
        numbers = tokens.paragraph
        starts: list[int] = []
        while (at := bisect_right(numbers, numbers[starts[-1]]) if starts else 0) < len(numbers):
            starts.append(at)
        titles = [pair for pair in pairwise((*starts, len(tokens))) if numbers[pair[0]] in tokens.headings]
        return set(starts).union(*(tokens.begin[first:end] for first, end in titles))

    def _headline(self, index: int) -> Attribution | None:
        """Read «الوزير: …» at the start of a title or of a paragraph."""
        stop = self._tokens.stop[index]
        reach = self._tokens.items[index : min(stop, index + PHRASE_TOKENS + _ADDRESSED)]
        if ":" not in [item.text for item in reach]:
            return None  # asked first, since hardly a paragraph starts with a speaker and a colon
        phrase = self._phrases.read(index, stop)
        colon = self._colon(phrase.end, stop) if phrase is not None else -1
        if phrase is None or colon < 0 or not self._may_head(phrase, index):
            return None
        base = Attribution(index, colon, colon + 1, None, phrase, coordinate=True)
        return base._replace(opening=Opening.COLON, content=colon + 1)

    def _may_head(self, phrase: Phrase, index: int) -> bool:
        """Tell whether somebody speaks before a colon: in a title any speaker, in a paragraph a person with a name."""
        word, tokens = self._tokens.items[index].word, self._tokens
        if tokens.paragraph[index] in tokens.headings:
            if phrase.name is None and word.place is not None and tokens.paragraph[index] > 0:
                return self._may_be_said(phrase.end + 1)
            return phrase.name is not None or phrase.head is not None or word.place is not None
        person = phrase.head.kind in _PEOPLE if phrase.head is not None else word.named
        return phrase.name is not None and person

    def _may_be_said(self, at: int) -> bool:
        """Tell what a country says from what happens there, as links and subheadings name it: «العراق: ثلاثة قتلى»."""
        item = self._tokens.items[at] if at < len(self._tokens) else None
        if item is None:
            return False
        particle = item.word.kinds & {"negation", "that", "that+", "auxiliary", "pronoun"}
        verb = item.word.verbal or any(r.shape is Shape.VERB for r in item.word.readings)
        return bool(particle or verb or is_mark(item.text))

    def _colon(self, at: int, stop: int) -> int:
        """Find the colon after a headline's speaker and whom he spoke to (الوزير لـ«القمر»: …); -1 where none is."""
        items = self._tokens.items
        if at < stop and (items[at].word.preposition == "ل" or items[at].text in {"ل", "لـ"}):
            addressed = range(at, min(stop, at + _ADDRESSED))
            at = next((i for i in addressed if items[i].text == ":"), stop)
        return at if at + 1 < stop and items[at].text == ":" else -1

    def _at(self, index: int) -> Attribution | None:
        word = self._tokens.items[index].word
        if "according" in word.kinds:
            return self._according.read(index)
        if word.core == "حد" and index and self._tokens.items[index - 1].word.core == "على":
            return self._according.same_speaker(index) or self._according.credit(index + 1)
        credited = self._according.credit(index) if word.credits else None
        credited = credited or (self._according.as_told(index) if word.core == "على" else None)
        if credited is not None:
            return credited
        reading = self._cues.reading(index)
        if reading is None:
            return None
        readers = {Shape.VERB: self._verb, Shape.PARTICIPLE: self._participle, Shape.MASDAR: self._masdar}
        return readers[reading.shape](index, reading)

    def _base(self, index: int, reading: Reading, begin: int | None = None) -> Attribution:
        gender, number = reading.inflection.gender, reading.inflection.number
        first = index if begin is None else begin
        return Attribution(first, index, index + 1, reading, gender=gender, number=number)

    def _verb(self, index: int, reading: Reading) -> Attribution | None:
        stop = min(self._tokens.stop[index], index + REACH)
        base, word = self._base(index, reading, self._cues.clause_begin(index)), self._tokens.items[index].word
        if index + 1 >= stop:
            return self._quote_before(base)
        if self._cues.is_impersonal(index):
            return None
        within = reading.cue.manner == "within" or (reading.cue.lemma == "رد" and word.conjunction == "و")
        if within and (found := self._within(base, stop)) is not None:
            return found  # ورد في البيان, which is also و + رد
        if reading.cue.manner == "within":
            return None
        if reading.cue.manner == "relay" and self._tokens.items[index + 1].word.core in _PRONOUNS:
            return self._from_them(base, stop)
        start = self._subjects.skip_adverbs(index + 1, stop)
        adjacent = self._subjects.adjacent(index) if reading.cue.takes_object else None
        called = self._is_called(start, reading) or self._has_pronoun(index, start, reading)
        subject = self._subjects.after(start, stop, reading) if adjacent is None and not called else None
        if subject is None and not reading.cue.takes_object and self._is_genitive(start, stop):
            return None
        base = self._related(base, subject)
        opened = self._openings.open(base, subject.end if subject else start, stop)
        if opened is None:
            return self._quote_before(base)
        opened = self._without_agent(opened)
        if opened.subject is None and not opened.unread:
            accused = subject is not None  # it was read, but as the object
            unread = not (called or accused) and self._subjects.is_unread(start, stop, reading)
            opened = self._with_subject(opened, adjacent, unread)
        if opened is None or self._is_passive(opened, reading):
            return None
        return opened if self._cues.is_plausible(opened) else None

    def _from_them(self, base: Attribution, stop: int) -> Attribution | None:
        """Credit whom the pronoun means in «ونقلت عنه الوكالة قوله»: who was spoken of before."""
        gender, number = _PRONOUNS[self._tokens.items[base.cue + 1].word.core]
        base = self._related(base, None)._replace(gender=gender, number=number)
        return self._openings.open(base, base.cue + 2, stop)

    def _is_genitive(self, start: int, stop: int) -> bool:
        """Tell a verbal noun by the ending of what follows it: إعلان تمسك الفلسطينيين بـ; but «قال للصحفيين»."""
        return self._subjects.is_genitive(start, stop) and not self._tokens.items[start].word.preposition

    def _is_called(self, at: int, reading: Reading) -> bool:
        """Tell a place that does not agree with the verb: ودعا الجزائر إلى …, ودعت لبنان إلى …; it is who is called."""
        if at >= len(self._tokens) or not (reading.cue.manner == "address" or reading.cue.speaks_of):
            return False
        word = self._tokens.items[at].word
        gender = Gender.MASCULINE if word.form.removeprefix(word.conjunction) in _MASCULINE_PLACES else Gender.FEMININE
        return word.place is not None and reading.inflection.gender is not gender

    def _has_pronoun(self, index: int, at: int, reading: Reading) -> bool:
        """Tell a verb whose subject is a pronoun, so that a noun after it is the object.

        «كما أنها طالبت | الحكومة بالكشف»; the same holds of what says in what somebody spoke: «مقابلة اتهم فيها |
        الحكومة بالكذب».
        """
        if not reading.cue.takes_object or at >= len(self._tokens):
            return False
        items, before = self._tokens.items, index - 1
        while before > self._tokens.begin[index] and "auxiliary" in items[before].word.kinds:
            before -= 1
        if before >= self._tokens.begin[index] and "that+" in items[before].word.kinds:
            return True
        within = reading.cue.manner in {"address", "accuse"} and items[index + 1].word.core in _IN_IT
        relative = "relative" in items[max(index - 1, 0)].word.kinds
        within = within and not (relative and items[max(index - 2, 0)].word.core in _MOMENTS)
        noun = items[at].word.noun
        people = items[at].word.form.endswith(("ون", "ان")) or (noun is not None and noun.kind == "anonymous")
        if not within or reading.inflection.pronoun or people:
            return False
        named = self._phrases.read(at, self._tokens.stop[index], objects=True)
        after = items[named.end].word if named is not None and named.end < len(items) else None
        return after is not None and not {after.core, after.preposition}.isdisjoint(reading.cue.prepositions)

    def _without_agent(self, opened: Attribution) -> Attribution:
        """Take the only noun of «واتهم الرئيس سليم حداد بالكذب» for the accused: who accuses is not named."""
        subject, reading = opened.subject, opened.reading
        if subject is None or reading is None or not reading.cue.speaks_of or reading.cue.nouns:
            return opened
        if reading.inflection.pronoun or opened.content >= len(self._tokens):
            return opened
        first = self._tokens.items[opened.content]
        governed = first.word.says_that or first.word.preposition == "ب" or first.text in {"ب", "بـ"}
        alone = opened.opening is Opening.PREPOSITION and opened.cue < subject.start and governed
        role = subject.head is not None and subject.head.kind == "role" and subject.name is not None
        near = opened.content == subject.end and self._tokens.items[subject.start].word.core not in _AFORESAID
        sole = role or (near and opened.manner == "describe")
        return opened._replace(subject=None, content=subject.start) if alone and sole else opened

    def _is_passive(self, opened: Attribution, reading: Reading) -> bool:
        """Tell «وُصف بأنه» and «اتهمت بـ»: such a verb without an object has no one who speaks."""
        if not reading.cue.speaks_of or opened.opening is not Opening.PREPOSITION:
            return False
        before = opened.subject is None or opened.subject.end <= opened.cue
        bare = before and opened.content == opened.cue_end and not reading.inflection.pronoun
        if not bare or opened.content >= len(self._tokens):
            return False
        first = self._tokens.items[opened.content].word
        return first.says_that or bool(first.preposition) or "preposition" in first.kinds

    def _related(self, base: Attribution, subject: Phrase | None) -> Attribution:
        """Say how the cue's clause stands to the one around it."""
        items, index = self._tokens.items, base.cue
        before = self._cues.before(index)
        relative = before is not None and bool(before.kinds & {"relative", "ma"})
        # A verb with its own subject after a comma is a main clause: «بعد الاجتماع …، قال الوزير».
        main = subject is not None and base.begin > 0 and items[base.begin - 1].text in COMMAS and not relative
        coordinate = main or self._cues.is_coordinate(index)
        return base._replace(subject=subject, relative=relative, coordinate=coordinate)

    def _with_subject(self, opened: Attribution, adjacent: Phrase | None, unread: bool) -> Attribution | None:
        """Look before the verb for a subject that does not follow it; None where a thing has no words."""
        index = opened.cue
        topic = self._subjects.topic(index)
        if topic is not None:
            return opened._replace(subject=topic, begin=topic.start)
        if not self._tokens.items[index].word.conjunction and not opened.relative:
            before = adjacent or self._subjects.before(index)
            if before is not None:
                return opened._replace(subject=before, begin=min(opened.begin, before.start))
            described = self._subjects.described(index)
            if described is not None:
                phrase = Phrase(index - 1, index, described, False, None)
                return opened._replace(subject=phrase) if described.kind in _WITH_WORDS else None
        return opened._replace(unread=unread or self._describes(opened))

    def _describes(self, opened: Attribution) -> bool:
        """Tell a verb in the present that goes on about some noun before it: «حشود قرب الحدود، تطالب بـ»."""
        index, tokens = opened.cue, self._tokens
        word, reading = tokens.items[index].word, opened.reading
        if reading is None or not reading.inflection.present or word.conjunction or opened.relative:
            return False
        if self._resumes(index, reading):
            return False
        return self._cues.clause_begin(index) == index and index - tokens.begin[index] > _OPENING_WORDS

    def _resumes(self, index: int, reading: Reading) -> bool:
        """Tell a verb that takes its noun up again, and so has another subject: «رسالة يحذر فيها», «هجوم تقول إنه»."""
        after = self._tokens.items[index + 1].word if index + 1 < len(self._tokens) else None
        if after is None:
            return False
        return "bound" in after.kinds or (reading.cue.lemma == "قال" and "that+" in after.kinds)

    def _participle(self, index: int, reading: Reading) -> Attribution | None:
        stop = min(self._tokens.stop[index], index + REACH)
        opened = self._openings.open(self._base(index, reading)._replace(coordinate=True), index + 1, stop)
        return None if opened is None or self._is_passive(opened, reading) else opened

    def _masdar(self, index: int, reading: Reading) -> Attribution | None:
        """Read إعلان الوزير أنّ, and إعلانه أنّ, whose pronoun names the speaker."""
        stop = min(self._tokens.stop[index], index + REACH // 2)
        base = self._base(index, reading)
        if reading.inflection.pronoun:
            says = reading.cue.lemma == "قال" and self._tokens.items[index].word.preposition == "ب"
            base = base._replace(subject=self._subjects.voice(index), coordinate=says)
            return self._openings.open_masdar(base, index + 1, stop)
        base = base._replace(gender=None, number=None)
        adjunct = self._is_adjunct(index)
        if self._tokens.items[index].word.definite:
            says = reading.cue.lemma == "قال" and not self._is_refused(index)
            return self._openings.open_masdar(base, index + 1, stop) if says else None
        subject = self._subjects.of_masdar(index + 1, stop)
        if subject is None or self._cues.is_process(subject):
            return None  # إعلان النتائج
        paused = self._is_explained(subject) and subject.end + 1 < stop
        opened = self._openings.open_masdar(base._replace(subject=subject), subject.end + paused, stop)
        # «بعد ترحيب الوزير بالاتفاق» only says when; «بعد إعلان الوزير تأجيل الزيارة» also what was declared.
        indirect = opened is not None and opened.opening is Opening.PREPOSITION
        return None if indirect and adjunct and reading.cue.lemma != "أعلن" else opened

    def _is_explained(self, subject: Phrase) -> bool:
        """Tell a name between commas: إعلان الوزير، سليم حداد، | فتح الطريق."""
        items = self._tokens.items
        if subject.name is None or subject.end >= len(items):
            return False
        return {items[subject.end].text, items[subject.name[0] - 1].text} <= COMMAS

    def _is_refused(self, index: int) -> bool:
        """Tell «رفض الوزير القول إنّ» and «اتهم الوزير بالقول إنّ»: he has not said it, or another says that he has."""
        items = self._tokens.items
        for at in range(index - 1, max(self._tokens.begin[index], index - PHRASE_TOKENS) - 1, -1):
            if items[at].text in COMMAS:
                return False
            if any(r.shape is Shape.VERB and r.cue.lemma in _NOT_SAYING for r in items[at].word.readings):
                return True
        return False

    def _is_adjunct(self, index: int) -> bool:
        before = self._cues.before(index)
        return before is not None and before.core in _TIMES

    def _within(self, base: Attribution, stop: int) -> Attribution | None:
        """Read «جاء في X أنّ …»."""
        start = base.cue + 2
        if start >= stop or self._tokens.items[base.cue + 1].word.core != "في":
            return None
        subject = self._phrases.read(start, stop)
        if subject is None or subject.head is None or subject.head.kind not in {"document", "statement", "media"}:
            return None
        base = base._replace(cue_end=start, subject=subject, gender=None, number=None)
        return self._openings.open(base._replace(coordinate=self._cues.is_coordinate(base.cue)), subject.end, stop)

    def _quote_before(self, base: Attribution) -> Attribution | None:
        """Take a quote that ends just before its cue: «…»، قال فلان; «…»، هكذا قال; «…»، هذا ما قاله."""
        tokens, at = self._tokens, base.cue - 1
        while at >= 0 and (tokens.items[at].text in _BEFORE_A_CUE or tokens.items[at].word.core in _POINTING):
            at -= 1
        opening = tokens.partner[at] if at >= 0 else -1
        if not (0 <= opening < at and is_mark(tokens.items[at].text)) or at - opening < _SHORTEST_QUOTE:
            return None
        if tokens.items[base.cue].word.conjunction or base.manner not in _QUOTING:
            return None
        if base.subject is None and at == base.cue - 1:
            return None  # وجمع «أدلة دامغة» تؤكد ذلك
        if tokens.paragraph[opening] != tokens.paragraph[base.cue]:
            return None
        return base._replace(begin=base.cue, opening=Opening.BEFORE, content=opening, end=at + 1)
