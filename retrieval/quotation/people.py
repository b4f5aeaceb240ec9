"""Who occurs in a document, under which names and in which offices?

`Cast` collects everybody whom the document names, joins short and full names, and remembers the offices that stand
beside a name, so that «الوزير الروسي» can be looked up in the document itself before the table of office holders is
asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.entities import Entity
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.names import is_misspelt, is_part, is_same, is_whole
from retrieval.quotation.offices import Office, office_of
from retrieval.quotation.person_names import is_joined
from retrieval.quotation.spelling import loose, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from retrieval.quotation.lexicon import Noun
    from retrieval.quotation.phrases import Phrase
    from retrieval.quotation.register import Register
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

KEPT = 200
"""How many people, and how many other speakers, of a document are compared with a name: the last ones."""
_CLITICS = "ولب"
_SHORTEST_WITH_CLITIC = 5
_BESIDE = 3


class Cast:
    """The entities of one document, and whom its words mean."""

    def __init__(self, tokens: Tokens, register: Register, published: date | None) -> None:
        self._tokens = tokens
        self._register = register
        self._published = published
        self._places: dict[str, int] | None = None
        self._last_office: Office | None = None
        self.people: list[Entity] = []
        self.others: list[Entity] = []
        self._bodies: list[Entity] = []  # named institutions, whether they speak or not

    # names

    def add(self, phrase: Phrase) -> Entity | None:
        """Take note of a named person and of the office beside the name."""
        if phrase.name is None:
            return None
        entity = self.named(phrase.name)
        if phrase.joint:
            return entity
        for item in self._tokens.items[phrase.start : phrase.name[0]]:
            if item.word.country and item.word.definite:
                entity.nation = item.word.country
                feminine = item.word.form.endswith("ة")
                alone = phrase.name[0] == phrase.start + 1
                shown = Gender.FEMININE if feminine else Gender.MASCULINE
                entity.gender = entity.gender or (shown if alone else None)
        for start, end in ((phrase.start, phrase.name[0]), (phrase.name[1], phrase.end)):
            self._note_office(entity, [item.word for item in self._tokens.items[start:end] if item.word.form])
        return entity

    def _note_office(self, entity: Entity, words: Sequence[Word]) -> None:
        office = office_of(words)
        if office is None:
            return
        self._last_office = self._counterpart(office)
        entity.offices.append(self._last_office)
        if entity.gender is None and words[0].noun is not None:
            entity.gender = words[0].noun.gender

    def named(self, name: tuple[int, int]) -> Entity:
        """Find the person of a name, by its longest form in the document; note a new one."""
        items = self._tokens.items
        words = [items[i].text for i in range(*name) if items[i].word.form or items[i].text == "-"]
        shown = plain(" ".join(words)).replace("_", " ").replace(" - ", "-")
        keys = tuple(loose(shown.replace("-", " ")).split())
        known = self._known(keys)
        if known is None and len(keys) == 1 and (longer := self._longer(keys[0])) is not None:
            return self.named(longer)
        if known is None and len(keys[0]) >= _SHORTEST_WITH_CLITIC and keys[0][0] in _CLITICS:
            known = self._known((keys[0][1:], *keys[1:]))  # لأوزتورك, where no lexicon knows the name
        if known is None:
            known = Entity(shown, keys, person=True, number=Number.SINGULAR)
            self.people.append(known)
        elif len(keys) > len(known.keys) and set(known.keys) <= set(keys):
            known.keys, known.name = keys, shown
        return known

    def known(self, keys: tuple[str, ...]) -> Entity | None:
        """Find the person of the document whom a single word can mean; None for anything else."""
        return self._known(keys)

    def _longer(self, only: str) -> tuple[int, int] | None:
        """Find a single name with the names beside it elsewhere in the document: غالب | أوزتورك."""
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
        while start == index and end <= last and items[end].word.named and not is_joined(items[end].word, self._tokens):
            end += 1
        return (start, end) if end - start > 1 else None

    def _neighbours(self) -> dict[str, int]:
        """Index the first place of every name that stands beside another."""
        places: dict[str, int] = {}
        items = self._tokens.items
        for index in range(1, len(items)):
            word = items[index].word
            if word.named and items[index - 1].word.named and not is_joined(word, self._tokens):
                places.setdefault(loose(items[index].text), index)
                places.setdefault(loose(items[index - 1].text), index - 1)
        return places

    def _known(self, keys: tuple[str, ...]) -> Entity | None:
        people = self.people[-KEPT:]
        for same in (is_same, is_part, is_whole):
            found = [entity for entity in people if same(keys, entity.keys)]
            if found:
                return found[-1]
        if self._register.knows(keys[-1]):
            return None
        found = [entity for entity in people if is_misspelt(keys, entity.keys)]
        return found[0] if len(found) == 1 else None

    def full_name(self, entity: Entity) -> str:
        """Write a name in full, as everywhere else in the archive."""
        if not entity.person:
            return entity.name
        return self._register.full_name(entity.keys) or entity.name

    # offices

    def _counterpart(self, office: Office) -> Office:
        """Read «نظيره التركي» as the office mentioned before, of another country."""
        if office.head != "نظير" or self._last_office is None:
            return office
        last = self._last_office.without_countries()
        countries = office.words - office.without_countries().words
        return Office(last.head, last.words | countries, last.plain_head)

    def by_office(self, office: Office, recent: Sequence[Entity]) -> Entity | None:
        """Find who is meant by an office: somebody of the document, then of the table at the document's date."""
        office = self._counterpart(office)
        found = [e for e in self.people[-KEPT:] if any(own.holds(office) for own in e.offices)]
        if found:
            ranks = {id(entity): rank for rank, entity in reversed(list(enumerate(recent)))}
            return min(found, key=lambda entity: ranks.get(id(entity), len(ranks)))
        if recent and self._is_national(office, recent[0]):
            return recent[0]
        return self._holder(office)

    @staticmethod
    def _is_national(office: Office, entity: Entity) -> bool:
        """Tell whether the country is a person's own, and not the office's: المدير الفني الأرجنتيني."""
        bare = office.without_countries()
        if len(bare.words) == len(office.words) or len(bare.words) == 1:
            return False
        return any(own.holds(bare) and own == own.without_countries() for own in entity.offices)

    def _holder(self, office: Office) -> Entity | None:
        if self._published is None or not any(word.startswith("@") for word in office.words):
            return None
        names = self._register.holders(office, self._published)
        if len(names) != 1:
            return None
        name = names.pop()
        return Entity(name, tuple(loose(name).split()), person=True, number=Number.SINGULAR)

    def only_of(self, nation: str, trade: Noun) -> Entity | None:
        """Find the one person of a country, or else of a trade: «اللاعب السويدي» where one Swede or player is named."""
        fitting = [e for e in self.people[-KEPT:] if e.gender in {None, trade.gender}]
        found = [e for e in fitting if e.nation == nation]
        if not found:
            head = loose(trade.lemma)
            found = [e for e in fitting if not e.nation and any(own.head == head for own in e.offices)]
        return found[0] if len(found) == 1 else None

    def other(self, described: Entity, *, refers: bool) -> Entity:
        """Find an institution, a document or an unnamed source by its words, or its head noun if it is taken up again.

        Args:
            described: What the words say; it becomes a new entity if there is none yet.
            refers: Whether the words take something up again: they have the article.
        """
        for entity in reversed(self.others[-KEPT:]):
            if entity.keys == described.keys:
                return entity
        if refers and described.head and (known := self.again(described)) is not None:
            return known
        if refers and len(described.keys) == 1 and (known := self.body(described)) is not None:
            return known
        self.others.append(described)
        return described

    def note_body(self, body: Entity) -> None:
        """Take note of an institution that is named in full, wherever it stands."""
        if all(known.keys != body.keys for known in self._bodies[-KEPT:]):
            self._bodies.append(body)

    def body(self, described: Entity) -> Entity | None:
        """Find the one institution of the document that a bare noun means: «الشركة» where one company is named."""
        found = [e for e in self._bodies[-KEPT:] if e.first < described.first and e.head == described.head]
        if len(found) != 1:
            return None
        known = next((e for e in self.others[-KEPT:] if e.keys == found[0].keys), None)
        if known is None:
            self.others.append(found[0])
        return known or found[0]

    def again(self, described: Entity) -> Entity | None:
        """Find what a noun with the article takes up again: the last thing with that head and what is said of it."""
        office = described.offices[0] if described.offices else None
        found = [
            entity
            for entity in self.others[-KEPT:]
            if entity.first < described.first
            and entity.head == described.head
            and (office is None or any(own.holds(office) for own in entity.offices))
        ]
        return max(found, key=lambda e: (e.number == described.number, e.first), default=None)
