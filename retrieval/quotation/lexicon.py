"""What does the project's own lexicon say of a word?

`Lexicon.read` loads the tables of data/lexicon/quotation/ (each states its source) into look-ups under folded
spelling. It knows closed classes, cues in every inflected form, nouns that head a speaker's name, countries and
people; what it does not list is left to `words.py` and to the morphology.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.quotation.inflection import (
    PRONOUNS,
    Gender,
    Inflection,
    Number,
    masdar_forms,
    participle_forms,
    verb_forms,
)
from retrieval.quotation.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = Path(__file__).resolve().parents[2] / "data" / "lexicon" / "quotation"


class Shape(StrEnum):
    """What part of speech a form of a cue is."""

    VERB = "verb"
    PARTICIPLE = "participle"
    MASDAR = "masdar"


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb: its class and what may introduce the words (see cues.tsv).

    `nouns` are those that must follow the person spoken of: حمّل فلانا المسؤولية. `asks`: who is addressed is to do
    what is said, and so belongs to the words: طالب | الحكومة بإجراء تحقيق.
    """

    lemma: str
    manner: str
    clause: bool
    noun: bool
    prepositions: frozenset[str]
    nouns: frozenset[str] = frozenset()
    asks: bool = False

    @property
    def takes_object(self) -> bool:
        """Tell whether a person or thing may follow the subject: أعلن، اتهم، دعا."""
        return self.noun or self.manner == "address" or self.speaks_of

    @property
    def speaks_of(self) -> bool:
        """Tell whether who or what is spoken of belongs to the words: اتهم الشركة بإخفاء الوثائق."""
        return self.manner in {"accuse", "describe", "estimate"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A written form read as a form of a cue."""

    cue: Cue
    shape: Shape
    inflection: Inflection


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that heads a speaker's name.

    `lemma` is without article and ending, `owner` the possessive pronoun (محاميها).
    """

    lemma: str
    kind: str
    gender: Gender
    number: Number
    owner: str = ""
    accusative: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the table, with other spellings and an office between two dates (None: open)."""

    name: str
    aliases: tuple[str, ...]
    role: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables, by folded form."""

    classes: dict[str, frozenset[str]]
    cues: dict[str, tuple[Reading, ...]]
    nouns: dict[str, tuple[Noun, ...]]
    titles: frozenset[str]
    adjectives: dict[str, str]
    places: dict[str, str]
    holders: tuple[Holder, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    abstracts: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    setting_adjectives: frozenset[str] = frozenset()
    spans: frozenset[str] = frozenset()
    remarks: frozenset[tuple[str, str]] = frozenset()
    surnames: frozenset[str] = frozenset()
    credits: frozenset[tuple[str, ...]] = frozenset()
    women: frozenset[str] = frozenset()
    held: dict[str, frozenset[str]] = field(default_factory=dict)  # offices: {"دونالد ترامب": {"الرئيس"}}
    long_places: frozenset[str] = field(init=False)  # the first words of places with more: كوريا

    def __post_init__(self) -> None:
        long = frozenset(place.partition(" ")[0] for place in self.places if " " in place)
        object.__setattr__(self, "long_places", long)

    @classmethod
    def read(cls, folder: Path = TABLES) -> Lexicon:
        """Load the tables of a folder."""
        classes = _classes(folder / "words.tsv")
        nouns, titles = _nouns(folder / "nouns.tsv")
        holders, names = tuple(_holders(folder / "persons.tsv")), _names(folder / "names.tsv")
        adjectives, places = _countries(folder / "countries.tsv")
        return cls(
            classes=classes,
            cues=_cues(folder / "cues.tsv"),
            nouns=nouns,
            titles=titles,
            adjectives=adjectives,
            places=places,
            holders=holders,
            names=names,
            surnames=frozenset(
                last for holder in holders if names.get(last := fold(holder.name.split()[-1])) != "given"
            ),
            women=_women(folder / "women.tsv"),
            held=_held(holders),
            abstracts=_listed(folder / "abstracts.tsv", "abstract"),
            settings=_listed(folder / "abstracts.tsv", "setting"),
            spans=_listed(folder / "abstracts.tsv", "span"),
            remarks=frozenset((fold(first), fold(second)) for first, second in rows(folder / "remarks.tsv")),
            credits=frozenset(tuple(map(fold, phrase.split())) for (phrase,) in rows(folder / "credits.tsv")),
            setting_adjectives=_listed(folder / "abstracts.tsv", "described"),
        )


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """Read the project's tables once."""
    return Lexicon.read()


def rows(path: Path) -> Iterator[list[str]]:
    """Read the rows of a table; a lone hyphen is an empty cell."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield ["" if cell == "-" else cell.strip() for cell in line.split("\t")]


def _classes(path: Path) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for kind, words in rows(path):
        for word in words.split():
            table.setdefault(fold(word), set()).add(kind)
    for preposition in [word for word, kinds in table.items() if "preposition" in kinds and len(word) > 2]:
        for pronoun in PRONOUNS[:5]:
            table.setdefault(preposition + pronoun, set()).add("bound")
    for base in ("ان", "بان"):
        table.setdefault(base, set()).add("that")
        for pronoun in (*PRONOUNS, "ي"):
            table.setdefault(base + pronoun, set()).add("that+")
    return {word: frozenset(kinds) for word, kinds in table.items()}


_ASKED = "مخاطب"
_GOVERNED = frozenset(("ب", "ل", "على", "الى", "عن", "من", "في"))


def _cues(path: Path) -> dict[str, tuple[Reading, ...]]:
    table: dict[str, list[Reading]] = {}
    for past, present, participle, masdar, manner, complements in rows(path):
        kinds = complements.split()
        others = frozenset(fold(kind) for kind in kinds) - {"ان", "اسم", _ASKED}
        cue = Cue(
            lemma=past or present or participle,
            manner=manner,
            clause="أن" in kinds,
            noun="اسم" in kinds,
            prepositions=others & _GOVERNED,
            nouns=others - _GOVERNED,
            asks=_ASKED in kinds,
        )
        for shape, forms in (
            (Shape.VERB, _verb_forms(past, present, manner)),
            (Shape.PARTICIPLE, participle_forms(fold(participle))),
            (Shape.MASDAR, masdar_forms(fold(masdar))),
        ):
            for inflection in forms:
                table.setdefault(inflection.form, []).append(Reading(cue, shape, inflection))
    return {form: tuple(readings) for form, readings in table.items()}


def _verb_forms(past: str, present: str, manner: str) -> Iterator[Inflection]:
    speaks = manner in {"speech", "address"}
    return verb_forms(fold(past), fold(present), addressing=manner == "address", resulting=speaks)


def _nouns(path: Path) -> tuple[dict[str, tuple[Noun, ...]], frozenset[str]]:
    listed: dict[str, list[Noun]] = {}  # what is listed itself stands before what is derived: مؤسسة is no founder
    derived: dict[str, list[Noun]] = {}
    titles: set[str] = set()
    for kind, words in rows(path):
        for word in map(fold, words.split()):
            if kind == "title":
                titles.add(word)
                continue
            for form, noun in _noun_forms(word, kind):
                (listed if form == word else derived).setdefault(form, []).append(noun)
    forms = {**listed, **derived}
    return {form: (*listed.get(form, ()), *derived.get(form, ())) for form in forms}, frozenset(titles)


_SINGLE_SOURCES = frozenset(("مصدر", "احد", "احدى"))


def _noun_forms(word: str, kind: str) -> Iterator[tuple[str, Noun]]:
    # Roles are listed in the singular: أمين is no plural.
    regular = kind not in {"role", "profession"} and word.endswith(("ون", "ات"))
    plural = regular or (kind == "anonymous" and word not in _SINGLE_SOURCES)
    gender = Gender.FEMININE if word.endswith(("ة", "ات")) else Gender.MASCULINE
    lemma = (
        "مصدر" if word == "مصادر" else word[:-2] if kind == "anonymous" and word.endswith(("ون", "ين", "ان")) else word
    )
    base = Noun(lemma, kind, gender, Number.PLURAL if plural else Number.SINGULAR)
    yield word, base
    joined = word[:-1] + "ت" if word.endswith("ة") else word
    for pronoun in ("ه", "ها", "هم", "هما", "نا"):
        yield joined + pronoun, Noun(word, kind, gender, base.number, pronoun)
    if kind in {"role", "profession"} and not word.endswith("ة"):
        yield word + "ة", Noun(word, kind, Gender.FEMININE, Number.SINGULAR)
        for ending in ("ون", "ين", "و", "ي", "ان"):
            yield word + ending, Noun(word, kind, Gender.MASCULINE, Number.PLURAL)
        for pronoun in ("ه", "ها", "هم"):  # معارضوه، معارضيه
            yield word + "و" + pronoun, Noun(word, kind, Gender.MASCULINE, Number.PLURAL, pronoun)
            yield word + "ي" + pronoun, Noun(word, kind, Gender.MASCULINE, Number.PLURAL, pronoun)
    if kind in {"role", "profession", "anonymous"} and not word.endswith(("ة", "ن")):
        yield word + "ا", Noun(word, kind, gender, Number.SINGULAR, accusative=True)
    if kind == "role" and word.endswith("ي"):  # قاضي: قاض
        yield word[:-1], Noun(word, kind, gender, Number.SINGULAR)


def _countries(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    adjectives: dict[str, str] = {}
    places: dict[str, str] = {}
    for name, adjective, seat, also in rows(path):
        stem = fold(adjective.split()[0]) if adjective and " " not in adjective else ""
        if stem:
            for variant in {stem, stem.replace("اميرك", "امريك")}:
                for ending in ("", "ة", "ين", "ون", "تين", "ان", "ا", "ات"):
                    adjectives[variant + ending] = name
        for place in (name, seat, *also.split("،")):
            if place:
                places[fold(place.strip())] = name
    return adjectives, places


def _holders(path: Path) -> Iterator[Holder]:
    if not path.exists():
        return
    for name, aliases, role, start, end in rows(path):
        yield Holder(
            name,
            tuple(filter(None, (alias.strip() for alias in aliases.split("،")))),
            role,
            date.fromisoformat(start) if start else None,
            date.fromisoformat(end) if end else None,
        )


def _held(holders: tuple[Holder, ...]) -> dict[str, frozenset[str]]:
    """List the offices that somebody has held as they begin (الرئيس; وزير الخارجية), by name and other spelling."""
    table: dict[str, frozenset[str]] = {}
    for holder in holders:
        words = fold(holder.role).split()
        nouns = frozenset((words[0] if words[0].startswith("ال") else " ".join(words[:2]),)) if words else frozenset()
        for name in (holder.name, *holder.aliases):
            table[fold(name)] = table.get(fold(name), frozenset()) | nouns
    return table


def _names(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    return {fold(name): kind for kind, names in rows(path) for name in names.split()}


def _women(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    return frozenset(fold(name) for row in rows(path) for name in row[0].split())


def _listed(path: Path, kind: str) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    return frozenset(fold(word) for row_kind, words in rows(path) if row_kind == kind for word in words.split())
