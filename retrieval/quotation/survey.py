"""Who is named in a document, and who are the subjects of its sentences?

One pass over the whole text before anybody is credited, so that an office or a short name is understood wherever it
stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.descriptions import PEOPLE, are_people, is_place
from retrieval.quotation.entities import BY_VERB
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.offices import COUNTERPART
from retrieval.quotation.people import is_family
from retrieval.quotation.phrases import COMMAS, Phrase
from retrieval.quotation.spelling import loose
from retrieval.quotation.words import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.descriptions import Describer
    from retrieval.quotation.entities import Entity
    from retrieval.quotation.people import Cast
    from retrieval.quotation.phrases import PhraseReader
    from retrieval.quotation.salience import Discourse
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

_SHORTEST_RESUMING = 3
_ROOT = 3
_LEAD = 3
"""How many words may stand before a sentence's subject that is not next to its verb."""
_OPENS_APPOSITION = COMMAS | {"("}
_SPEAKING = frozenset(("role", "profession", "anonymous", "organisation", "media", "document"))
_WITH_OBJECT = frozenset(("address", "accuse", "describe"))
_BODIES = frozenset(("organisation", "media"))
_AMOUNTS = frozenset(("احد", "احدى", "عدد", "بعض", "معظم", "عديد", "كثير"))
_WORLD = "عالم"
"""A scholar, and with the article alone the world, which says nothing."""
_ELATIVES = frozenset(
    (
        "اغني",
        "اغنى",
        "اكبر",
        "اصغر",
        "اشهر",
        "اول",
        "ثاني",
        "ثالث",
        "افضل",
        "اقوى",
        "ابرز",
        "اهم",
        "اقدم",
        "اكثر",
        "اعلى",
    )
)
"""Adjectives in the elative, and ordinals, that a noun completes; some are also written like verbs."""
_LEADING = frozenset(("auxiliary", "time", "conjunction", "negation"))


class Survey:
    """One pass over a document."""

    def __init__(
        self,
        tokens: Tokens,
        phrases: PhraseReader,
        cast: Cast,
        discourse: Discourse,
        describer: Describer,
        reported: Sequence[bool],
    ) -> None:
        self._tokens = tokens
        self._phrases = phrases
        self._cast = cast
        self._discourse = discourse
        self._describer = describer
        self._reported = reported
        self._subject_end = -1  # where the last subject that the survey met ends

    def run(self) -> None:
        """Read the whole document once for names, offices, institutions and the subjects of its sentences."""
        free = 0  # the words before belong to a phrase that was read
        for at in [at for at, word in enumerate(self._tokens.words) if word.may_mean]:
            if at >= free:
                free = self._visit(at)

    def _visit(self, at: int) -> int:
        """Take note of the phrase that starts at a word, if any; return where to go on."""
        word = self._tokens.words[at]
        if word.core == "لسان" and at and "preposition" in self._tokens.items[at - 1].word.kinds:
            return at + 1  # على لسان فلان
        is_called = self._is_called(at)
        if word.noun is not None and word.noun.kind in _BODIES and not (word.definite or word.noun.owner):
            self._note_body(at)
        if word.sure and not is_called and (named := self._cast.known((loose(word.form),))) is not None:
            self._discourse.mention(at, named)
            self._note_apposition(named, at + 1)
        is_subject = (is_called or word.definite or _may_speak(word)) and self._is_subject_place(at)
        if not (is_called or is_subject):
            return at + 1
        shown = self._shown_gender(at) if is_subject else None
        known = is_subject and word.definite and self._cast.known((loose(word.form),), shown) is not None
        if not (is_called or known or (is_subject and _may_speak(word))):
            return at + 1
        phrase = self._phrases.read(at, self._tokens.stop[at], objects=not is_called or self._is_beside_another(at))
        if phrase is None:
            return at + 1
        is_subject = is_subject and not is_spoken_of(self._tokens, at - 1, phrase)
        self._note(phrase, is_subject=is_subject and (known or can_speak(self._tokens, phrase)))
        return max(phrase.joint[0] if phrase.joint and phrase.name else phrase.end, at + 1)

    def _is_beside_another(self, at: int) -> bool:
        """Tell an office right after a verb that takes an object, before another: أبلغ الوزير | السفير ناصر حداد أنّ."""
        items = self._tokens.items
        before = items[at - 1].word if at > self._tokens.begin[at] else None
        word, after = items[at].word, items[at + 1].word if at + 1 < len(items) else None
        if before is None or after is None or after.noun is None or after.noun.kind != "role" or word.title:
            return False
        two = word.definite and after.definite and not (after.preposition or after.conjunction)
        return two and any(r.cue.manner in _WITH_OBJECT for r in before.readings if r.shape is Shape.VERB)

    def _note(self, phrase: Phrase, *, is_subject: bool) -> None:
        """Take note of a person, and of a subject that is not within somebody's words."""
        at = phrase.start
        shown = self._shown_gender(at) if is_subject else None
        if phrase.owner is not None:  # مستشارو | الرئيس سامي حداد
            start, name, end = phrase.owner
            self._cast.add(Phrase(start, end, self._tokens.items[start].word.noun, True, (name, end)))
        entity = self._cast.add(phrase, shown)
        if entity is not None:
            self._discourse.mention(at, entity)
            self._note_apposition(entity, phrase.end)
        if not is_subject:
            return
        if entity is None and self._is_adverb(phrase):
            return
        entity = entity or self._describer.entity(phrase, shown)
        if entity is not None and self._reported[at]:
            self._discourse.nested(at, entity)
        elif entity is not None:
            if entity.person:
                entity.learn_gender(shown, BY_VERB)
            self._discourse.salient(at, entity)
            if phrase.joint and entity.person:
                self._discourse.joint(at)
            self._subject_end = phrase.end

    def _is_adverb(self, phrase: Phrase) -> bool:
        """Tell a word that no list knows and that ends as adverbs and objects do: تحدث إلكترونيا، بدت أساريره."""
        word = self._tokens.items[phrase.start].word
        listed = phrase.head or word.definite or word.place or word.country or word.sure
        single = phrase.end == phrase.start + 1 and not listed and word.form.endswith(("ا", "ه", "ها"))
        return single and self._cast.known((loose(word.form),)) is None

    def _note_apposition(self, entity: Entity, comma: int) -> None:
        """Take note of the office that stands after a name: سليم حداد، رئيس بلدية صور، and in brackets."""
        items, at = self._tokens.items, comma + 1
        if at >= len(items) or not entity.person or items[comma].text not in _OPENS_APPOSITION:
            return
        word = items[at].word
        noun = word.noun if not (word.preposition or word.conjunction or word.accusative) else None
        if noun is None or noun.kind not in PEOPLE or noun.number is not Number.SINGULAR or noun.owner:
            return
        phrase = self._phrases.read(at, self._tokens.stop[at])
        if phrase is None or phrase.name or phrase.joint or phrase.end == at + 1:
            return
        if entity.has_gender(noun.gender):
            self._cast.note_offices(entity, [item.word for item in items[at : phrase.end] if item.word.form])

    def _note_body(self, at: int) -> None:
        """Take note of «شركة النور», also where it is no subject."""
        phrase = self._phrases.read(at, self._tokens.stop[at])
        if phrase is None or phrase.end - at <= 1 or phrase.joint:
            return
        if phrase.definite or phrase.name or self._tokens.items[phrase.end - 1].word.named:
            self._describer.institutions.note(self._describer.body(phrase))

    def _shown_gender(self, at: int) -> Gender | None:
        """Read a subject's gender from the verb before it: وصلت، تصل."""
        verb = self._tokens.items[at - 1].word if at > self._tokens.begin[at] else None
        if verb is None or not verb.finite or verb.noun is not None:
            return None
        shown = next((r.inflection.gender for r in verb.readings if r.shape is Shape.VERB), None)
        if shown is not None:
            return shown
        core = verb.core
        if core.endswith("ت"):
            return Gender.FEMININE
        return Gender.MASCULINE if core[0] in "يا" else None  # تقدم may be either: he advanced, she presents

    def _is_called(self, at: int) -> bool:
        """Tell whether somebody's name or office starts here."""
        words = self._tokens.words
        word, after = words[at], words[at + 1] if at + 1 < len(words) else EMPTY
        noun = word.noun
        if word.title or (noun is not None and noun.kind in PEOPLE and (not noun.owner or noun.lemma == COUNTERPART)):
            return True
        if word.conjunction and word.given and word.form.endswith("ت") and at == self._tokens.begin[at]:
            return False  # ورفعت | حداد دعوى
        if word.first_name and is_family(after):
            return True  # بهية الحريري
        return after.named and (word.named or (word.country is not None and word.definite))

    def _is_subject_place(self, at: int) -> bool:
        """Tell whether a phrase here is the subject of its clause: after its verb, or at its start."""
        tokens, words = self._tokens, self._tokens.words
        word, begin = words[at], tokens.begin[at]
        if word.preposition or word.accusative or tokens.around[at] != -1:
            return False
        if word.noun is not None and word.noun.accusative:
            return False
        if at == begin:
            return True
        before = words[at - 1]
        if before.core in _ELATIVES and not before.readings:
            return False  # أغنى رجل في العالم
        if "that" in before.kinds:
            return True  # إنّ فرنسا مستعدة
        if before.finite or (at - 1 == begin and _may_be_verb(before)):
            return self._is_subject_of(before, at, begin)
        if at - begin > _LEAD:
            return False
        return all(not w.form or w.kinds & _LEADING or w.finite for w in words[begin:at])

    def _is_subject_of(self, verb: Word, at: int, begin: int) -> bool:
        noun = self._tokens.items[at].word.noun
        between = [item.word for item in self._tokens.items[max(self._subject_end, begin) : at - 1]]
        if begin < self._subject_end < at and all("auxiliary" in word.kinds for word in between):
            return False  # كان الرئيس قد أقال الوزير: the subject stands before its verb
        masculine = noun is not None and noun.number is Number.SINGULAR and noun.gender is Gender.MASCULINE
        if masculine and verb.core[:1] == "ت" and at - 1 > begin and not _is_past_masculine(verb):
            return False  # a feminine verb: the noun is its object
        if at - 1 > begin and (_resumes(verb) or _describes(self._tokens.items[at - 2].word, verb)):
            return False  # لقاء نظمه الجيش، في بيان تلقت الصحيفة نسخة منه
        lead = self._tokens.items[at - 2].word.kinds if at - 1 > begin else frozenset()
        return not lead & {"relative", "that", "ma"} or "conjunction" in lead


def can_speak(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a subject is somebody whom a later verb without subject may mean."""
    first, head = tokens.items[phrase.start].word, phrase.head
    if first.place is not None and phrase.name is None and not phrase.joint:
        return is_place(tokens, phrase) or phrase.end == phrase.start + 2
    if phrase.name is not None or first.place is not None or first.country is not None or are_people(first):
        return True
    if head is None or head.kind not in _SPEAKING or head.lemma in _AMOUNTS:
        return False
    return not (head.lemma == _WORLD and first.definite and phrase.end == phrase.start + 1)


def is_spoken_of(tokens: Tokens, verb: int, phrase: Phrase) -> bool:
    """Tell the only noun after a verb of accusing or describing, which is no subject: وصف خصمه بأنه، اتهم حداد بـ."""
    items, end = tokens.items, phrase.end
    if verb < 0 or phrase.start != verb + 1 or not items[verb].word.readings:
        return False
    if not _speaks_of_somebody(items[verb].word):
        return False
    if items[phrase.start].word.noun is not None and items[phrase.start].word.form.endswith("ون"):
        return False  # اتهم معارضون | حداد
    if phrase.name is not None and any(_is_common(item.word) for item in items[slice(*phrase.name)]):
        return False  # وصف سليم حداد | الحادث
    end += end < len(tokens) and items[end].text in COMMAS
    word = items[end].word if end < len(tokens) else None
    return word is not None and (word.preposition == "ب" or (word.says_that and word.form.startswith("ب")))


def _speaks_of_somebody(verb: Word) -> bool:
    verbs = [r for r in verb.readings if r.shape is Shape.VERB and not r.inflection.pronoun]  # يتهمه | الوزير بـ
    return any(r.cue.manner in {"accuse", "describe"} for r in verbs)


def _is_common(word: Word) -> bool:
    """Tell a word that is no name for certain: with the article, or an adverb in ـا."""
    return word.definite or word.accusative or (word.form.endswith("ا") and not word.sure)


def _is_past_masculine(verb: Word) -> bool:
    """Tell the past of a verb whose own first letter is ت from a feminine present: تحدث، تعهد."""
    return any(r.shape is Shape.VERB and r.inflection.gender is Gender.MASCULINE for r in verb.readings)


def _describes(noun: Word, verb: Word) -> bool:
    """Tell a verb that describes the text named before it, which is indefinite: بيان | تلقت."""
    text = noun.noun is not None and noun.noun.kind in {"statement", "document"}
    return text and not noun.definite and not verb.conjunction


def _resumes(verb: Word) -> bool:
    """Tell a verb whose pronoun takes up the noun it describes: نظمه، نشرته."""
    if verb.readings:
        return any(r.inflection.pronoun for r in verb.readings) and verb.core.endswith(("ه", "ها"))
    return verb.verbal and len(verb.core) > _SHORTEST_RESUMING and verb.core.endswith(("ه", "ها"))


def _may_be_verb(word: Word) -> bool:
    """Tell whether the first word of a sentence may be a verb that nothing knows as one: قتل، وصل."""
    known = word.definite or word.kinds or word.noun or word.place or word.country
    if word.nominal and word.conjunction and len(word.core) == _ROOT and not known:
        return True  # وعرض بيل غيتس نصيحته: a noun as well, but no noun of this sentence
    return word.abstract or not (known or word.named or word.nominal)


def _may_speak(word: Word) -> bool:
    known = word.named or word.noun is not None or word.place is not None or word.country is not None
    return known or are_people(word)
