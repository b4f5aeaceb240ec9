"""Whom does an attribution credit?

`Resolver` goes through the attributions in the order of the text. A subject means whom its phrase means
(`descriptions.py`), an elided one the most salient candidate that agrees with its verb (`elision.py`); before that one
pass over the document takes note of everybody (`survey.py`). Nobody is guessed: without a candidate there is no
speaker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Attribution, Opening
from retrieval.quotation.descriptions import Describer, is_place
from retrieval.quotation.elision import ElisionReader
from retrieval.quotation.entities import BY_VERB, Entity
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.salience import Discourse
from retrieval.quotation.survey import Survey, can_speak, is_spoken_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.people import Cast
    from retrieval.quotation.phrases import Phrase, PhraseReader
    from retrieval.quotation.tokens import Tokens

_ADDRESSING = frozenset(("address", "accuse"))
_THINGS = frozenset(("statement", "document"))
_UNNAMED = frozenset(("anonymous", "statement", "document"))
_CROWDS = frozenset(("جميع", "كل", "كافة", "سائر", "مختلف", "آلاف", "الاف", "مئات", "عشرات", "ملايين"))


class Resolver:
    """Name the speakers of one document."""

    def __init__(self, tokens: Tokens, phrases: PhraseReader, cast: Cast, reported: Sequence[bool]) -> None:
        self._tokens = tokens
        self._cast = cast
        self._reported = reported
        self._discourse = Discourse(tokens)
        self._describer = Describer(tokens, phrases, cast, self._discourse)
        self._elided = ElisionReader(tokens, phrases, self._discourse, self._describer, cast, reported)
        self._survey = Survey(tokens, phrases, cast, self._discourse, self._describer, reported)

    def survey(self) -> None:
        """Read the whole document once."""
        self._survey.run()

    def speaker(self, attribution: Attribution) -> Entity | None:
        """Resolve one attribution and remember its speaker; None also where a name may mean two people."""
        subject = attribution.subject
        entity: Entity | None = None
        if subject is None or self._says_nothing(subject) or self._is_in_it(attribution, subject):
            entity = self._elided.speaker(attribution)
        elif not attribution.unread:
            if self._is_object(attribution, subject):
                entity = self._elided.speaker(attribution)
            entity = entity or self._describer.entity(subject, self._shown_gender(attribution))
        if entity is not None:
            self._remember(entity, attribution)
        return entity if entity is not None and entity.name else None

    def _says_nothing(self, subject: Phrase) -> bool:
        """Tell a subject that names nobody: a pronoun, or a circumstance taken for one (برر قائلا)."""
        word = self._tokens.items[subject.start].word
        circumstance = word.noun is None and any(r.shape is Shape.PARTICIPLE for r in word.readings)
        return "pronoun" in word.kinds or (circumstance and subject.end == subject.start + 1 and not word.definite)

    def _is_in_it(self, attribution: Attribution, subject: Phrase) -> bool:
        """Tell what somebody writes, with a clause that describes it: كتب حداد تغريدة | قال فيها."""
        described = subject.end == attribution.cue and subject.head is not None and subject.head.kind in _THINGS
        return described and not subject.definite and self._elided.is_in_it(attribution)

    def _is_object(self, attribution: Attribution, subject: Phrase) -> bool:
        """Tell whether what follows a verb is whom it addresses: دعا الجزائر إلى، طالب جميع الأطراف بـ."""
        reading = attribution.reading
        if reading is None or reading.shape is Shape.MASDAR or subject.start < attribution.cue:
            return False
        if is_place(self._tokens, subject) and attribution.number is Number.SINGULAR:
            place = self._describer.entity(subject)
            return place is not None and not place.has_gender(attribution.gender)
        if is_spoken_of(self._tokens, attribution.cue, subject):
            return True
        if reading.cue.manner not in _ADDRESSING or attribution.opening is not Opening.PREPOSITION:
            return False
        if subject.head is not None:
            return subject.head.kind in _THINGS
        return self._tokens.items[subject.start].word.core in _CROWDS

    def _shown_gender(self, attribution: Attribution) -> Gender | None:
        """Read what the verb shows of its subject's gender; a masculine one may stand before anybody but a person."""
        reading = attribution.reading
        if reading is None or reading.shape is Shape.MASDAR:
            return None
        return attribution.gender

    def _only_describes(self, attribution: Attribution) -> bool:
        """Tell a clause that describes what its sentence is not about: نفت الوزارة تقارير | قالت إن …، مشيرة."""
        subject, begin = attribution.subject, self._tokens.begin[attribution.cue]
        if subject is None or subject.definite:
            return attribution.relative
        return subject.end == attribution.cue and subject.start > begin + 1

    def _is_announced(self, attribution: Attribution) -> bool:
        """Tell a thing that a verbal noun has for its object: بعد إعلان النتائج."""
        reading, subject = attribution.reading, attribution.subject
        if reading is None or reading.shape is not Shape.MASDAR or subject is None:
            return False
        return not can_speak(self._tokens, subject)

    def _is_cited(self, attribution: Attribution) -> bool:
        """Tell whom the subject of the sentence only quotes, and who does not go on: استشهد الخطيب | بقول الشاعر."""
        reading, word = attribution.reading, self._tokens.items[attribution.cue].word
        if reading is None or reading.shape is not Shape.MASDAR or reading.inflection.pronoun:
            return False
        return reading.cue.lemma == "قال" and word.preposition == "ب" and attribution.subject is not None

    def _remember(self, entity: Entity, attribution: Attribution) -> None:
        """Learn the gender that a verb shows, and make the speaker salient."""
        subject = attribution.subject
        if subject is not None and (shown := self._shown_gender(attribution)) is not None:
            if entity.person:
                entity.learn_gender(shown, BY_VERB)
            entity.gender = entity.gender or shown
            if subject.start < attribution.cue:  # after its subject a verb also shows the number
                entity.number = entity.number or attribution.number
        if entity.kind in _UNNAMED and self._only_describes(attribution):
            return
        if self._is_cited(attribution):
            return
        if not self._reported[attribution.cue] and not self._is_announced(attribution):
            self._discourse.spoke(attribution.cue, entity)
            self._discourse.salient(max(attribution.cue, subject.start if subject else 0), entity)
