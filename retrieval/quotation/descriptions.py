"""Whom does a phrase mean?

A phrase with a name means that person, an office whoever holds it in the document, a noun with the article what was
mentioned before (`institutions.py`), a possessive somebody of whom the text speaks (محاميها), and a statement who made
it. A phrase that means nobody known is a new speaker under its own words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.entities import Entity
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.institutions import Institutions
from retrieval.quotation.lexicon import Noun
from retrieval.quotation.offices import COUNTERPART, Office, office_of
from retrieval.quotation.phrases import Phrase, PhraseReader
from retrieval.quotation.spelling import loose, plain
from retrieval.quotation.words import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.people import Cast
    from retrieval.quotation.salience import Discourse
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

PEOPLE = frozenset(("role", "profession"))
_OWNED = frozenset(("role", "profession", "anonymous"))
_INSTITUTIONS = frozenset(("organisation", "media", "document", "statement"))
_GENDERED = frozenset(("organisation", "media", "document"))
_CITED = _OWNED | {"media", "organisation"}
_ISSUED = frozenset(("صادر", "صادرة"))
_FROM_IT = frozenset(("عنه", "عنها", "عنهم"))
_OF_IT = {"عنه": Gender.MASCULINE, "عنها": Gender.FEMININE}
_ANYBODY = frozenset(("رجل", "شاب", "امرا", "سيد", "فتا"))
_SOURCE = "مصدر"
_PRESENT = frozenset(("الحالي", "الحالية"))
_PARTS = frozenset(("بند", "فقرة"))
_TRADES = frozenset(
    (
        *("بطل", "بطلة", "عداء", "عداءة", "ملاكم", "سباح", "متسابق", "لاعب", "مدرب", "مهاجم", "حارس", "نجم", "نجمة"),
        *("مخرج", "كاتب", "فنان", "مغني", "ممثل", "رجل", "شاب", "امرأة"),
    )
)
_GENERAL = frozenset(("مسؤول", "مسؤولة", "مسئول", "زعيم", "قيادي", "كبير"))
"""Offices that say no more than that somebody holds one: «المسؤول الروسي» may be a minister."""
_DUALS = frozenset(("مصدرين",))
"""Forms in ـين of nouns whose plural is another: two sources, as more are مصادر."""
_SHORTEST_PEOPLE = 4
"""How many letters a word with an ending (الحوثيون، مسؤولا) has more than."""
_HOUSES = {("بيت", "ابيض"): "البيت الأبيض", ("بيت", "الابيض"): "البيت الأبيض"}
"""Institutions whose name is a noun with its adjective."""
_MASCULINE_PLACES = frozenset(
    ("لبنان", "العراق", "الأردن", "اليمن", "السودان", "جنوب السودان", "المغرب", "الصومال", "الاتحاد الأوروبي")
)
"""Countries that a verb may agree with in the masculine; all others are feminine (Ryding 2005, chapter 7)."""


class Describer:
    """Find whom the phrases of one document mean."""

    def __init__(self, tokens: Tokens, phrases: PhraseReader, cast: Cast, discourse: Discourse) -> None:
        self._tokens = tokens
        self._phrases = phrases
        self._cast = cast
        self._discourse = discourse
        self.institutions = Institutions()

    def entity(self, phrase: Phrase, gender: Gender | None = None) -> Entity | None:
        """Find whom a phrase means.

        Args:
            phrase: The phrase.
            gender: What the verb beside it shows: of two people of one family name it tells which.
        """
        if phrase.joint:
            return self._joint(phrase)
        if phrase.name is not None and not self._is_institution(phrase):
            return self._cast.add(phrase, gender)
        word, head = self._tokens.items[phrase.start].word, phrase.head
        if word.core == "اخير" and word.definite:
            return self._discourse.last_named(phrase.start)
        if is_place(self._tokens, phrase):
            return self._place(word.place or "")
        if word.title:
            return self._titled(phrase) or self._description(phrase, gender)
        if head is not None and _is_owned(head) and phrase.end == phrase.start + 1:
            return self._owned(phrase, head)
        if head is not None and head.kind in PEOPLE and head.owner != "نا":
            return self._office(phrase, head)
        return self._description(phrase, gender)

    @staticmethod
    def _is_institution(phrase: Phrase) -> bool:
        """Tell «مؤسسة سليم حداد»، «إدارة نصار» from the person whose name completes them."""
        return phrase.head is not None and phrase.head.kind in _INSTITUTIONS

    def body(self, phrase: Phrase) -> Entity:
        """Describe an institution that is only named."""
        return self._described(phrase, None)

    def _place(self, name: str) -> Entity:
        gender = None if name in _MASCULINE_PLACES else Gender.FEMININE
        place = Entity(name, tuple(loose(name).split()), person=False, gender=gender, number=Number.SINGULAR)
        return self.institutions.find(place, refers=False)

    def _joint(self, phrase: Phrase) -> Entity:
        starts, ends = (phrase.start, *phrase.joint), (*phrase.joint, phrase.end)
        return self.together([self._joint_name(start, end) for start, end in zip(starts, ends, strict=True)])

    def together(self, names: Sequence[str]) -> Entity:
        """Join speakers who speak together."""
        name = "؛ ".join(names)
        entity = Entity(name, tuple(loose(name).split()), person=False, number=Number.PLURAL)
        return self.institutions.find(entity, refers=False)

    def _joint_name(self, start: int, end: int) -> str:
        part = self._phrases.read(start, end)
        if part is not None and part.name is not None and not part.joint:
            entity = self._cast.add(part)
            name = self._cast.full_name(entity) if entity is not None else ""
            return name or self._words(start, end)
        word = self._tokens.items[start].word
        if word.place and end - start == 1:
            return word.place
        name = self._words(start, end)
        return name[1:] if word.conjunction else name

    # people

    def _office(self, phrase: Phrase, noun: Noun) -> Entity | None:
        """Find who holds an office; an unnamed person, as «الدبلوماسي», is who was described before."""
        if not phrase.definite or phrase.owner is not None or noun.number in {Number.DUAL, Number.PLURAL}:
            return self._description(phrase)
        last = self._tokens.items[phrase.end - 1].word
        if last.definite and not (last.noun or last.country) and phrase.end - phrase.start > 1:
            known = self._cast.known((loose(last.form),), noun.gender)  # طلب الرئيس السيسي
            if known is not None:
                return known
        office = self._office_of(phrase)
        recent = self._discourse.recent(phrase.start)
        if (general := self._general(phrase, noun, recent)) is not None:
            return general
        if office is not None and (found := self._cast.by_office(office, recent, noun.gender)) is not None:
            return found
        if (only := self._only_of(phrase, noun, recent)) is not None:
            return only
        if office is not None and (alike := self._alike(phrase, noun, office, recent)) is not None:
            return alike
        if noun.lemma != COUNTERPART and not (noun.kind == "profession" and phrase.end == phrase.start + 1):
            return self._description(phrase)
        known = self.institutions.again(self._described(phrase, office))
        if known is None and (noun.lemma == COUNTERPART or noun.lemma.removesuffix("ة") in _ANYBODY):
            known = next((e for e in recent if e.person and e.agrees(noun.gender, noun.number)), None)
        return known or self._description(phrase)

    def _titled(self, phrase: Phrase) -> Entity | None:
        """Find whom a title without a name means: «الملك», where «العاهل الأردني الملك عبدالله» is named."""
        office = self._office_of(phrase)
        return None if office is None else self._cast.by_office(office, self._discourse.recent(phrase.start))

    def _only_of(self, phrase: Phrase, noun: Noun, recent: Sequence[Entity]) -> Entity | None:
        """Find the only person, or the one of a nation, whom a noun of no office means: «اللاعب السويدي»."""
        if phrase.end == phrase.start + 1 and noun.lemma in _TRADES:
            people = {id(entity): entity for entity in recent if entity.person}
            only = next(iter(people.values())) if len(people) == 1 else None
            described = only is not None and bool(only.offices or only.nation)
            return only if only is not None and described and only.agrees(noun.gender, noun.number) else None
        return self._of_nation(phrase, loose(noun.lemma), recent) if noun.lemma in _TRADES else None

    def _general(self, phrase: Phrase, noun: Noun, recent: Sequence[Entity]) -> Entity | None:
        """Find whom «الزعيم التركي» means: who was last spoken of and has an office of the country, whatever it is."""
        items = self._tokens.items
        nation = items[phrase.start + 1].word if phrase.end == phrase.start + 2 else EMPTY
        if noun.lemma not in _GENERAL or not (nation.country and nation.definite and items[phrase.start].word.definite):
            return None
        return self._cast.of_country(nation.country, noun.gender, recent) if noun.number is Number.SINGULAR else None

    def _alike(self, phrase: Phrase, noun: Noun, office: Office, recent: Sequence[Entity]) -> Entity | None:
        """Find whom a noun with an adjective means that is new: «الرئيس المستقيل»، «المسؤول الروسي»."""
        items = self._tokens.items
        if phrase.end != phrase.start + 2 or not (items[phrase.start].word.definite and noun.number is Number.SINGULAR):
            return None
        adjective = items[phrase.start + 1].word
        if adjective.country and adjective.definite:
            profession = noun.kind == "profession"
            found = self._cast.of_country(adjective.country, noun.gender, recent) if profession else None
            return found or self._cast.only_head(office)
        named = adjective.noun is not None or not adjective.definite
        return None if named else self._cast.by_head(office, recent)

    def _of_nation(self, phrase: Phrase, head: str, recent: Sequence[Entity]) -> Entity | None:
        """Find whom «اللاعب السويدي» means."""
        adjective = self._tokens.items[phrase.end - 1].word
        if phrase.end != phrase.start + 2 or not (adjective.country and adjective.definite):
            return None
        if not self._tokens.items[phrase.start].word.definite or adjective.form.endswith(("ين", "ون", "ان", "ات")):
            return None
        gender = Gender.FEMININE if adjective.form.endswith("ة") else Gender.MASCULINE
        return self._cast.of_nation(adjective.country, gender, head, recent)

    # whose

    def _owned(self, phrase: Phrase, noun: Noun) -> Entity | None:
        """Name somebody by whose he is: محاميها is the lawyer of the woman last spoken of."""
        owner = self._owner(phrase, noun)
        if noun.kind in PEOPLE and noun.number is Number.SINGULAR:
            holder = self._cast.holder_of(loose(noun.lemma), noun.gender)
            if holder is not None:
                return holder
        if noun.kind == "organisation":
            described = self._described(phrase, None)
            known = self.institutions.again(described) or self.institutions.named(described, anywhere=True)
            return known or self._description(phrase)
        if owner is None:
            return self._description(phrase)
        bare = plain(self._tokens.items[phrase.start].text).removesuffix(noun.owner)
        if noun.number is Number.PLURAL and bare.endswith("ي"):
            bare = bare[:-1] + "و"  # a name is shown in the nominative
        elif bare.endswith("ت") and noun.lemma.endswith("ة"):
            bare = bare[:-1] + "ة"
        name = f"{bare} {self._cast.full_name(owner)}"
        keys = tuple(loose(name).split())
        entity = Entity(name, keys, person=False, gender=noun.gender, number=noun.number, head=loose(noun.lemma))
        return self.institutions.find(entity, refers=False)

    def _owner(self, phrase: Phrase, noun: Noun) -> Entity | None:
        """Find whose somebody is: who was named last in the sentence, or who spoke or acted last before it."""
        gender = Gender.FEMININE if noun.owner == "ها" else Gender.MASCULINE
        number = Number.PLURAL if noun.owner in {"هم", "هما"} else Number.SINGULAR
        at, discourse = phrase.start, self._discourse
        speaker = discourse.last_speaker(at) if self._tokens.around[at] != -1 else None
        near = [e for e in discourse.named_in_sentence(at) if e.person]
        for entity in (*near, *discourse.recent(at), *discourse.mentioned(at)):
            # Within a quote, he is not who is quoted.
            if entity is not speaker and entity.agrees(gender, number) and (entity.person or noun.kind == "role"):
                return entity
        return None

    # things and sources

    def _description(self, phrase: Phrase, gender: Gender | None = None) -> Entity | None:
        """Find what a phrase without name or office describes."""
        first, head = self._tokens.items[phrase.start].word, phrase.head
        single = phrase.end == phrase.start + 1
        if head is not None and head.lemma in _PARTS and not first.definite:
            return next((e for e in self._discourse.recent(phrase.start) if e.kind == "document"), None)
        if head is not None and head.kind == "statement":
            return self._statement(phrase)
        if head is not None and head.lemma == _SOURCE and first.definite and single:
            cited = (e for e in self._discourse.speakers(phrase.start) if e.kind in _CITED)
            unnamed = next((e for e in cited if e.agrees(None, head.number)), None)
            if unnamed is not None:
                return unnamed
        described = self._described(phrase, self._office_of(phrase))
        if head is None and single and (person := self._cast.known(described.keys, gender)) is not None:
            return person
        pointed = "demonstrative" in self._tokens.items[max(phrase.start - 1, 0)].word.kinds
        return self.institutions.find(described, refers=first.definite or pointed)

    def _described(self, phrase: Phrase, office: Office | None) -> Entity:
        first, head = self._tokens.items[phrase.start].word, phrase.head
        name = self._nominal(phrase)
        return Entity(
            name,
            tuple(loose(name).split()),
            person=False,
            gender=head.gender if head is not None and self._is_gendered(head) else None,
            number=head.number if head is not None else Number.PLURAL if first.country or are_people(first) else None,
            head=loose(head.lemma if head is not None else first.core),
            offices=[office] if office is not None else [],
            first=phrase.start,
            kind=head.kind if head is not None else "",
        )

    @staticmethod
    def _is_gendered(head: Noun) -> bool:
        """Tell whether a noun shows the gender of what it means: an institution, or one person (وزيرة، مصدر)."""
        one = head.kind in PEOPLE or head.lemma == _SOURCE
        return head.kind in _GENDERED or (one and head.number is Number.SINGULAR)

    def _office_of(self, phrase: Phrase) -> Office | None:
        items, end = self._tokens.items, phrase.end
        end += end < len(items) and items[end].word.form in _PRESENT  # الوزير | الحالي
        return office_of([item.word for item in items[phrase.start : end]])

    def _statement(self, phrase: Phrase) -> Entity | None:
        """Credit a statement to who made it: بيان الشرطة, and «البيان» to who spoke last."""
        items = self._tokens.items
        for start in range(phrase.start + 1, phrase.end):
            word = items[start].word
            after = items[start + 1].word if start + 1 < phrase.end else word
            owner = word.definite or word.place or word.named or word.title or (word.noun and after.definite)
            if (
                word.kinds
                or word.core in _ISSUED
                or not (owner and (word.noun or word.place or word.named or word.title))
            ):
                continue
            inner = self._phrases.read(start, phrase.end)
            if inner is not None and (inner.name or inner.head is not None or word.place):
                return self.entity(inner)
        if (issuer := self._issuer_after(phrase)) is not None:
            return issuer
        described = self._described(phrase, None)
        definite = items[phrase.start].word.definite
        if self._has_issuer_before(phrase) and not definite:
            gender = _OF_IT.get(items[phrase.end].word.core) if phrase.end < len(items) else None
            issuer = self._discourse.last_issuer(phrase.start, gender)
            return issuer or self.institutions.find(described, refers=False)
        if not definite:
            return self.institutions.find(described, refers=False)
        return self.institutions.again(described) or self._discourse.last_issuer(phrase.start)

    def _issuer_after(self, phrase: Phrase) -> Entity | None:
        """Find who issued a statement, where the phrase ends before: بيان صادر | عن حداد، بيان | للطبيب حداد."""
        items, at = self._tokens.items, phrase.end
        stop = self._tokens.stop[phrase.start]
        if at + 1 >= stop:
            return None
        issued = items[at - 1].word.core in _ISSUED and items[at].word.core == "عن"
        issued = issued or (items[at].word.verbal and items[at].word.form.endswith(("ه", "ها")))  # بيان | أصدره حداد
        at += issued
        word = items[at].word
        who = word.noun is not None or word.place is not None or word.named or word.title
        if not who or not (issued or (word.preposition == "ل" and word.definite)):
            return None
        maker = self._phrases.read(at, stop)
        if maker is None or (maker.head is not None and maker.head.kind in {"statement", "document"}):
            return None
        return self.entity(maker) if maker.name or maker.head is not None or word.place else None

    def _has_issuer_before(self, phrase: Phrase) -> bool:
        """Tell «بيان صادر عنه», and «وفق ما أعلن في بيان»: who issued it has been named."""
        items = self._tokens.items
        after = items[phrase.end].word if phrase.end < len(items) else EMPTY
        if items[phrase.end - 1].word.core in _ISSUED:
            return after.core in _FROM_IT
        within = phrase.start > 0 and items[phrase.start - 1].word.core == "في"
        return within and phrase.end == phrase.start + 1 and not after.form

    # words

    def _nominal(self, phrase: Phrase) -> str:
        """Write a description without the clitics that belong to its place in the sentence."""
        word = self._tokens.items[phrase.start].word
        if (house := self._house(phrase)) is not None:
            return house
        first, _, rest = self._words(phrase.start, phrase.end).partition(" ")
        if word.conjunction:
            first = first[1:]
        if word.preposition and word.definite:
            first = "ال" + first[2 if first.startswith("لل") else 3 :]
        elif word.preposition:
            first = first[1:]
        if phrase.head is not None and phrase.head.number is Number.PLURAL and phrase.head.kind in _OWNED:
            genitive = rest.startswith("ال") and not first.startswith("ال")  # بعض السياسيين
            first, rest = _nominative(first, "ين"), rest if genitive else _nominative(rest, "يين")
        elif self._is_accusative(phrase, first):
            first, rest = first[:-1], _without_tanwin(rest)
        return f"{first} {rest}".strip()

    @staticmethod
    def _is_accusative(phrase: Phrase, first: str) -> bool:
        """Tell a noun with the ending of the accusative, مسؤولا; «وزيرا خارجية لبنان وسوريا» is a dual."""
        accusative = phrase.head is not None and phrase.head.accusative and not phrase.definite
        return accusative and first.endswith("ا") and len(first) > _SHORTEST_PEOPLE

    def _house(self, phrase: Phrase) -> str | None:
        """Read «البيت الأبيض», also where the phrase ends before the adjective."""
        items = self._tokens.items
        if phrase.start + 1 >= min(len(items), phrase.end + 1) or not items[phrase.start].word.definite:
            return None
        return _HOUSES.get((items[phrase.start].word.core, items[phrase.start + 1].word.core))

    def _words(self, start: int, end: int) -> str:
        items = self._tokens.items
        text = self._tokens.text[items[start].start : items[end - 1].end]
        return plain(" ".join(text.replace("#", "").replace("_", " ").split()))


def is_place(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a phrase is the name of a place, and nothing more."""
    place = tokens.items[phrase.start].word.place
    return place is not None and phrase.end - phrase.start <= place.count(" ") + 1


def are_people(word: Word) -> bool:
    """Tell people in the plural, whose ending shows that they are a subject: الحوثيون، المحتجون."""
    return word.definite and not word.preposition and word.form.endswith("ون") and len(word.core) > _SHORTEST_PEOPLE


def _nominative(words: str, ending: str) -> str:
    """Write the first word of a description as a subject is written: مسؤولين أمنيين is مسؤولون أمنيون."""
    first, space, rest = words.partition(" ")
    if first in _DUALS:
        return first[:-2] + "ان" + space + rest
    return (first[:-2] + "ون" if first.endswith(ending) else first) + space + rest


def _without_tanwin(words: str) -> str:
    """Write the adjective beside a noun that stood in the accusative: مسؤولا أميركيا is مسؤول أميركي."""
    first, space, rest = words.partition(" ")
    return (first[:-1] if first.endswith("يا") else first) + space + rest


def _is_owned(head: Noun) -> bool:
    return head.kind in {*_OWNED, "organisation"} and head.owner not in {"", "نا"} and head.lemma != COUNTERPART
