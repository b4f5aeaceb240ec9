"""Which of the archive's speakers do these words mean?

By name: the family name must be the speaker's, and of the names before it the first one too, unless one of the two has
no other. Names agree as they are written, or, in other letters and foreign spellings, by their sound. What describes
somebody may stand before the name (وزير المخابرات يسرائيل كاتس, Foreign Minister Sergei Lavrov). By description: all of
its words stand in some mention of the speaker, «المبعوث الأممي» in «مبعوث الأمم المتحدة الخاص إلى سوريا».
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple, Protocol

from retrieval.analysis.normalization import WORDS_REMEMBERED
from retrieval.lexicon import read_table
from retrieval.model import Concept
from retrieval.question.transliteration import (
    SHORTEST_SKELETON,
    arabic_skeleton,
    latin_sounds,
    likeness,
    people_in,
    usual_skeletons,
)
from retrieval.question.words import Word, is_describing, key_of, proclitic_forms, words_of

LIKENESS = 0.65
"""Least share of letters in common of a Latin name and an Arabic one romanized (see `transliteration`)."""

SURELY = 0.8
"""The same for names of one script, and of so few consonants that many are alike (Haley, هايلي)."""

WHOLE_LIKENESS = 0.75
"""The same for whole names, whose words may be cut and ordered in another way: Kim Jong Un, كيم جونغ أون."""

PROMINENT = 0.1
"""Who is quoted less than this share of the most quoted one of a family name is not meant by that name alone."""

SELDOM = 0.02
"""Who is described by some words in less than this share of the statements is not meant by them: of that few, many are
slips of those who tell whom «موسكو» means."""

_SAME = 0.9
"""Least weight of an alternative that says the same: a country's adjective does, a synonym does not."""

_SOUND_WEIGHT = 0.95
_FAMILY_WEIGHT = 0.6
_NO_GIVEN_NAME = 0.9
_NEAR_WITH_GIVEN_NAME, _NEAR_WITHOUT = 0.15, 0.08
"""How much worse than the best a name may agree that is meant as well."""

_LONGEST_NAME = 5
_GIVEN_AND_FAMILY = 2
PARTICLES = frozenset(
    (
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "de",
        "da",
        "di",
        "du",
        "van",
        "von",
        "der",
        "le",
        "la",
        "abu",
        "دي",
        "بن",
        "ابن",
        "ال",
    )
)
"""Words inside names that are no names by themselves."""

_WITHIN_NAMES = frozenset(("عبد", "بن", "ابن"))
NEVER_LAST = PARTICLES | {"عبد", "ابو", "ابي", "ام"}
"""With none of these a name ends."""
_FATHER_OF = frozenset(("ابو", "ابي", "abu", "abou", "aboul", "abul"))
_JUNIOR, _SAYING_JUNIOR = "جونيور", frozenset(("jr", "junior", "الابن"))
"""How newspapers write it, and what readers do."""
_SPOKESMEN = frozenset(("متحدث", "ناطق"))

Keys = tuple[str, ...]


class KeyKind(StrEnum):
    """By what of a name a speaker is found."""

    FAMILY = "family"  # what may be the family name
    SOUND = "sound"  # that behind its consonants
    WHOLE = "whole"  # the consonants of the whole name
    GIVEN = "given"  # the first of several words
    TERM = "term"  # each of its terms
    PERSON = "person"  # each word of a person's name


class Description(NamedTuple):
    """How a speaker is described: in so many terms, and in which share of the statements."""

    speaker: str
    length: int
    share: float


class Entry(NamedTuple):
    """A speaker's name, and its words, normalized, without the titles before it."""

    speaker: str
    keys: Keys


class People(Protocol):
    """What the directory asks an archive about those whom it quotes."""

    def named(self, kind: KeyKind, keys: tuple[str, ...], /) -> Sequence[Entry]:
        """List the speakers whose names have one of the keys."""
        ...

    def families(self, sounds: tuple[str, ...], /) -> Sequence[str]:
        """List the family names that have one of the skeletons."""
        ...

    def called_by(self, ways: Sequence[Sequence[str]], /) -> Sequence[str]:
        """List the speakers whose names hold one of the ways whole, and no term that is in none of them."""
        ...

    def count(self, kind: KeyKind, key: str, /) -> int:
        """Count the speakers whose names have a key."""
        ...

    def statements(self, speaker: str, /) -> int:
        """Count a speaker's statements."""
        ...

    def describes(self, key: str, /) -> bool:
        """Tell a normalized word that stands in a description of somebody, beside the name."""
        ...

    def described(self, ways: Sequence[Sequence[Sequence[str]]], heads: Iterable[str], /) -> Sequence[Description]:
        """List the descriptions that begin with one of the heads and hold one whole way of each group."""
        ...


class Nobody:
    """An archive that quotes nobody."""

    def named(self, _kind: KeyKind, _keys: tuple[str, ...], /) -> Sequence[Entry]:
        """List nobody."""
        return ()

    def families(self, _sounds: tuple[str, ...], /) -> Sequence[str]:
        """List no name."""
        return ()

    def called_by(self, _ways: Sequence[Sequence[str]], /) -> Sequence[str]:
        """List nobody."""
        return ()

    def count(self, _kind: KeyKind, _key: str, /) -> int:
        """Count nobody."""
        return 0

    def statements(self, _speaker: str, /) -> int:
        """Count no statement."""
        return 0

    def describes(self, _key: str, /) -> bool:
        """Describe nobody."""
        return False

    def described(self, _ways: Sequence[Sequence[Sequence[str]]], _heads: Iterable[str], /) -> Sequence[Description]:
        """List no description."""
        return ()


class Named(NamedTuple):
    """The speakers of a name, and of how many words it is."""

    speakers: frozenset[str]
    length: int


@dataclass(frozen=True, slots=True)
class Reader:
    """What a question's language knows of a word.

    `is_ordinary` tells a word of the dictionary, which may describe somebody, from a name; `is_foreign` an Arabic name
    that newspapers spell in several ways (غافن، غافين) from one whose spelling counts (محمد، محمود).
    """

    is_ordinary: Callable[[Word], bool]
    is_foreign: Callable[[Word], bool]


class Directory:
    """The speakers of an archive by name and by description. May be shared by threads."""

    def __init__(self, people: People) -> None:
        self._people = people

    def named(self, words: Sequence[Word], reader: Reader, *, whole: bool = False, joined: bool = True) -> Named:
        """Find whom a run of words names that ends with the name; nobody where the archive has no such name.

        `whole` tells that all of the words are the name, `joined` that its words may be cut in another way.
        """
        if len(words) > 1 and words[-1].key in _SAYING_JUNIOR:
            words = [*words[:-1], Word(_JUNIOR, _JUNIOR)]
        for start in range(max(0, len(words) - _LONGEST_NAME), 1 if whole else len(words)):
            length = sum(word.key not in PARTICLES for word in words[start:])
            is_rest = length == 1 or words[start].key in _WITHIN_NAMES
            if start and is_rest and (_heads_names(words[:start]) or not self._describes(words[:start], reader)):
                continue  # of a whole name nothing else is a part
            if start and _is_of_the_office((words[start - 1].key, words[start].key)):
                continue
            if found := self._agreeing(words[start:], reader, alone=len(words) == 1, joined=joined):
                return Named(found, min(length, max(len(keys_of_name(speaker)) for speaker in found)))
        return Named(frozenset(), 0)

    def _describes(self, words: Sequence[Word], reader: Reader) -> bool:
        """Tell a word that may stand before a family name alone: an office, a title or a country, and no given name."""
        last = next((word for word in reversed(words) if word.key not in PARTICLES), words[0])
        return reader.is_ordinary(last) or self._people.describes(last.key) or last.written.isupper()

    def _agreeing(self, name: Sequence[Word], reader: Reader, *, alone: bool, joined: bool = True) -> frozenset[str]:
        keys = tuple(word.key for word in name)
        if keys[-1] in NEVER_LAST or keys in countries() or _is_of_the_office(keys):
            return frozenset()
        if len(keys) == 1 and is_describing(keys[0]):
            return frozenset()
        is_ordinary = reader.is_ordinary(name[-1]) and not _is_latin_name(name, reader)
        if is_ordinary and (not self.is_family_name(keys[-1]) or self._people.describes(keys[-1])):
            # The International Criminal Court, الرئيس الروسي; but محمود الخطيب, letter by letter.
            begins = len(keys) > 1 and not keys[0].startswith("ال")
            bearers = self._people.named(KeyKind.FAMILY, keys[-1:]) if begins else ()
            return frozenset(entry.speaker for entry in bearers if entry.keys == keys)
        sounding = frozenset(word.key for word in name if _may_sound(word, reader))
        qualities: dict[Entry, float] = {}
        is_joined = joined and not _is_led_in(name)
        agreeing = chain(self._by_family(keys, sounding), self._as_a_whole(keys, sounding) if is_joined else ())
        for entry, quality in agreeing:
            if len(entry.keys) == 1 and not self._may_be_name(entry.keys[0], keys, reader, alone=alone):
                continue
            qualities[entry] = max(quality, qualities.get(entry, 0.0))
        best = max(qualities.values(), default=0.0)
        if not best:
            return frozenset()
        is_whole = sum(key not in PARTICLES for key in keys) > 1
        near = _NEAR_WITH_GIVEN_NAME if is_whole else _NEAR_WITHOUT
        found = [entry for entry, quality in qualities.items() if quality >= best - near]
        if is_whole:
            others = _other_given_names(keys, found, sounding, reader)
            found = [e for e in found if _is_of_the_family(e, found) and others.isdisjoint(e.keys[:-1])]
            return frozenset(e.speaker for e in found if len(e.keys) > 1 or self._is_one_of(e.keys[0], found))
        counts = {entry.speaker: self._people.statements(entry.speaker) for entry in found}
        return frozenset(s for s, count in counts.items() if count >= PROMINENT * max(counts.values()))

    def _is_one_of(self, family: str, found: Sequence[Entry]) -> bool:
        """Tell whether the family name alone means one of those found: whoever is quoted most by it, or nobody else."""
        bearers = [entry for entry in self._people.named(KeyKind.FAMILY, (family,)) if len(entry.keys) > 1]
        counts = {entry: self._people.statements(entry.speaker) for entry in bearers}
        return not counts or max(bearers, key=counts.__getitem__) in found

    def _by_family(self, keys: Keys, sounding: frozenset[str]) -> Iterator[tuple[Entry, float]]:
        """Yield the speakers whose names agree with one, family name with family name, and how well."""
        families = [family for family, _ in _families(keys)]
        if keys[-1] in sounding:
            # Hundreds may have a family name of the sound, and few one that is alike.
            sounds = frozenset(sound for family in families for sound in _sounds(family))
            others = self._people.families(tuple(sorted(sounds)))
            families += [other for other in others if any(_alike(family, other, True) for family in families)]
        found = self._people.named(KeyKind.FAMILY, tuple(dict.fromkeys(families)))
        yield from ((entry, quality) for entry in found if (quality := _agreement(keys, entry.keys, sounding)))

    def _as_a_whole(self, keys: Keys, sounding: frozenset[str]) -> Iterator[tuple[Entry, float]]:
        """Yield the speakers whose names sound like one as a whole (Kim Jong Un, كيم جونغ أون), and how well."""
        if len(keys) == 1 or not sounding.issuperset(keys) or len({key.isascii() for key in keys}) > 1:
            return
        joined = "".join(keys)
        found = self._people.named(KeyKind.WHOLE, tuple(sorted(_sounds(joined))))
        yield from ((entry, quality) for entry in found if (quality := _whole_agreement(joined, entry.keys)))

    def _may_be_name(self, own: str, asked: Keys, reader: Reader, *, alone: bool) -> bool:
        """Tell a speaker of one word who has a name from one who is called by a noun: الروس."""
        if own in asked:
            return alone or not (own.startswith("ال") or own == _JUNIOR)
        return reader.is_foreign(Word(own, own))

    def is_given_name(self, key: str) -> bool:
        """Tell a word that more of the archive's speakers have as a first name than as the last."""
        return self._people.count(KeyKind.GIVEN, key) > self._people.count(KeyKind.FAMILY, key)

    def is_family_name(self, key: str) -> bool:
        """Tell a word that is the last of some speaker's name."""
        return self._people.count(KeyKind.FAMILY, key) > 0

    def listed(
        self, name: Concept, spelled: frozenset[str], terms_of: Callable[[str], Sequence[str]]
    ) -> frozenset[str]:
        """Find whom a name of the name table means: every word of the speaker's name belongs to it.

        Args:
            name: The name, by its terms.
            spelled: The last words of its spellings in the table, normalized. A word alone must be one of these, for
                the term of المعلم is that of "the teachers" as well, and «الرئيس» alone is not «الرئيس هادي».
            terms_of: Names the terms of a speaker's name.
        """
        found = set()
        ways = [way.terms for way in name.alternatives if way.terms]
        beginnings = {terms[0] for terms in ways}
        for speaker in self._people.called_by(ways):
            terms = terms_of(speaker)
            if not terms or terms[0] not in beginnings:
                continue  # نهيان بن زايد is not محمد بن زايد آل نهيان
            if name.held_by(frozenset(terms)) and (len(terms) > 1 or _is_spelled(speaker, spelled)):
                found.add(speaker)
        return frozenset(found)

    def called(self, name: Concept, terms_of: Callable[[str], Sequence[str]]) -> frozenset[str]:
        """Find who is called just so, no term more and none less, and has no personal name: البحرية الليبية."""
        ways = [way.terms for way in name.alternatives if way.terms]
        wanted = {frozenset(terms) for terms in ways}
        found = self._people.called_by(ways)
        called = (one for one in found if frozenset(terms_of(one)) in wanted)
        return frozenset(one for one in called if not is_name(one) or keys_of_name(one)[0].startswith("ال"))

    def described(self, concepts: Sequence[Concept]) -> frozenset[str]:
        """Find whom a description fits: some mention begins like it, holds all of it, and says the least more.

        «الرئيس الروسي» fits whoever is called so, and not «رئيس الوزراء الروسي» and «الناطق باسم الرئيس الروسي».
        """
        if not concepts:
            return frozenset()
        ways = [
            [way.terms for way in concept.alternatives if way.weight >= _SAME and way.terms] for concept in concepts
        ]
        ways = [[*group, *(other for terms in group for other in _of_one_office(terms))] for group in ways]
        heads = dict.fromkeys(terms[0] for group in ways for terms in group)
        fitting = [found for found in self._people.described(ways, heads) if found.share >= SELDOM]
        least = min((found.length for found in fitting), default=0)
        return frozenset(found.speaker for found in fitting if found.length == least)


def name_keys(speaker: str, terms: Iterable[str]) -> Iterator[tuple[KeyKind, str]]:
    """List by what a speaker's name is found; one that is a description, by its terms alone.

    Args:
        speaker: The name.
        terms: Its terms.
    """
    yield from ((KeyKind.TERM, term) for term in terms)
    keys = keys_of_name(speaker)
    if not is_name(speaker):
        return
    for family, _ in _families(keys):
        yield KeyKind.FAMILY, family
        yield KeyKind.SOUND, f"{arabic_skeleton(family)} {family}"
    yield KeyKind.WHOLE, arabic_skeleton("".join(keys))
    if len(keys) > 1:
        yield KeyKind.GIVEN, keys[0]
    yield from ((KeyKind.PERSON, word) for word in people_in([speaker]))


@lru_cache(WORDS_REMEMBERED)
def keys_of_name(speaker: str) -> Keys:
    """Normalize the words of a name, without the titles before it."""
    return _without_titles(tuple(word.key for word in words_of(speaker)))


def is_name(speaker: str) -> bool:
    """Tell a speaker who has a name from one whom a description stands for: مصدر عسكري."""
    keys = keys_of_name(speaker)
    return bool(keys) and not is_describing(keys[0]) and keys not in countries()


def is_whole_name(speaker: str) -> bool:
    """Tell a name of more than one word."""
    return len(keys_of_name(speaker)) > 1


def describing_words(mention: str, speaker: str) -> tuple[str, ...]:
    """List the words, normalized, by which a mention describes a speaker; none where it is just a name."""
    if not is_description(mention):
        return ()
    names = {word.key for word in words_of(speaker)}
    return tuple(word.key for word in words_of(mention) if word.key not in names)


def _may_sound(word: Word, reader: Reader) -> bool:
    return word.key.isascii() or reader.is_foreign(word)


def _is_spelled(speaker: str, spelled: frozenset[str]) -> bool:
    return any(form in spelled for word in words_of(speaker) for form in proclitic_forms(word))


def _is_of_the_family(entry: Entry, found: Sequence[Entry]) -> bool:
    """Tell a name of one word that is spelled as the family name of whole ones, where there are such."""
    whole = {other.keys[-1] for other in found if len(other.keys) > 1}
    return len(entry.keys) > 1 or not whole or entry.keys[0] in whole


def _other_given_names(keys: Keys, found: Sequence[Entry], sounding: frozenset[str], reader: Reader) -> frozenset[str]:
    """List the given names that only sound like the one asked for where that is found: Mahmoud is not محمد."""
    given = next(key for key in keys if key not in PARTICLES)
    alike = {word: _alike(given, word, given in sounding) for entry in found for word in entry.keys[:-1]}
    best = max(alike.values(), default=0.0)
    words = {word for word, share in alike.items() if share and not reader.is_foreign(Word(word, word))}
    return frozenset(word for word in words if alike[word] < best) if words else frozenset()


def _of_one_office(terms: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a description with another noun of the same office."""
    for term in _SPOKESMEN.intersection(terms):
        yield from (tuple(other if own == term else own for own in terms) for other in _SPOKESMEN - {term})


def _is_of_the_office(keys: Keys) -> bool:
    """Tell a noun in construct with the name behind it: مدرب ليفربول is not ليفربول, but الرئيس ترمب is ترمب."""
    office = keys[-2] if len(keys) > 1 else ""
    is_title = office in NEVER_LAST or office.startswith("ال") or f"ال{office}" in titles()
    return bool(office) and not office.isascii() and not is_title and is_describing(office)


def _heads_names(words: Sequence[Word]) -> bool:
    """Tell an office in construct with a name that goes on: مدرب مانشستر | سيتي, but وزير خارجية روسيا | لافروف."""
    keys = [word.key for word in words]
    ends = any(key.startswith("ال") or (key,) in countries() for key in keys[1:])
    return len(keys) > 1 and not ends and _is_of_the_office((keys[0], keys[1]))


def _is_latin_name(name: Sequence[Word], reader: Reader) -> bool:
    """Tell a Latin name whose last word is also one of the dictionary: David Frost, but not International Court."""
    first, last = name[0], name[-1]
    has_capitals = first.written[:1].isupper() and last.written[:1].isupper()
    is_pair = sum(word.key not in PARTICLES for word in name) == _GIVEN_AND_FAMILY
    return is_pair and has_capitals and not (reader.is_ordinary(first) or last.written.isupper())


def _is_led_in(name: Sequence[Word]) -> bool:
    """Tell words of which the first does not belong to the name behind it: premier Francois Legault."""
    first = name[0]
    return (
        first.written.islower() and first.key not in PARTICLES and any(word.written[:1].isupper() for word in name[1:])
    )


@lru_cache(WORDS_REMEMBERED)
def _families(keys: Keys) -> tuple[tuple[str, int], ...]:
    """List what may be the family name, with its number of words: the last, also without its article, or two."""
    found = [(keys[-1], 1)]
    if keys[-1].startswith("ال"):
        found.append((keys[-1][2:], 1))
    if len(keys) > 1:
        found.append(("".join(keys[-2:]), 2))
    return tuple(found)


def _agreement(keys: Keys, own: Keys, sounding: frozenset[str]) -> float:
    """Measure how well two names agree, family name with family name and given with given; 0: not at all."""
    best, is_sounding, own_families = 0.0, keys[-1] in sounding, _families(own)
    for family, count in _families(keys):  # asked of each speaker of a family name, hence without generators
        for own_family, own_count in own_families:
            given, own_given = keys[:-count], own[:-own_count]
            if (own_given and _takes_given(keys, count)) or (given and _takes_given(own, own_count)):
                continue
            if _is_fathers(given) != _is_fathers(own_given):
                continue  # محمد أبو صلاح is not محمد صلاح
            if alike := _alike(family, own_family, is_sounding):
                best = max(best, _with_given(alike, given, own_given, sounding))
    return best


def _is_fathers(before: Keys) -> bool:
    """Tell a family name that goes on behind "father of": أبو | صلاح."""
    return bool(before) and before[-1] in _FATHER_OF


def _takes_given(keys: Keys, count: int) -> bool:
    """Tell whether a family name of two words would be all of a name whose first word is a given name: Mo | Salah."""
    return count == len(keys) > 1 and keys[0] not in PARTICLES


def _with_given(family: float, given: Keys, own: Keys, sounding: frozenset[str]) -> float:
    given = tuple(key for key in given if key not in PARTICLES)
    if given and not own and family < SURELY * _SOUND_WEIGHT:
        return 0.0
    if not given or not own:
        return family * (1.0 if len(given) == len(own) else _NO_GIVEN_NAME)
    first = own[:1] if not _WITHIN_NAMES.isdisjoint(own) else own  # حمدان بن محمد is no محمد
    candidates = (first, *(own for _ in given[1:]))
    shares = [
        max(_alike(key, other, key in sounding) for other in others)
        for key, others in zip(given, candidates, strict=True)
    ]
    if not shares[0]:
        return 0.0
    return _FAMILY_WEIGHT * family + (1 - _FAMILY_WEIGHT) * sum(shares) / len(shares)


def _whole_agreement(joined: str, own: Keys) -> float:
    """Measure how well whole names of one sound agree whose words are cut in another way."""
    return _SOUND_WEIGHT * likeness(joined, "".join(own), WHOLE_LIKENESS)


@lru_cache(WORDS_REMEMBERED)
def _alike(key: str, other: str, sounding: bool) -> float:
    """Compare two words of names: 1 for the same, less for those that only sound alike, 0 for others."""
    if key == other or key.removeprefix("ال") == other.removeprefix("ال"):
        return 1.0
    sound = arabic_skeleton(other)
    if not sounding or not sound or sound not in _sounds(key):
        return 0.0
    usual = key.isascii() and len(sound) > SHORTEST_SKELETON and sound in usual_skeletons(key)
    least = LIKENESS if usual else SURELY
    return _SOUND_WEIGHT * likeness(key, other, least)


@lru_cache(WORDS_REMEMBERED)
def _sounds(name: str) -> frozenset[str]:
    return latin_sounds(name) if name.isascii() else frozenset((arabic_skeleton(name),))


def _without_titles(keys: Keys) -> Keys:
    """Leave out the titles before a name: الأمير | وليام."""
    place = 0
    while place < len(keys) - 1 and keys[place] in titles():
        place += 1
    return keys[place:]


def is_description(mention: str) -> bool:
    """Tell words that describe somebody from a name: they begin with an office, an institution or a country."""
    keys = tuple(word.key for word in words_of(mention))
    return bool(keys) and (
        is_describing(keys[0]) or keys[0] in titles() or any(keys[:n] in countries() for n in (1, 2))
    )


@cache
def titles() -> frozenset[str]:
    """Read the titles that stand before a name: الملك، الشيخ."""
    rows = (row for row in read_table("quotation/nouns") if row[0] == "title")
    return frozenset(key[0] for row in rows for key in map(key_of, row[1].split()) if key)


@cache
def capitals() -> frozenset[Keys]:
    """Read the names of the countries' capitals."""
    return frozenset(key_of(row[2]) for row in read_table("quotation/countries") if row[2] != "-")


@cache
def countries() -> frozenset[Keys]:
    """Read the names of countries, which also are what somebody belongs to: الخارجية السعودية."""
    return frozenset(
        key_of(name)
        for row in read_table("quotation/countries")
        for name in (row[0], *row[3].split("،"))
        if name != "-"
    )
