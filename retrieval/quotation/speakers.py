"""Whom does an attribution credit?

`Resolver` goes through the attributions in the order of the text. A phrase with a name means that person, an office
whoever holds it in the document, a noun with the article what was mentioned before, and an elided subject the most
salient candidate that agrees with its verb (`salience.py`). Nobody is guessed: without a candidate there is no
speaker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.entities import Entity
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Noun, Shape
from retrieval.quotation.offices import Office, office_of
from retrieval.quotation.phrases import Phrase, PhraseReader
from retrieval.quotation.salience import Discourse
from retrieval.quotation.spelling import loose, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.attribution import Attribution
    from retrieval.quotation.people import Cast
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

_SHORTEST_RESUMING = 3
_LEAD = 3
"""How many words may stand before a sentence's subject that is not next to its verb."""
_ANTECEDENT_TOKENS = 12
_RELATIVE_TOKENS = 20
_SINGULAR_RELATIVES = frozenset(("الذي", "التي"))
_PEOPLE = frozenset(("role", "profession"))
_OWNED = frozenset(("role", "profession", "anonymous"))
_SPEAKING = frozenset(("role", "profession", "anonymous", "organisation", "media", "document"))
_GENDERED = frozenset(("organisation", "media", "document"))
_ANYBODY = frozenset(("رجل", "شاب", "امرا", "سيد", "فتا"))
_PARTS = frozenset(("بند", "فقرة"))
_CITED = _OWNED | {"media", "organisation"}
_BODIES = frozenset(("organisation", "media"))
_TRADES = frozenset(("لاعب", "مدرب", "مهاجم", "حارس", "نجم", "نجمة", "مخرج", "كاتب", "فنان", "مغني", "ممثل"))
_AMOUNTS = frozenset(("احد", "احدى", "عدد", "بعض", "معظم", "عديد", "كثير"))
_LEADING = frozenset(("auxiliary", "time", "conjunction", "negation"))


class Resolver:
    """Name the speakers of one document."""

    def __init__(self, tokens: Tokens, phrases: PhraseReader, cast: Cast, reported: Sequence[bool]) -> None:
        self._tokens = tokens
        self._phrases = phrases
        self._cast = cast
        self._reported = reported
        self._discourse = Discourse(tokens)
        self._subject_end = -1  # where the last subject that the survey met ends

    # the document as a whole

    def survey(self) -> None:
        """Read the whole document once for names, offices and the subjects of its sentences."""
        items, at = self._tokens.items, 0
        while at < len(items):
            at = self._visit(at) if items[at].word.form and not items[at].word.kinds else at + 1

    def _visit(self, at: int) -> int:
        """Take note of the phrase that starts at a word, if any; return where to go on."""
        word = self._tokens.items[at].word
        if word.core == "لسان" and at and "preposition" in self._tokens.items[at - 1].word.kinds:
            return at + 1  # على لسان فلان
        is_subject, is_called = self._is_subject_place(at), self._is_called(at)
        if word.noun is not None and word.noun.kind in _BODIES and not (word.definite or word.noun.owner):
            self._note_body(at)
        if word.sure and not is_called and (named := self._cast.known((loose(word.form),))) is not None:
            self._discourse.mention(at, named)
        known = is_subject and word.definite and self._cast.known((loose(word.form),)) is not None
        if not (is_called or known or (is_subject and _may_speak(word))):
            return at + 1
        phrase = self._phrases.read(at, self._tokens.stop[at], objects=not is_called)
        if phrase is None:
            return at + 1
        entity = self._cast.add(phrase)
        if entity is not None:
            self._discourse.mention(at, entity)
        if is_subject and not self._reported[at] and (known or _can_speak(phrase, word)):
            entity = entity or self._entity(phrase)
            if entity is not None:
                if entity.person:
                    entity.gender = entity.gender or self._shown_gender(at)
                self._discourse.salient(at, entity)
                self._subject_end = phrase.end
        return max(phrase.end, at + 1)

    def _note_body(self, at: int) -> None:
        """Take note of «شركة النور», also where it is no subject."""
        phrase = self._phrases.read(at, self._tokens.stop[at])
        if phrase is not None and phrase.definite and phrase.end - at > 1 and not (phrase.joint or phrase.name):
            self._cast.note_body(self._described(phrase, None))

    def _shown_gender(self, at: int) -> Gender | None:
        """Read a subject's gender from the verb before it: وصلت، تصل."""
        verb = self._tokens.items[at - 1].word if at > self._tokens.begin[at] else None
        if verb is None or not _is_finite(verb) or verb.noun is not None:
            return None
        shown = next((r.inflection.gender for r in verb.readings if r.shape is Shape.VERB), None)
        if shown is not None:
            return shown
        core = verb.core
        feminine = core.endswith("ت") or core[0] == "ت"
        return Gender.FEMININE if feminine else Gender.MASCULINE if core[0] in "يا" else None

    def _is_called(self, at: int) -> bool:
        """Tell whether somebody's name or office starts here."""
        items = self._tokens.items
        word = items[at].word
        if word.title or (word.noun is not None and word.noun.kind in _PEOPLE and not word.noun.owner):
            return True
        following = at + 1 < len(items) and items[at + 1].word.named
        return following and (word.named or (word.country is not None and word.definite))

    def _is_subject_place(self, at: int) -> bool:
        """Tell whether a phrase here is the subject of its clause: after its verb, or at its start."""
        tokens, items = self._tokens, self._tokens.items
        word, begin = items[at].word, tokens.begin[at]
        if tokens.around[at] != -1 or word.preposition or word.accusative:
            return False
        if word.noun is not None and word.noun.accusative:
            return False
        before = items[at - 1].word if at > begin else None
        if before is not None and (_is_finite(before) or (at - 1 == begin and _may_be_verb(before))):
            return self._is_subject_of(before, at, begin)
        if at - begin > _LEAD:
            return False
        return all(not w.form or w.kinds & _LEADING or _is_finite(w) for w in (item.word for item in items[begin:at]))

    def _is_subject_of(self, verb: Word, at: int, begin: int) -> bool:
        noun = self._tokens.items[at].word.noun
        between = [item.word for item in self._tokens.items[max(self._subject_end, begin) : at - 1]]
        if begin < self._subject_end < at and all("auxiliary" in word.kinds for word in between):
            return False  # كان الرئيس قد أقال الوزير: the subject stands before its verb
        masculine = noun is not None and noun.number is Number.SINGULAR and noun.gender is Gender.MASCULINE
        if masculine and verb.core[:1] == "ت":
            return False  # a feminine verb: the noun is its object
        if at - 1 > begin and _resumes(verb):
            return False  # لقاء نظمه الجيش
        lead = self._tokens.items[at - 2].word.kinds if at - 1 > begin else frozenset()
        return not lead & {"relative", "that", "ma"} or "conjunction" in lead

    # attributions

    def speaker(self, attribution: Attribution) -> Entity | None:
        """Resolve one attribution and remember its speaker."""
        if attribution.unread:
            return None
        subject = attribution.subject
        if subject is not None and "pronoun" not in self._tokens.items[subject.start].word.kinds:
            entity = self._entity(subject)
        else:
            entity = self._elided(attribution)
        if entity is not None:
            self._remember(entity, attribution)
        return entity

    def _remember(self, entity: Entity, attribution: Attribution) -> None:
        """Learn the gender that a verb shows, and make the speaker salient."""
        subject, reading = attribution.subject, attribution.reading
        if subject is not None and reading is not None and reading.shape is not Shape.MASDAR:
            entity.gender = entity.gender or attribution.gender
            if subject.start < attribution.cue:  # after its subject a verb also shows the number
                entity.number = entity.number or attribution.number
        if not self._reported[attribution.cue]:
            self._discourse.spoke(attribution.cue, entity)
            self._discourse.salient(max(attribution.cue, subject.start if subject else 0), entity)

    def _elided(self, attribution: Attribution) -> Entity | None:
        """Choose the most salient candidate that agrees with the cue."""
        if self._points_ahead(attribution):
            return None
        candidates = self._candidates(attribution)
        found = next((e for e in candidates if e.agrees(attribution.gender, attribution.number)), None)
        # A person whose gender nothing shows is no woman for certain: nobody is better than the wrong one.
        unsure = found is not None and found.person and found.gender is None
        return None if unsure and attribution.gender is Gender.FEMININE else found

    def _points_ahead(self, attribution: Attribution) -> bool:
        """Tell «بعد إعلانه أنّ …، وصل الوزير»: the pronoun means whom the sentence names only later."""
        items, cue, begin = self._tokens.items, attribution.cue, self._tokens.begin[attribution.cue]
        reading = attribution.reading
        if reading is None or reading.shape is not Shape.MASDAR or cue - 1 != begin:
            return False
        return "preposition" in items[begin].word.kinds

    def _candidates(self, attribution: Attribution) -> list[Entity]:
        """List who may be meant, the most salient first."""
        if attribution.relative and (antecedent := self._antecedent(attribution)) is not None:
            return [antecedent]
        near = self._discourse.near(attribution.cue)
        if (described := self._described_before(attribution)) is not None:
            here = set(map(id, self._discourse.in_sentence(attribution.cue)))
            inside = [entity for entity in near if id(entity) in here]
            return [*inside, described, *near]
        if attribution.reading is not None and attribution.reading.shape is Shape.MASDAR:
            # A possessive pronoun takes up whoever was named last in its sentence, subject or not.
            return [*self._discourse.named_in_sentence(attribution.cue), *near]
        return near

    def _described_before(self, attribution: Attribution) -> Entity | None:
        """Find whom a relative clause describes to which the cue's own is added: فلانة التي أسست … وقالت إنها."""
        items, cue = self._tokens.items, attribution.cue
        reading = attribution.reading
        if items[cue].word.conjunction != "و" or reading is None or reading.shape is not Shape.VERB:
            return None
        for at in range(cue - 1, max(self._tokens.begin[cue], cue - _RELATIVE_TOKENS), -1):
            if items[at].word.says_that or not (items[at].word.form or items[at].text.isdigit()):
                return None
            if items[at].word.core in _SINGULAR_RELATIVES:
                feminine = items[at].word.core == "التي"
                agrees = feminine is (attribution.gender is Gender.FEMININE)
                return self._antecedent(attribution) if agrees and attribution.number is Number.SINGULAR else None
        return None

    def _antecedent(self, attribution: Attribution) -> Entity | None:
        """Find what a relative clause belongs to: the phrase that ends before its pronoun."""
        items, begin = self._tokens.items, self._tokens.begin[attribution.cue]
        end = attribution.cue - 1
        while end > begin and not items[end].word.kinds & {"relative", "ma"}:
            end -= 1
        while end > 0 and not items[end - 1].word.form:
            end -= 1
        for start in range(max(begin, end - _ANTECEDENT_TOKENS), end):
            word = items[start].word
            if word.kinds or not word.form:
                continue
            phrase = self._phrases.read(start, end)
            if phrase is not None and phrase.end == end and _can_speak(phrase, word):
                return self._entity(phrase)
        return None

    # phrases

    def _entity(self, phrase: Phrase) -> Entity | None:
        """Find whom a phrase means."""
        if phrase.joint:
            return self._joint(phrase)
        if phrase.name is not None:
            return self._cast.add(phrase)
        word, head = self._tokens.items[phrase.start].word, phrase.head
        if word.core == "اخير" and word.definite:
            return self._discourse.last_named(phrase.start)
        if word.place is not None and phrase.end - phrase.start <= word.place.count(" ") + 1:
            return self._place(word.place)
        if head is not None and _is_owned(head) and phrase.end == phrase.start + 1:
            return self._owned(phrase, head)
        if head is not None and head.kind in _PEOPLE and head.owner != "نا":
            return self._office(phrase, head)
        return self._description(phrase)

    def _place(self, name: str) -> Entity:
        keys = tuple(loose(name).split())
        place = Entity(name, keys, person=False, gender=Gender.FEMININE, number=Number.SINGULAR)
        return self._cast.other(place, refers=False)

    def _joint(self, phrase: Phrase) -> Entity:
        starts, ends = (phrase.start, *phrase.joint), (*phrase.joint, phrase.end)
        names = [self._joint_name(start, end) for start, end in zip(starts, ends, strict=True)]
        name = "؛ ".join(names)
        entity = Entity(name, tuple(loose(name).split()), person=False, number=Number.PLURAL)
        return self._cast.other(entity, refers=False)

    def _joint_name(self, start: int, end: int) -> str:
        part = self._phrases.read(start, end)
        if part is not None and part.name is not None and not part.joint:
            entity = self._cast.add(part)
            return self._cast.full_name(entity) if entity is not None else self._words(start, end)
        word = self._tokens.items[start].word
        if word.place and end - start == 1:
            return word.place
        name = self._words(start, end)
        return name[1:] if word.conjunction else name

    def _office(self, phrase: Phrase, noun: Noun) -> Entity | None:
        """Find who holds an office; an unnamed person, as «الدبلوماسي», is who was described before."""
        if not phrase.definite:
            return self._description(phrase)
        office = self._office_of(phrase)
        recent = self._discourse.recent(phrase.start)
        if office is not None and (found := self._cast.by_office(office, recent)) is not None:
            return found
        if (only := self._only_of(phrase, noun, recent)) is not None:
            return only
        if noun.lemma != "نظير" and not (noun.kind == "profession" and phrase.end == phrase.start + 1):
            return self._description(phrase)
        known = self._cast.again(self._described(phrase, office))
        if known is None and (noun.lemma == "نظير" or noun.lemma.removesuffix("ة") in _ANYBODY):
            known = next((e for e in recent if e.person and e.agrees(noun.gender, noun.number)), None)
        return known or self._description(phrase)

    def _only_of(self, phrase: Phrase, noun: Noun, recent: Sequence[Entity]) -> Entity | None:
        """Find the only person, or the only one of a nation, whom a noun of no office means: «اللاعب السويدي»."""
        if phrase.end == phrase.start + 1 and noun.lemma in _TRADES:
            people = {id(entity): entity for entity in recent if entity.person}
            only = next(iter(people.values())) if len(people) == 1 else None
            described = only is not None and bool(only.offices or only.nation)
            return only if only is not None and described and only.agrees(noun.gender, noun.number) else None
        adjective = self._tokens.items[phrase.end - 1].word
        if phrase.end != phrase.start + 2 or not adjective.country or noun.lemma not in _TRADES:
            return None
        return self._cast.only_of(adjective.country, noun)

    def _owned(self, phrase: Phrase, noun: Noun) -> Entity | None:
        """Name somebody by whose he is: محاميها is the lawyer of the woman last spoken of."""
        gender = Gender.FEMININE if noun.owner == "ها" else Gender.MASCULINE
        number = Number.PLURAL if noun.owner == "هم" else Number.SINGULAR
        owner = next((e for e in self._discourse.recent(phrase.start) if e.agrees(gender, number)), None)
        if owner is None:
            return self._description(phrase)
        if noun.kind == "organisation":
            described = self._described(phrase, None)
            return self._cast.again(described) or self._cast.body(described) or self._description(phrase)
        bare = plain(self._tokens.items[phrase.start].text).removesuffix(noun.owner)
        if noun.number is Number.PLURAL and bare.endswith("ي"):
            bare = bare[:-1] + "و"  # a name is shown in the nominative
        elif bare.endswith("ت") and noun.lemma.endswith("ة"):
            bare = bare[:-1] + "ة"
        name = f"{bare} {self._cast.full_name(owner)}"
        keys = tuple(loose(name).split())
        entity = Entity(name, keys, person=False, gender=noun.gender, number=noun.number, head=loose(noun.lemma))
        return self._cast.other(entity, refers=False)

    def _description(self, phrase: Phrase) -> Entity | None:
        """Find what a phrase without name or office describes."""
        first, head = self._tokens.items[phrase.start].word, phrase.head
        single = phrase.end == phrase.start + 1
        if head is not None and head.lemma in _PARTS and not first.definite:
            return next((e for e in self._discourse.recent(phrase.start) if e.kind == "document"), None)
        if head is not None and head.kind == "statement":
            return self._statement(phrase)
        if head is not None and head.lemma == "مصدر" and first.definite and single:
            recent = (e for e in self._discourse.recent(phrase.start) if e.kind in _CITED)
            unnamed = next((e for e in recent if e.agrees(None, head.number)), None)
            if unnamed is not None:
                return unnamed
        described = self._described(phrase, self._office_of(phrase))
        if head is None and single and (person := self._cast.known(described.keys)) is not None:
            return person
        pointed = "demonstrative" in self._tokens.items[max(phrase.start - 1, 0)].word.kinds
        return self._cast.other(described, refers=first.definite or pointed)

    def _described(self, phrase: Phrase, office: Office | None) -> Entity:
        first, head = self._tokens.items[phrase.start].word, phrase.head
        name = self._nominal(phrase)
        return Entity(
            name,
            tuple(loose(name).split()),
            person=False,
            gender=head.gender if head is not None and head.kind in _GENDERED else None,
            number=head.number if head is not None else Number.PLURAL if first.country else None,
            head=loose(head.lemma if head is not None else first.core),
            offices=[office] if office is not None else [],
            first=phrase.start,
            kind=head.kind if head is not None else "",
        )

    def _office_of(self, phrase: Phrase) -> Office | None:
        return office_of([item.word for item in self._tokens.items[phrase.start : phrase.end]])

    def _statement(self, phrase: Phrase) -> Entity | None:
        """Credit a statement to who made it: بيان الشرطة, and «البيان» to who spoke last."""
        items = self._tokens.items
        for start in range(phrase.start + 1, phrase.end):
            word = items[start].word
            after = items[start + 1].word if start + 1 < phrase.end else word
            owner = word.definite or word.place or word.named or word.title or (word.noun and after.definite)
            if word.kinds or not (owner and (word.noun or word.place or word.named or word.title)):
                continue
            inner = self._phrases.read(start, phrase.end)
            if inner is not None and (inner.name or inner.head is not None or word.place):
                return self._entity(inner)
        described = self._described(phrase, None)
        if not items[phrase.start].word.definite:
            return self._cast.other(described, refers=False)
        return self._cast.again(described) or self._discourse.last_issuer(phrase.start)

    def _nominal(self, phrase: Phrase) -> str:
        """Write a description without the clitics that belong to its place in the sentence."""
        word = self._tokens.items[phrase.start].word
        first, _, rest = self._words(phrase.start, phrase.end).partition(" ")
        if word.conjunction:
            first = first[1:]
        if word.preposition and word.definite:
            first = "ال" + first[2 if first.startswith("لل") else 3 :]
        elif word.preposition:
            first = first[1:]
        if phrase.head is not None and phrase.head.number is Number.PLURAL and phrase.head.kind in _OWNED:
            first, rest = _nominative(first, "ين"), _nominative(rest, "يين")
        return f"{first} {rest}".strip()

    def _words(self, start: int, end: int) -> str:
        items = self._tokens.items
        text = self._tokens.text[items[start].start : items[end - 1].end]
        return plain(" ".join(text.replace("#", "").replace("_", " ").split()))


def _nominative(words: str, ending: str) -> str:
    """Write the first word of a description as a subject is written: مسؤولين أمنيين is مسؤولون أمنيون."""
    first, space, rest = words.partition(" ")
    return (first[:-2] + "ون" if first.endswith(ending) else first) + space + rest


def _is_finite(word: Word) -> bool:
    return word.verbal or any(reading.shape is Shape.VERB for reading in word.readings)


def _resumes(verb: Word) -> bool:
    """Tell a verb whose pronoun takes up the noun it describes: نظمه، نشرته."""
    if verb.readings:
        return any(r.inflection.pronoun for r in verb.readings) and verb.core.endswith(("ه", "ها"))
    return verb.verbal and len(verb.core) > _SHORTEST_RESUMING and verb.core.endswith(("ه", "ها"))


def _may_be_verb(word: Word) -> bool:
    """Tell whether the first word of a sentence may be a verb that nothing knows as one: قتل، وصل."""
    known = word.definite or word.kinds or word.noun or word.place or word.country
    return word.abstract or not (known or word.named or word.nominal)


def _is_owned(head: Noun) -> bool:
    return head.kind in {*_OWNED, "organisation"} and head.owner not in {"", "نا"} and head.lemma != "نظير"


def _may_speak(word: Word) -> bool:
    return word.named or word.noun is not None or word.place is not None or word.country is not None


def _can_speak(phrase: Phrase, first: Word) -> bool:
    """Tell whether a subject is somebody whom a later verb without subject may mean."""
    if phrase.name is not None or first.place is not None or first.country is not None:
        return True
    head = phrase.head
    return head is not None and head.kind in _SPEAKING and head.lemma not in _AMOUNTS
