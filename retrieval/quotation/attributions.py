"""Where does the text say that somebody says something, and where do the words begin?

`find` reads a document's cues from left to right: is the word a cue here (`cues.py`), where is its subject
(`subjects.py`), and what introduces its words (`openings.py`)? Prepositions that credit somebody are read by
`according.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.quotation.according import AccordingReader
from retrieval.quotation.attribution import REACH, Attribution, Opening
from retrieval.quotation.cues import CueReader
from retrieval.quotation.lexicon import Reading, Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.openings import OpeningFinder
from retrieval.quotation.phrases import COMMAS, Phrase, PhraseReader
from retrieval.quotation.subjects import SubjectReader

if TYPE_CHECKING:
    from retrieval.quotation.lexicon import Lexicon
    from retrieval.quotation.tokens import Tokens

_SHORTEST_QUOTE = 3
_BEFORE_A_CUE = COMMAS | {"..", "...", "…", "-"}
_OPENING_WORDS = 3
"""How many words a sentence may have before its own verb without subject."""
_FROM_THEM = frozenset(("عنه", "عنها", "عنهم"))
_TIMES = frozenset(("بعد", "قبل", "عقب", "اثر", "منذ", "فور", "غداة", "عشية", "بعيد", "قبيل"))
_QUOTING = frozenset(("speech", "address"))
_WITH_WORDS = frozenset(("document", "statement", "law", "anonymous", "role", "profession", "organisation", "media"))


class AttributionFinder:
    """Find the attributions of one document."""

    def __init__(self, tokens: Tokens, phrases: PhraseReader, lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._phrases = phrases
        self._cues = CueReader(tokens)
        self._subjects = SubjectReader(tokens, phrases, lexicon)
        self._openings = OpeningFinder(tokens, self._cues, self._subjects, lexicon)
        self._according = AccordingReader(tokens, self._subjects)

    def find(self) -> list[Attribution]:
        """List the attributions in the order of their cues."""
        found: list[Attribution] = []
        free = 0  # the words before belong to another attribution (تابع قائلا), or to its subject
        headings = self._headings()
        for index, token in enumerate(self._tokens.items):
            if index in headings and (headline := self._headline(index)) is not None:
                found.append(headline)
                free = headline.cue_end
            if index < free or not (token.word.readings or token.word.kinds or token.word.core == "حد"):
                continue
            attribution = self._at(index)
            if attribution is not None:
                found.append(attribution)
                subject = attribution.subject
                free = max(attribution.cue_end, subject.end if subject is not None and subject.start > index else 0)
        return found

    def _headings(self) -> set[int]:
        """List where the sentences of titles and subheadings start."""
        tokens = self._tokens
        return {tokens.begin[i] for i, number in enumerate(tokens.paragraph) if number in tokens.headings}

    def _headline(self, index: int) -> Attribution | None:
        """Read «الوزير: …» at the start of a title."""
        stop = self._tokens.stop[index]
        phrase = self._phrases.read(index, stop)
        if phrase is None or phrase.end + 1 >= stop or self._tokens.items[phrase.end].text != ":":
            return None
        if phrase.name is None and phrase.head is None and self._tokens.items[index].word.place is None:
            return None
        base = Attribution(index, phrase.end, phrase.end + 1, None, phrase, coordinate=True)
        return replace(base, opening=Opening.COLON, content=phrase.end + 1)

    def _at(self, index: int) -> Attribution | None:
        word = self._tokens.items[index].word
        if "according" in word.kinds:
            return self._according.read(index)
        if word.core == "حد" and index and self._tokens.items[index - 1].word.core == "على":
            return self._according.same_speaker(index)
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
        base = self._base(index, reading, self._cues.clause_begin(index))
        if index + 1 >= stop:
            return self._quote_before(base)
        if self._cues.is_impersonal(index):
            return None
        if reading.cue.manner == "within":
            return self._within(base, stop)
        start = self._subjects.skip_adverbs(index + 1, stop)
        adjacent = self._subjects.adjacent(index) if reading.cue.takes_object else None
        subject = self._subjects.after(start, stop, reading) if adjacent is None else None
        if subject is None and not reading.cue.takes_object and self._subjects.is_genitive(start, stop):
            return None  # إعلان تمسك الفلسطينيين بـ: a verbal noun
        if reading.cue.manner == "relay" and self._tokens.items[index + 1].word.core in _FROM_THEM:
            base, subject = replace(base, unread=True), None  # نقلت عنه الوكالة: who is meant stands elsewhere
        base = self._related(base, subject)
        opened = self._openings.open(base, subject.end if subject else start, stop)
        if opened is None:
            return self._quote_before(base)
        if opened.subject is None and not opened.unread:
            opened = self._with_subject(opened, adjacent, self._subjects.is_unread(start, stop, reading))
        if opened is None or self._is_passive(opened, reading):
            return None
        return opened if self._cues.is_plausible(opened) else None

    def _is_passive(self, opened: Attribution, reading: Reading) -> bool:
        """Tell «وُصف بأنه»: such a verb without any object before its preposition has no one who speaks."""
        if reading.cue.manner not in {"accuse", "describe"} or opened.opening is not Opening.PREPOSITION:
            return False
        bare = opened.subject is None and opened.content == opened.cue_end and not reading.inflection.pronoun
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
        return replace(base, subject=subject, relative=relative, coordinate=coordinate)

    def _with_subject(self, opened: Attribution, adjacent: Phrase | None, unread: bool) -> Attribution | None:
        """Look before the verb for a subject that does not follow it; None where a thing has no words."""
        index = opened.cue
        topic = self._subjects.topic(index)
        if topic is not None:
            return replace(opened, subject=topic, begin=topic.start)
        if not self._tokens.items[index].word.conjunction and not opened.relative:
            before = adjacent or self._subjects.before(index)
            if before is not None:
                return replace(opened, subject=before, begin=min(opened.begin, before.start))
            described = self._subjects.described(index)
            if described is not None:
                phrase = Phrase(index - 1, index, described, False, None)
                return replace(opened, subject=phrase) if described.kind in _WITH_WORDS else None
        return replace(opened, unread=unread or self._describes(opened))

    def _describes(self, opened: Attribution) -> bool:
        """Tell a verb in the present that goes on about some noun before it: «حشود قرب الحدود، تطالب بـ»."""
        index, tokens = opened.cue, self._tokens
        word, reading = tokens.items[index].word, opened.reading
        if reading is None or not reading.inflection.present or word.conjunction or opened.relative:
            return False
        return self._cues.clause_begin(index) == index and index - tokens.begin[index] > _OPENING_WORDS

    def _participle(self, index: int, reading: Reading) -> Attribution | None:
        stop = min(self._tokens.stop[index], index + REACH)
        return self._openings.open(replace(self._base(index, reading), coordinate=True), index + 1, stop)

    def _masdar(self, index: int, reading: Reading) -> Attribution | None:
        """Read إعلان الوزير أنّ, and إعلانه أنّ, whose pronoun names the speaker."""
        stop = min(self._tokens.stop[index], index + REACH // 2)
        base = self._base(index, reading)
        if reading.inflection.pronoun:
            says = reading.cue.lemma == "قال" and self._tokens.items[index].word.preposition == "ب"
            base = replace(base, subject=self._subjects.voice(index), coordinate=says)
            return self._openings.open_masdar(base, index + 1, stop)
        base = replace(base, gender=None, number=None)
        adjunct = self._is_adjunct(index)
        if self._tokens.items[index].word.definite:
            return self._openings.open_masdar(base, index + 1, stop) if reading.cue.lemma == "قال" else None
        subject = self._subjects.of_masdar(index + 1, stop)
        if subject is None:
            return None
        opened = self._openings.open_masdar(replace(base, subject=subject), subject.end, stop)
        # «بعد إعلان الوزير تأجيل …» only says when: it reports words if a clause gives them.
        indirect = opened is not None and opened.opening in {Opening.NOUN, Opening.PREPOSITION}
        return None if indirect and adjunct else opened

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
        base = replace(base, cue_end=start, subject=subject, gender=None, number=None)
        return self._openings.open(replace(base, coordinate=self._cues.is_coordinate(base.cue)), subject.end, stop)

    def _quote_before(self, base: Attribution) -> Attribution | None:
        """Take a quote that ends just before its cue: «…»، قال فلان."""
        tokens, at = self._tokens, base.cue - 1
        while at >= 0 and tokens.items[at].text in _BEFORE_A_CUE:
            at -= 1
        opening = tokens.partner[at] if at >= 0 else -1
        if not (0 <= opening < at and is_mark(tokens.items[at].text)) or at - opening < _SHORTEST_QUOTE:
            return None
        if tokens.items[base.cue].word.conjunction or base.manner not in _QUOTING:
            return None
        if tokens.paragraph[opening] != tokens.paragraph[base.cue]:
            return None
        return replace(base, begin=base.cue, opening=Opening.BEFORE, content=opening, end=at + 1)
