"""Whom does a verb without subject mean?

A relative clause is its antecedent's, a pronoun before its noun that of the subject that follows (بعد إعلانه …، قال
فلان), and any other verb is the most salient candidate's that agrees with it in gender and number (`salience.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.descriptions import PEOPLE
from retrieval.quotation.entities import BY_NAME
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.salience import choose
from retrieval.quotation.spelling import loose
from retrieval.quotation.survey import can_speak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.attribution import Attribution
    from retrieval.quotation.descriptions import Describer
    from retrieval.quotation.entities import Entity
    from retrieval.quotation.lexicon import Noun
    from retrieval.quotation.people import Cast
    from retrieval.quotation.phrases import PhraseReader
    from retrieval.quotation.salience import Discourse
    from retrieval.quotation.tokens import Tokens

_ANTECEDENT_TOKENS = 12
_RELATIVE_TOKENS = 30
_SINGULAR_RELATIVES = frozenset(("الذي", "التي"))
_TOPICS = frozenset(("عن", "حول", "بشان", "بشأن", "بخصوص", "حيال", "ردا", "تعليقا"))
"""What opens a sentence with its topic: «وعن زيارته»، «وردا على سؤال»."""
_PAIR = 2
_SAID = frozenset(("تصريح", "تصريحات", "بيان", "كلمه", "تغريده", "حديث", "مقابله", "مقال", "تعليق", "تدوينه", "منشور"))
"""What somebody says; what follows with لـ has said it, while a letter with لـ (رسالة للوزير) is to him."""
_SPEAKING = frozenset(("role", "profession", "organisation", "media"))
_ASKING = frozenset(("سال", "سالت", "يسال", "تسال"))
_ANSWERING = frozenset(("قال", "أجاب", "رد", "اكتفى"))
_IN_IT = frozenset(("فيه", "فيها", "فيهم"))


def _is_of(noun: Noun, attribution: Attribution) -> bool:
    """Tell whether a noun names somebody or something that a circumstance may describe."""
    speaks = noun.kind in _SPEAKING and noun.number is attribution.number
    return speaks and noun.gender is attribution.gender


class ElisionReader:
    """Find the speakers of one document that no phrase names."""

    def __init__(
        self,
        tokens: Tokens,
        phrases: PhraseReader,
        discourse: Discourse,
        describer: Describer,
        cast: Cast,
        reported: Sequence[bool],
    ) -> None:
        self._reported = reported
        self._tokens = tokens
        self._phrases = phrases
        self._discourse = discourse
        self._describer = describer
        self._cast = cast

    def speaker(self, attribution: Attribution) -> Entity | None:
        """Find whom a cue without subject means; None where nobody agrees with it, or two are about as salient."""
        cue = attribution.cue
        if (maker := self._maker(attribution)) is not None:
            return maker
        if self._is_unread(attribution) and not self._takes_up(attribution):
            return None
        if self._points_ahead(attribution):
            return self._next_subject(attribution)
        if attribution.number is Number.DUAL and (pair := self._pair(attribution)) is not None:
            return pair
        if attribution.relative and (antecedent := self._antecedent(attribution)) is not None:
            return antecedent
        if (described := self._described_before(attribution)) is not None:
            return described
        if self._is_answer(attribution):
            return self._asked(attribution)
        if self._is_possessive(attribution):
            # A possessive pronoun takes up whoever was named last in its sentence, subject or not.
            named = next((e for e in self._discourse.named_in_sentence(cue) if self._agrees(e, attribution)), None)
            if named is not None:
                return named
        found = self.candidates(attribution) or self.candidates(attribution, nested=True)
        chosen = self._sure(choose(found), attribution)
        return None if self._is_one_of_two(chosen, attribution) else chosen

    def _is_one_of_two(self, chosen: Entity | None, attribution: Attribution) -> bool:
        """Tell a singular verb after two subjects, of whom it may mean either: التقى حداد ونصار. | وقال إنه راض."""
        if chosen is None or attribution.gender is not Gender.MASCULINE or attribution.number is not Number.SINGULAR:
            return False
        return self._discourse.is_joint(attribution.cue, chosen)

    def _is_answer(self, attribution: Attribution) -> bool:
        """Tell a verb that answers what its own sentence asks: سأل الصحفي الوزير عن السبب | فأجاب."""
        items, cue, reading = self._tokens.items, attribution.cue, attribution.reading
        if items[cue].word.conjunction != "ف" or reading is None or reading.cue.lemma not in _ANSWERING:
            return False
        return any(item.word.core in _ASKING for item in items[self._tokens.begin[cue] : cue])

    def _asked(self, attribution: Attribution) -> Entity | None:
        """Find who is asked, who is no subject of the sentence."""
        asking = {id(entity) for entity in self._discourse.in_sentence(attribution.cue)}
        named = self._discourse.named_in_sentence(attribution.cue)
        found = (e for e in (*named, *self.candidates(attribution)) if id(e) not in asking)
        return self._sure(next((e for e in found if self._agrees(e, attribution)), None), attribution)

    def candidates(self, attribution: Attribution, *, nested: bool = False) -> list[Entity]:
        """List who agrees with a cue; a circumstance, or a clause that describes a noun, keeps to its own sentence."""
        reading, cue = attribution.reading, attribution.cue
        place = self._tokens.begin[cue] if self._is_after_topic(attribution) else cue
        found = self._discourse.candidates(place, nested=nested or self._reported[cue])
        if self._is_unread(attribution) or (reading is not None and reading.shape is Shape.PARTICIPLE):
            here = {id(entity) for entity in self._discourse.in_sentence(cue)}
            inside = [entity for entity in found if id(entity) in here]
            found = inside if inside or attribution.unread else found
            if len(inside) == 1 and not self._is_unread(attribution):
                only = inside[0]
                return inside if self._agrees(only, attribution) else self._others(only, attribution)
        if self._is_possessive(attribution) or self.is_in_it(attribution):
            found = [entity for entity in found if entity.kind not in {"document", "statement"}]
        return [entity for entity in found if self._agrees(entity, attribution)]

    def _others(self, subject: Entity, attribution: Attribution) -> list[Entity]:
        """Find whose a circumstance is that does not agree with the subject: التقت ميركل السبسي، | مؤكدا.

        It is the only other person's of its sentence; nobody's if something else there agrees (المركز … المحكمة،
        مشيرة); and else the subject's, however it is written.
        """
        cue = attribution.cue
        named = {id(e): e for e in self._discourse.named_in_sentence(cue) if e.person and e is not subject}
        people = [e for e in named.values() if e.gender is not None and self._agrees(e, attribution)]
        if people:
            return people if len(people) == 1 else []
        if subject.person and abs(subject.leaning) < BY_NAME:
            return [subject]
        return [] if self._other_agrees(subject, attribution) else [subject]

    def _other_agrees(self, subject: Entity, attribution: Attribution) -> bool:
        """Tell whether another noun in the sentence agrees: an office (الرئيس التونسي), or the subject of a clause."""
        items, begin = self._tokens.items, self._tokens.begin[attribution.cue]
        for at in range(begin + 1, attribution.cue):
            word, before = items[at].word, items[at - 1].word
            if word.noun is None or not word.definite or word.preposition or not _is_of(word.noun, attribution):
                continue
            person = subject.person and word.noun.kind in PEOPLE and not before.definite  # القمة المقررة
            if person or before.kinds & {"conjunction", "that"}:
                return True
        return False

    def _is_after_topic(self, attribution: Attribution) -> bool:
        """Tell a verb after what is spoken of, whose people do not speak: «وعن زيارة نصار، قال …»."""
        items, begin, cue = self._tokens.items, self._tokens.begin[attribution.cue], attribution.cue
        reading = attribution.reading
        if reading is None or reading.shape is not Shape.VERB or items[cue].word.conjunction or cue <= begin + 1:
            return False
        start = next((i for i in range(begin, cue) if items[i].word.form), cue)
        word = items[start].word
        return not attribution.relative and (word.core in _TOPICS or word.form.removeprefix("و") in _TOPICS)

    @staticmethod
    def _agrees(entity: Entity, attribution: Attribution) -> bool:
        return entity.agrees(attribution.gender, attribution.number)

    @staticmethod
    def _sure(entity: Entity | None, attribution: Attribution) -> Entity | None:
        """A person whose gender nothing shows is no woman for certain: nobody is better than the wrong one."""
        unsure = entity is not None and entity.person and entity.gender is None
        return None if unsure and attribution.gender is Gender.FEMININE else entity

    @staticmethod
    def _is_possessive(attribution: Attribution) -> bool:
        reading = attribution.reading
        return reading is not None and reading.shape is Shape.MASDAR and bool(reading.inflection.pronoun)

    @staticmethod
    def _is_unread(attribution: Attribution) -> bool:
        """Tell whether a subject stands there unread; none does after a verb in the plural: رفعوا | صورا."""
        return attribution.unread and attribution.number is not Number.PLURAL

    def _takes_up(self, attribution: Attribution) -> bool:
        """Tell a clause that takes its noun up again, and so is another's: نشر بيانا يدعو فيه، شن هجوما يقول إنه."""
        after = attribution.cue_end
        if after >= len(self._tokens) or attribution.manner == "relay":
            return False
        return bool(self._tokens.items[after].word.kinds & {"bound", "that+"})

    def is_in_it(self, attribution: Attribution) -> bool:
        """Tell a clause that describes what somebody wrote or said: نشر رسالة | قال فيها."""
        after = attribution.cue_end
        return after < len(self._tokens) and self._tokens.items[after].word.core in _IN_IT

    def _maker(self, attribution: Attribution) -> Entity | None:
        """Find whose the statement is that a clause describes: تصريحات للوزير | قال فيها."""
        items, cue = self._tokens.items, attribution.cue
        after = items[attribution.cue_end].word if attribution.cue_end < len(items) else items[cue].word
        if after.core not in _IN_IT or items[cue].word.conjunction:
            return None
        for start in range(cue - 1, max(self._tokens.begin[cue], cue - _ANTECEDENT_TOKENS), -1):
            word = items[start].word
            said = start > 0 and loose(items[start - 1].word.core) in _SAID
            if said and word.preposition == "ل" and (word.noun or word.place or word.named or word.title):
                phrase = self._phrases.read(start, cue)
                if phrase is not None and phrase.end == cue and can_speak(self._tokens, phrase):
                    entity = self._describer.entity(phrase)
                    return entity if entity is not None and self._agrees(entity, attribution) else None
        return None

    # before its noun

    def _points_ahead(self, attribution: Attribution) -> bool:
        """Tell «بعد إعلانه أنّ …، وصل الوزير»: the pronoun means whom the sentence names only later."""
        items, cue, begin = self._tokens.items, attribution.cue, self._tokens.begin[attribution.cue]
        return self._is_possessive(attribution) and cue - 1 == begin and "preposition" in items[begin].word.kinds

    def _next_subject(self, attribution: Attribution) -> Entity | None:
        later = self._discourse.later_in_sentence(attribution.cue)
        found = next((entity for entity in later if self._agrees(entity, attribution)), None)
        return self._sure(found, attribution)

    # two

    def _pair(self, attribution: Attribution) -> Entity | None:
        """Find the two whom a dual means, if its sentence names two: التقى كيم ترامب واتفقا على …."""
        named = self._discourse.named_in_sentence(attribution.cue)
        people = list({id(entity): entity for entity in reversed(named) if entity.person}.values())
        if len(people) != _PAIR:
            return None
        return self._describer.together([self._cast.full_name(entity) for entity in people])

    # relative clauses

    def _described_before(self, attribution: Attribution) -> Entity | None:
        """Find whom a relative clause describes to which the cue's own is added: فلانة التي أسست … وقالت إنها."""
        items, cue = self._tokens.items, attribution.cue
        reading = attribution.reading
        if items[cue].word.conjunction != "و" or reading is None or reading.shape is not Shape.VERB:
            return None
        for at in range(cue - 1, max(self._tokens.begin[cue], cue - _RELATIVE_TOKENS), -1):
            word = items[at].word
            if word.says_that or not (word.form or items[at].text.isdigit()):
                return None
            if word.core in _SINGULAR_RELATIVES and not word.conjunction:
                feminine = word.core == "التي"
                agrees = feminine is (attribution.gender is Gender.FEMININE)
                if not agrees or attribution.number is not Number.SINGULAR or self._acts_between(at, cue):
                    return None
                return self._antecedent(attribution, at)
        return None

    def _acts_between(self, begin: int, end: int) -> bool:
        """Tell whether somebody else became the subject within the relative clause."""
        later = self._discourse.later_in_sentence(begin)
        before = {id(entity) for entity in self._discourse.later_in_sentence(end - 1)}
        return any(id(entity) not in before for entity in later)

    def _antecedent(self, attribution: Attribution, pronoun: int | None = None) -> Entity | None:
        """Find what a relative clause belongs to: the phrase that ends before its pronoun."""
        items, begin = self._tokens.items, self._tokens.begin[attribution.cue]
        end = attribution.cue - 1 if pronoun is None else pronoun
        while end > begin and not items[end].word.kinds & {"relative", "ma"}:
            end -= 1
        if "relative" not in items[end].word.kinds:
            return None  # فيما وصفه: what it means stands in it
        while end > 0 and not items[end - 1].word.form:
            end -= 1
        for start in range(max(begin, end - _ANTECEDENT_TOKENS), end):
            word = items[start].word
            if word.kinds or not word.form:
                continue
            phrase = self._phrases.read(start, end)
            if phrase is not None and phrase.end == end and can_speak(self._tokens, phrase):
                entity = self._describer.entity(phrase)
                return entity if entity is not None and self._agrees(entity, attribution) else None
        return None
