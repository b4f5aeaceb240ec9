"""What is a phrase that names a speaker, and what is known of it while it is read?

`Phrase` is what the readers of subjects get; `PhraseState` is one run over the words of a phrase, on which the rules
for names, adjuncts, further speakers and nouns build (`phrase_names.py`, `phrase_adjuncts.py`, `phrase_joints.py`,
`phrase_nouns.py`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Lexicon, Noun

if TYPE_CHECKING:
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

COMMAS = frozenset("،,")
PHRASE_TOKENS = 40
PEOPLE = frozenset(("role", "profession"))
ANYBODY = PEOPLE | {"anonymous"}
_DESCRIBED = ANYBODY | {"document"}
INSTITUTIONS = frozenset(("organisation", "media", "document"))
REGIONS = frozenset(("قطاع", "محافظة", "مدينة", "اقليم", "منطقة", "ولاية", "مقاطعة", "بلدة"))
RELATED = frozenset(("ولايته", "ولايتها", "صلاحيته", "عضويته"))  # الرئيس المنتهية ولايته
_RELATIVES = frozenset(
    ("محامي", "محامية", "زوج", "زوجة", "والد", "والدة", "شقيق", "شقيقة", "ابن", "ابنة", "اخ", "اخت", "اب", "ام", "صديق",
     "جار", "عم", "نجل", "خال", "ارملة", "حفيد", "صديقة", "قريب", "موكل", "حفيدة", "صهر", "خطيب", "خطيبة")
)  # fmt: skip


_TEAMS = frozenset(("الفريق", "المعارضة"))
"""Nouns of people that mostly mean a body: مدرب الفريق، زعيم المعارضة."""
SOMEBODY = Noun("", "title", Gender.MASCULINE, Number.SINGULAR)
"""Who has a title only: سائق | الأميرة."""


class Phrase(NamedTuple):
    """A noun phrase as token indexes; `name` is the personal name's range, `head` the noun that it starts with.

    A tuple, for one is made at every subject and every name of a text.
    """

    start: int
    end: int
    head: Noun | None
    definite: bool
    name: tuple[int, int] | None
    joint: tuple[int, ...] = ()
    owner: tuple[int, int, int] | None = None  # whom the head belongs to: where office, name and end are


def keeps_nun(word: Word) -> bool:
    """Tell a dual or sound plural that keeps its ن, so that no noun completes it: مسؤولون، but مسؤولو الوزارة."""
    noun = word.noun
    people = noun is not None and noun.kind in ANYBODY and noun.number is Number.PLURAL
    return people and word.form.endswith(("ون", "ين", "ان"))


def is_accusative(word: Word) -> bool:
    """Tell an object by its ending: تقريرا، رئيسا."""
    return word.accusative or (word.noun is not None and word.noun.accusative)


class PhraseState(ABC):
    """One run over a phrase: what was read so far, and what may come next."""

    # Most phrases end before these change, so that they stand here and are not set anew for each.
    head: Noun | None = None
    definite = False
    anchored = True  # a name may begin here
    construct = False  # the next word completes the one before
    name: tuple[int, int] | None = None
    prepositional = False
    titled = False  # a title stands just before: العقيد | المالكي
    owned = False  # the name was another's: محامي سامي حداد
    inner: Noun | None = None  # whose the head is, if it is somebody: مستشار | الرئيس
    owner: tuple[int, int, int] | None = None
    foreign = False  # an unknown name completes the role: only a name may follow
    joint: tuple[int, ...] = ()

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, start: int, limit: int, objects: bool, stops: frozenset[str]
    ) -> None:
        self.stops = stops
        self.tokens, self.lexicon, self.start, self.limit, self.objects = tokens, lexicon, start, limit, objects
        self.at = self.end = self.inner_start = start

    @property
    def _is_person(self) -> bool:
        return self.tokens.items[self.start].word.title or (self.head is not None and self.head.kind in PEOPLE)

    def _take(self, end: int) -> bool:
        self.at = self.end = end
        return True

    def _named_next(self) -> bool:
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        both = after is not None and after.namesake and self.tokens.items[self.at].word.namesake  # تمام سلام
        return after is not None and (after.named or both)

    def _particle_next(self) -> bool:
        return self.at + 1 < self.limit and self.tokens.items[self.at + 1].word.form in {"ال", "بن", "بنت"}

    @property
    def _follows_verb(self) -> bool:
        before = self.tokens.items[self.start - 1].word if self.start > self.tokens.begin[self.start] else None
        return before is not None and before.acts

    @property
    def _is_body_like(self) -> bool:
        """Tell an institution or people, also after «باسم»: what they do somewhere is part of who they are."""
        if self.head is None:
            return False
        many = self.head.kind in {"organisation", "anonymous"} or self.head.number is Number.PLURAL
        return many or (self.prepositional and self.head.kind == "role")

    @property
    def _names_body(self) -> bool:
        """Tell whether an institution stands in the phrase: الاتحاد، رئيس الاتحاد."""
        if self.head is None:
            return False
        if self.head.kind == "organisation":
            return True
        words = (item.word.noun for item in self.tokens.items[self.start + 1 : self.at])
        return self.head.kind != "media" and any(noun is not None and noun.kind == "organisation" for noun in words)

    @property
    def _is_office(self) -> bool:
        """Tell a role that a name may complete; but «دكتور سامي حداد» is a title."""
        if self.head is None or self.head.kind not in PEOPLE:
            return False
        title = f"ال{self.tokens.items[self.start].word.core}" in self.lexicon.titles
        return not (title and self.head.kind == "profession")

    @property
    def _is_relative_of(self) -> bool:
        """Tell a noun that names somebody by another person: محامي، زوجة."""
        return self.head is not None and self.head.lemma in _RELATIVES

    @property
    def _starts_accusative(self) -> bool:
        return is_accusative(self.tokens.items[self.start].word)

    def _note_inner(self, word: Word, *, governed: bool = False) -> None:
        """Take note of the person whom the head belongs to (مستشار | الرئيس); one in apposition ends that."""
        if word.form in _TEAMS or not (word.title or (word.noun is not None and word.noun.kind in PEOPLE)):
            return
        if not (self.construct or governed):
            self.inner = None  # قائد الجيش | العقيد
        elif word.noun is None or word.noun.number is Number.SINGULAR:
            self.inner, self.inner_start = word.noun or SOMEBODY, self.at

    def _in_clause(self) -> bool:
        """Tell whether the phrase holds a verb: محام يمثل عددا."""
        return any(item.word.acts for item in self.tokens.items[self.start + 1 : self.at])

    @property
    def _is_open(self) -> bool:
        """An unnamed source may be described at length: مصدر مطلع على التحقيقات."""
        return self.head is not None and not self.definite and self.name is None and self.head.kind in _DESCRIBED

    def _inner(self) -> Phrase | None:
        """Read the phrase that starts here by itself: another speaker's."""
        return type(self)(self.tokens, self.lexicon, self.at, self.limit, self.objects, self.stops).run()

    @abstractmethod
    def run(self) -> Phrase | None:
        """Read the phrase; None where none starts."""
