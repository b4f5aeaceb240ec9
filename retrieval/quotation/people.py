"""Who occurs in a document, under which names and in which offices?

`Cast` collects everybody whom the document names, joins short and full names, and remembers the offices that stand
beside a name, so that «الوزير الروسي» can be looked up in the document itself before the table of office holders is
asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.entities import BY_NAME, BY_OFFICE, Entity
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.names import FUZZY_LENGTH, is_misspelt, is_part, is_same, is_whole
from retrieval.quotation.offices import COUNTERPART, Office, countries_in, office_of
from retrieval.quotation.person_names import is_joined
from retrieval.quotation.spelling import fold, loose, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from retrieval.quotation.lexicon import Lexicon
    from retrieval.quotation.phrases import Phrase
    from retrieval.quotation.register import Register
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

KEPT = 200
"""How many people of a document are compared with a name: the last ones."""
_CLITICS = "ولب"
_SHORTEST_WITH_CLITIC = 5
_POSSESSIVES = ("ته", "تها", "تهم", "اره", "اتها")
_LONGEST_REST = 3
_BESIDE = 3
_FULL_OFFICE = 2
"""How many words an office must have to be completed with a country that the document names."""
_PEOPLE = frozenset(("role", "profession"))
_SOLE = frozenset(("رييس", "مندوب", "مبعوث", "عاهل", "ملك", "امير", "سلطان", "زعيم", "بابا", "مرشد"))
"""Offices of which a country has one: «الوزير الروسي», with nothing but the country, is no entry of the table."""
_PAIR = 2
_MEN = frozenset(("حمزة", "اسامة", "طلحة", "عبيدة", "معاوية", "قتادة", "امية", "عطية", "خليفة", "جمعة", "عكرمة"))
"""Given names of men that end in ـة, folded."""
_YOUNGER = frozenset(("الابن", "جونيور", "الثاني"))

_DEPUTIES = frozenset(("نائب", "نائبة", "مساعد", "مساعدة", "وكيل", "مستشار", "مستشارة", "متحدث", "متحدثة", "ناطق"))

Keys = tuple[str, ...]


class Cast:
    """The people of one document, and whom names and offices mean."""

    def __init__(self, tokens: Tokens, register: Register, lexicon: Lexicon, published: date | None) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._register = register
        self._published = published
        self._places: dict[str, int] | None = None
        self._countries: frozenset[str] | None = None
        self._last_office: Office | None = None
        self._either: dict[Keys, Entity] = {}  # who is nobody for certain, by family name or office
        self.people: list[Entity] = []

    # names

    def add(self, phrase: Phrase, gender: Gender | None = None) -> Entity | None:
        """Take note of a named person and of the office beside the name; a verb may show the gender."""
        if phrase.name is None or self._is_thing(phrase.name):
            return None
        name = self._whole(phrase.name, phrase.end)
        if (deputy := self._deputy(phrase.start, name)) is not None:
            return deputy
        entity = self.named(name, gender)
        entity.mentions += phrase.name[1] - phrase.name[0] > 1
        own_end = phrase.joint[0] if phrase.joint else phrase.end
        if phrase.name[0] >= own_end:
            return entity
        start = self._own_start(phrase.start, phrase.name[0])
        self._note_nation(entity, start, phrase.name[0])
        for first, end in ((start, phrase.name[0]), (phrase.name[1], own_end)):
            self.note_offices(entity, [item.word for item in self._tokens.items[first:end] if item.word.form])
        return entity

    def _deputy(self, start: int, name: tuple[int, int]) -> Entity | None:
        """Find who is meant by «نائب الرئيس الأميركي دونالد ترامب»: the deputy, whom the name of the superior hides."""
        first = self._tokens.items[start].word
        if start == name[0] or name[1] - name[0] == 1 or first.noun is None or first.noun.lemma not in _DEPUTIES:
            return None
        words = [item.word for item in self._tokens.items[start : name[0]]]
        office = office_of(words)
        if office is None or not self._register.is_superior(self._read(name)[1], office, self._published):
            return None
        deputy = self._nobody((office.head, *sorted(office.words)))
        if deputy not in self.people[-KEPT:]:
            self.people.append(deputy)
            self._note_office(deputy, words)
        return deputy

    def _nobody(self, keys: Keys) -> Entity:
        """Make somebody whom no name shows: nobody else may be credited instead."""
        return self._either.setdefault(keys, Entity("", ("",), person=True, number=Number.SINGULAR))

    def _is_thing(self, name: tuple[int, int]) -> bool:
        """Tell a single word that nothing lists as a name, and that reads as a noun or has a pronoun: جداريته."""
        if name[1] - name[0] > 1:
            return False
        word = self._tokens.items[name[0]].word
        if not word.given and self._register.is_misread(plain(self._tokens.items[name[0]].text)):
            return True
        listed = word.sure or word.given or word.namesake or word.form in self._lexicon.names
        if listed or self._register.knows(loose(word.form)) or self._known((loose(word.form),), None) is not None:
            return False
        verb = word.verbal or bool(word.readings)  # الأب | صرح
        common = word.accusative or ((word.substantive or word.adjectival) and not word.named)
        return verb or common or word.form.endswith(_POSSESSIVES)

    def _own_start(self, start: int, name: int) -> int:
        """Find where what is said of a person begins: سؤال صحفي | للمتحدثة ريم حداد speaks of two."""
        for at in range(name - 1, start, -1):
            word = self._tokens.items[at].word
            if word.noun is not None and word.noun.kind in _PEOPLE and word.preposition == "ل":
                return at
        return start

    def _note_nation(self, entity: Entity, start: int, name: int) -> None:
        if start == name:  # العداء الكيني، | إليود حداد: the noun before the name may be any
            start = max(self._tokens.begin[name], name - 1)
            start -= start > self._tokens.begin[name] and not self._tokens.items[start].word.form
        for item in self._tokens.items[start:name]:
            if item.word.country and item.word.definite:
                entity.nation = item.word.country
                if name == start + 1:  # الكيني فلان, with nothing else that could be Kenyan
                    feminine = item.word.form.endswith("ة")
                    entity.learn_gender(Gender.FEMININE if feminine else Gender.MASCULINE, BY_OFFICE)

    def note_offices(self, entity: Entity, words: Sequence[Word]) -> None:
        """Take note of what somebody is: العاهل الأردني | الملك is two offices."""
        self._note_office(entity, words)
        for at in range(1, len(words)):
            word, before = words[at], words[at - 1]
            apart = before.definite or before.title or before.country is not None or before.place is not None
            role = word.definite and word.noun is not None and word.noun.kind in _PEOPLE and not word.preposition
            if apart and (role or word.title):
                self._note_office(entity, words[at:])

    def _note_office(self, entity: Entity, words: Sequence[Word]) -> None:
        office = office_of(words) if words else None
        if office is None:
            return
        self._last_office = self._counterpart(office)
        if self._last_office not in entity.offices[-KEPT:]:
            entity.offices.append(self._last_office)
        if words[0].noun is not None:
            entity.learn_gender(words[0].noun.gender, BY_OFFICE)

    def named(self, name: tuple[int, int], gender: Gender | None = None) -> Entity:
        """Find the person of a name, by its longest form in the document; note a new one."""
        name = self._with_surname(self._before_second(name))
        shown, keys = self._read(name)
        if len(keys) == 1 and len(bearers := self._bearers(keys[0], gender)) > 1:
            return self._of_namesakes(keys, bearers, gender)
        known = self._known(keys, gender)
        if known is None and len(keys) == 1 and (longer := self._longer(keys[0])) is not None:
            shown, keys = self._read(longer)
            known = self._known(keys, gender)
        if known is None and len(keys) > 1 and not self._tokens.items[name[1] - 1].word.sure:
            known = self._without_object(self._tokens.items[name[0]].word, keys, gender)
        if known is None and len(keys[0]) >= _SHORTEST_WITH_CLITIC and keys[0][0] in _CLITICS:
            known = self._known((keys[0][1:], *keys[1:]), gender)  # لأوزتورك, where no lexicon knows the name
        if known is None:
            known = Entity(shown, keys, person=True, number=Number.SINGULAR)
            known.learn_gender(self._register.gender(keys) or self._given_gender(name), BY_NAME)
            self.people.append(known)
        elif len(keys) > len(known.keys) and set(known.keys) <= set(keys):
            known.keys, known.name = keys, shown
        return known

    def _bearers(self, surname: str, gender: Gender | None) -> list[Entity]:
        """List those of the document who have a family name, with another name before it."""
        return [e for e in self.people[-KEPT:] if len(e.keys) > 1 and e.keys[-1] == surname and e.has_gender(gender)]

    def _of_namesakes(self, keys: Keys, bearers: Sequence[Entity], gender: Gender | None) -> Entity:
        """Find whom a family name means that several have: who acts, if the others are named in passing only.

        «حداد» is سليم حداد who spoke, not كمال حداد in «عهد كمال حداد»; if both act it may be either. A feminine verb
        means the only woman.
        """
        women = [entity for entity in bearers if entity.gender is gender is Gender.FEMININE]
        if len(women) == 1:
            return women[0]
        called = [entity for entity in bearers if self._is_called(entity)]  # برج ترامب is nobody
        if len(called) == 1:
            return called[0]
        acting = [entity for entity in called or bearers if entity.active or entity.mentions > 1]
        if len(acting) == 1:
            return acting[0]
        return self._nobody(keys)

    def _is_called(self, entity: Entity) -> bool:
        """Tell whether somebody's first name is listed as a name, or the whole name is."""
        first = entity.name.partition(" ")[0]
        return fold(first) in self._lexicon.names or self._register.full_name(entity.keys) is not None

    def _whole(self, name: tuple[int, int], end: int) -> tuple[int, int]:
        """Take the word with the article after a given name for the family name, if it may be one: خليل | الحية."""
        items = self._tokens.items
        if (listed := self._listed(name)) is not None:
            return listed
        single = name[1] - name[0] == 1 and name[1] < len(items) and items[name[0]].word.first_name
        if not single or not is_family(items[name[1]].word):
            return name
        common = items[name[1]].word.substantive or items[name[1]].word.process
        return (name[0], name[1] + 1) if end == name[1] + 1 or not common else name

    def _listed(self, name: tuple[int, int]) -> tuple[int, int] | None:
        """Go on with the words that complete a listed name: خالد | الجار الله."""
        items, (start, end) = self._tokens.items, name
        if end - start > 1:
            return None
        for after in range(min(end + _LONGEST_REST, len(items)), end, -1):
            if self._register.is_listed(tuple(loose(item.text) for item in items[start:after])):
                return start, after
        return None

    def _given_gender(self, name: tuple[int, int]) -> Gender | None:
        """Read the gender of a given name that only women have, or that ends as theirs do."""
        form = self._tokens.items[name[0]].word.form
        ends = form.endswith("ة") and self._lexicon.names.get(form) == "given" and form not in _MEN
        return Gender.FEMININE if form in self._lexicon.women or ends else None

    def _before_second(self, name: tuple[int, int]) -> tuple[int, int]:
        """End a name before another that is joined to it: كيري | وبوتين."""
        for at in range(name[0] + 1, name[1]):
            form = self._tokens.items[at].word.form
            joined = form.startswith("و") and form not in self._lexicon.names
            if joined and (form[1:] in self._lexicon.names or self._register.knows(loose(form[1:]))):
                return name[0], at
        return name

    def _with_surname(self, name: tuple[int, int]) -> tuple[int, int]:
        """Go on with a word that nothing knows, where a given name alone is that of another: جون | برنان."""
        items, end = self._tokens.items, name[1]
        if end - name[0] != 1 or end >= len(items):
            return name
        word, first = items[end].word, loose(items[name[0]].text)
        others = any(len(e.keys) > 1 and e.keys[0] == first for e in self.people[-KEPT:])
        return (name[0], end + 1) if others and word.form and _is_foreign(word) else name

    def _without_object(self, first: Word, keys: Keys, gender: Gender | None) -> Entity | None:
        """Find who is meant if the last word was no name: وصف أورتيغا | الاحتجاجات, where دانيال أورتيغا is known."""
        given = len(keys) == _PAIR and self._lexicon.names.get(first.form) == "given"
        if keys[-1] in _YOUNGER or given:
            return None
        people = [e for e in self.people[-KEPT:] if len(e.keys) > 1 and e.has_gender(gender)]
        return next((e for e in reversed(people) if "".join(keys[:-1]) in {e.keys[-1], "".join(e.keys)}), None)

    def _read(self, name: tuple[int, int]) -> tuple[str, Keys]:
        """Read how a name is shown, and its words folded."""
        items = self._tokens.items
        words = [items[i].text for i in range(*name) if items[i].word.form or items[i].text == "-"]
        first = items[name[0]].word
        joined = "" if first.conjunction == "ف" else first.conjunction  # فابين
        words[0] = words[0][len(joined + first.preposition) :]  # وأحمد، لأرسنال
        shown = plain(" ".join(words)).replace("_", " ").removesuffix(" -").replace(" - ", "-")
        return shown, tuple(loose(shown.replace("-", " ")).split()) or (loose(shown),)

    def known(self, keys: Keys, gender: Gender | None = None) -> Entity | None:
        """Find the person of the document whom a single word can mean; None for anything else."""
        if len(keys) == 1 and len(bearers := self._bearers(keys[0], gender)) > 1:
            return self._of_namesakes(keys, bearers, gender)
        found = self._known(keys, gender)
        if found is None and len(keys) == 1 and (longer := self._longer(keys[0])) is not None:
            found = self.named(longer, gender)
        return found if found is not None and found.has_gender(gender) else None

    @staticmethod
    def _is_beside(word: Word, name: Word) -> bool:
        """Tell whether a word may belong to the name before it: after one that is no given name only a listed one.

        «حماس ثلاث …» is no name.
        """
        return word.named and (word.sure or name.given or not name.sure)

    def _longer(self, only: str) -> tuple[int, int] | None:
        """Find a single name with the names beside it elsewhere in the document: غالب | أوزتورك, مشاري | العفاسي."""
        items = self._tokens.items
        if self._places is None:
            self._places = self._neighbours()
        index = self._places.get(only)
        if index is None:
            return None
        start, end = index, index + 1
        while start > max(0, index - _BESIDE) and items[start - 1].word.named:
            start -= 1
        last = min(len(items) - 1, index + _BESIDE)
        while start == index and end <= last and self._is_beside(items[end].word, items[index].word):
            if is_joined(items[end].word, self._tokens):
                break
            end += 1
        return (start, end) if end - start > 1 else None

    def _neighbours(self) -> dict[str, int]:
        """Index the first place of every name that stands beside another."""
        places: dict[str, int] = {}
        items = self._tokens.items
        named = [at for at, word in enumerate(self._tokens.words[:-1], start=1) if word.named or word.sure]
        for index in named:  # each place after a name
            item, before = items[index], items[index - 1]
            if item.word.named and before.word.named and not is_joined(item.word, self._tokens):
                places.setdefault(loose(item.text), index)
                places.setdefault(loose(before.text), index - 1)
            elif before.word.sure and is_family(item.word):
                places.setdefault(loose(item.text), index)
        return places

    def _known(self, keys: Keys, gender: Gender | None) -> Entity | None:
        everybody, single = self.people[-KEPT:], len(keys) == 1
        if not single and (known := [entity for entity in everybody if is_same(keys, entity.keys)]):
            return known[-1]
        people = everybody if gender is None else [entity for entity in everybody if entity.has_gender(gender)]
        near, last = people, keys[-1]
        if single:  # a word is asked for most often: only who is called so at the start or the end can be meant
            near = [e for e in people if e.keys[0] == last or e.keys[-1] == last or "".join(e.keys).endswith(last)]
        for same in (is_same, is_part, is_whole) if near else ():
            found = [entity for entity in near if same(keys, entity.keys)]
            if found:  # rather who has it for a family name than for a given one
                return next((e for e in reversed(found) if e.keys[-1] == keys[-1]), found[-1])
        if not single and (full := self._register.full_name(keys)) is not None:
            return next((e for e in people if len(e.keys) > 1 and self._register.full_name(e.keys) == full), None)
        if len(last) < FUZZY_LENGTH or self._register.knows(last):
            return None
        found = [e for e in people if e.keys[-1][:1] == last[0] and is_misspelt(keys, e.keys)]
        return found[0] if len(found) == 1 else None

    def full_name(self, entity: Entity) -> str:
        """Write a name in full: as the document does where it does, else as the table does."""
        if not entity.person or not entity.name:
            return entity.name
        if len(entity.keys) > 1:
            return self._register.written_out(entity.keys) or entity.name
        return self._register.completed(entity.keys, entity.gender, entity.offices, self._published) or entity.name

    # offices

    def _counterpart(self, office: Office) -> Office:
        """Read «نظيره التركي» as the office mentioned before, of another country."""
        if office.head != COUNTERPART or self._last_office is None:
            return office
        last = self._last_office.without_countries()
        countries = office.words - office.without_countries().words
        return Office(last.head, last.words | countries, last.plain_head, office.former)

    def by_office(self, office: Office, recent: Sequence[Entity], gender: Gender | None = None) -> Entity | None:
        """Find who is meant by an office: somebody of the document, then of the table at the document's date.

        No man is meant by a noun in the feminine (المتحدثة); one in the masculine may mean a woman.
        """
        found = self._by_office(self._counterpart(office), recent)
        man = found is not None and Gender.MASCULINE in (found.gender, self._register.gender(found.keys))
        return None if man and gender is Gender.FEMININE else found

    def _by_office(self, office: Office, recent: Sequence[Entity]) -> Entity | None:
        found = [e for e in self.people[-KEPT:] if any(_means(own, office) for own in e.offices)]
        if office.former is None:
            found = [e for e in found if not all(own.former for own in e.offices if _means(own, office))] or found
        if len(found) > 1 and len(office.words) >= _FULL_OFFICE and not _is_decided(found, office):
            spoke = [entity for entity in found if entity.spoke]
            return spoke[0] if len(spoke) == 1 else self._nobody(tuple(sorted(office.words)))
        if found:
            ranks = {id(entity): rank for rank, entity in reversed(list(enumerate(recent)))}
            return min(found, key=lambda entity: ranks.get(id(entity), len(ranks)))
        if recent and self._is_national(office, recent[0]):
            return recent[0]
        return self._holder(office)

    def by_head(self, office: Office, recent: Sequence[Entity]) -> Entity | None:
        """Find the person of the document whom an office with another adjective means: «الرئيس المنتخب».

        Nobody is meant whose own country is another, and nobody if two are as near.
        """
        asked = {word for word in office.words if word.startswith("@")}
        for entity in recent:
            for own in entity.offices if entity.person else ():
                countries = {word for word in own.words if word.startswith("@")}
                alike = own.head == office.head and own.plain_head == office.plain_head
                if alike and (not asked or not countries or asked & countries):
                    return entity
        return None

    def only_head(self, office: Office) -> Entity | None:
        """Find the one of whom «الوزير البريطاني» may be said: with such an office, of which no country is known."""
        found = [e for e in self.people[-KEPT:] if any(_is_alike(own, office) for own in e.offices)]
        if len(found) != 1 or (found[0].nation and f"@{found[0].nation}" not in office.words):
            return None
        known = any(word.startswith("@") for own in found[0].offices for word in own.words)
        return None if known else found[0]

    def holder_of(self, head: str, gender: Gender) -> Entity | None:
        """Find the one person of the document who is called by a noun: «محاميها» where «المحامي سليم حداد» is named."""
        found = [e for e in self.people[-KEPT:] if e.has_gender(gender) and any(o.head == head for o in e.offices)]
        return found[0] if len(found) == 1 else None

    def of_country(self, nation: str, gender: Gender, recent: Sequence[Entity]) -> Entity | None:
        """Find whom «المسؤول الروسي» means: who was last spoken of and has an office of the country."""
        people = [entity for entity in recent if entity.person and entity.has_gender(gender)]
        holding = (e for e in people if any(f"@{nation}" in own.words for own in e.offices))
        return next(holding, next((e for e in people if e.nation == nation), None))

    @staticmethod
    def _is_national(office: Office, entity: Entity) -> bool:
        """Tell whether the country is a person's own, and not the office's: المدير الفني الأرجنتيني."""
        bare = office.without_countries()
        if len(bare.words) == len(office.words) or len(bare.words) == 1:
            return False
        return any(own.holds(bare) and own == own.without_countries() for own in entity.offices)

    def _holder(self, office: Office) -> Entity | None:
        """Find who held an office when the document was published, if it says of which country, or names one only."""
        if self._published is None:
            return None
        names = self._register.holders(office, self._published, exact=True)
        if len(names) == 1 and len(office.words) > _FULL_OFFICE:
            pass  # الأمين العام لجامعة الدول العربية
        elif any(word.startswith("@") for word in office.words):
            names = self._register.holders(office, self._published, exact=_is_manifold(office))
            if len(names) > 1:  # المبعوث الأممي, where the document speaks of Yemen
                names = self._register.holders(office, self._published, self._named_countries(), everywhere=True)
        elif len(office.words) >= _FULL_OFFICE:
            names = self._register.holders(office, self._published, self._named_countries())
        else:
            return None
        if len(names) != 1:
            return None
        name = names.pop()
        here = next((e for e in self.people[-KEPT:] if self._register.full_name(e.keys) == name), None)
        return here or Entity(name, tuple(loose(name).split()), person=True, number=Number.SINGULAR)

    def _named_countries(self) -> frozenset[str]:
        """Name the countries and leagues that the document speaks of, as offices name them (`@name`)."""
        if self._countries is None:
            self._countries = frozenset(countries_in([item.word for item in self._tokens.items]))
        return self._countries

    def of_nation(self, nation: str, gender: Gender, head: str, recent: Sequence[Entity]) -> Entity | None:
        """Find whom «اللاعب السويدي» means: the Swede last spoken of, or else the only player of no known country."""
        fitting = [e for e in self.people[-KEPT:] if e.has_gender(gender)]
        found = [e for e in fitting if e.nation == nation]
        if not found and head:
            found = [e for e in fitting if not e.nation and any(own.head == head for own in e.offices)]
        if len(found) > 1:
            return next((entity for entity in recent if entity in found), None)
        return found[0] if found else None


def _is_manifold(office: Office) -> bool:
    """Tell an office of which a country has several, with nothing but the country's name: «الوزير الروسي»."""
    alone = len(office.without_countries().words) == 1 and len(office.words) <= _PAIR
    return alone and office.head not in _SOLE


def _is_decided(found: Sequence[Entity], office: Office) -> bool:
    """Tell whether an office that several hold means one: «وزير الدفاع» does not, of ministers of two countries."""
    owns = [next(own for own in e.offices if _means(own, office)) for e in found]
    nations = {frozenset(word for word in own.words if word.startswith("@")) for own in owns}
    return len(nations - {frozenset()}) <= 1


def _means(own: Office, asked: Office) -> bool:
    """Tell whether an office is meant by another that is shorter, or that only adds whose it is."""
    if None not in (own.former, asked.former) and own.former is not asked.former:
        return False  # الوزير الحالي is not the former one
    if own.holds(asked):
        return True
    added = asked.words - own.words
    alike = own.head == asked.head and own.plain_head == asked.plain_head and own.words <= asked.words
    return alike and len(own.words) > 1 and all(word.startswith("@") for word in added)


def _is_alike(own: Office, asked: Office) -> bool:
    return own.head == asked.head and (own.head != "رييس" or own.plain_head == asked.plain_head)


def _is_foreign(word: Word) -> bool:
    """Tell a word that neither table nor morphology knows as anything."""
    known = word.kinds or word.noun or word.readings or word.country or word.place or word.definite or word.verbal
    return not (known or word.abstract or word.nominal or word.accusative or word.adjectival or word.substantive)


def is_family(word: Word) -> bool:
    """Tell a word with the article that may be a family name: العفاسي."""
    return word.definite and not (
        word.preposition or word.conjunction or word.noun or word.country or word.kinds or word.title or word.readings
    )
