"""Which Arabic words does a phrase of the question stand for? Names and terms of both languages to concepts.

Sources are the project's own tables `names` and `english_arabic`. Several Arabic words for one phrase are alternatives,
which count once (Pirkola, The effects of query structure and dictionary setups in dictionary-based cross-language
information retrieval, SIGIR 1998): a word with ten translations must not outweigh the name beside it. The English table
read backwards gives Arabic synonyms, and the morphology database words of one root; both weigh less.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import chain, permutations

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import cut_words
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Alternative, Concept
from retrieval.question.directory import capitals, countries
from retrieval.question.hinting import never
from retrieval.question.transliteration import LATIN_ARTICLES, NameIndex
from retrieval.question.typing_errors import Count, neighbours, separated
from retrieval.question.words import Key, Phrases, Word, key_of, name_rows, proclitic_forms, question_words

SYNONYM_WEIGHT = 0.8
ROOT_WEIGHT = 0.25
COUNTRY_WEIGHT = 0.9
CAPITAL_WEIGHT = 0.6
MISTYPED_WEIGHT = 0.8

BETWEEN_NAMES = frozenset({"بن", "ابن", "عبد", "ولد"})
"""What stands between the words of one Arabic name."""
_YOUNGER = frozenset({"jr", "sr", "junior", "senior"})
_KINDS = frozenset({"person", "place", "organisation", "group", "work"})
_WORDS_REMEMBERED = 4_000
_SHORTEST_STEM = 3
_SHORTEST_PARTICIPLE = 4
_PARTICLES = frozenset("بكلوف")
"""What joins the word behind it."""
_RATHER_DEFINITE, _RATHER_INDEFINITE = 2, 4
"""How many times as frequent one of the two forms of a translation must be for the other to be left alone."""
_INFLECTIONS = (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ing", ""))
_HISSING = ("s", "x", "z", "ch", "sh", "o")
"""What the plural of a noun takes "es" behind."""
_SERVANT = re.compile(r"abd[aeiou]?(?:l|([rnstzd])(?=\1))?([a-z]{3,})\Z")
"""A servant of God in one Latin word where Arabic may write two, its article in any sound: Abdelhak, Abderrahmane."""
_SHORT_SYLLABLE = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]\Z")
"""What doubles its last letter before an ending: "stopped". With one, it has lost an "e": "rated" is of "rate"."""

Found = tuple[int, tuple[str, ...]]
Lookup = Callable[[str], Iterable[str]]


def nothing(_word: str) -> tuple[str, ...]:
    """Know nothing of a word."""
    return ()


def everything(_word: str) -> bool:
    """Know every word."""
    return True


def once(_word: str) -> int:
    """Count every word once."""
    return 1


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What an archive and the installed resources know beyond the project's own tables.

    `relatives` leads from a word to the archive's terms of the same root, `translations` from an English word to Arabic
    words and phrases of installed dictionaries, `names` finds the archive's names by their sound. `is_known` tells
    an Arabic word of the archive or of a dictionary, `is_listed` one of a dictionary (without one, of the archive), and
    `count` how often an Arabic word, normalized, stands in the archive. `is_verb` tells an Arabic verb.
    """

    relatives: Lookup = nothing
    translations: Lookup = nothing
    names: NameIndex = field(default_factory=NameIndex)
    is_known: Callable[[str], bool] = everything
    is_listed: Callable[[str], bool] = everything
    count: Count = once
    is_verb: Callable[[str], bool] = never

    def respelled(self, word: str) -> Mapping[str, float]:
        """Name the archive's spellings of a name that nothing knows as it is written (مورغان, مورجان), and how like."""
        return {} if self.is_known(word) else self.names.sounding_like(normalize(word))


@cache
def names() -> Phrases[tuple[str, ...]]:
    """Read the name table by every spelling in either script: a spelling leads to all Arabic ones of its name."""
    return _by_spelling(_KINDS)


@cache
def people() -> Phrases[tuple[str, ...]]:
    """Read the persons' names of the name table in the same way."""
    return _by_spelling({"person"})


@cache
def _thing_keys() -> frozenset[Key]:
    """Collect the keys of the names of all else."""
    return frozenset(key for kind, keys, _ in _keyed_names() if kind != "person" for key in keys)


@cache
def _places() -> Phrases[tuple[str, ...]]:
    """Read the names of places of the name table in the same way."""
    return _by_spelling({"place"})


@cache
def _organisations() -> Phrases[tuple[str, ...]]:
    """Read the names of organisations and groups of the name table in the same way."""
    return _by_spelling({"organisation", "group"})


@cache
def _long_countries() -> Phrases[tuple[str, ...]]:
    """Collect the countries' names of several words: كوريا الشمالية."""
    return Phrases.of({key: (" ".join(key),) for key in countries() if len(key) > 1})


def _by_spelling(kinds: Container[str]) -> Phrases[tuple[str, ...]]:
    """Read the names of some kinds by every spelling."""
    entries: dict[Key, tuple[str, ...]] = {}
    for kind, keys, spellings in _keyed_names():
        for key in keys if kind in kinds else ():
            # Two people of one family name: the spelling leads to both, and the archive tells which it has.
            known = entries.get(key, ())
            entries[key] = tuple(dict.fromkeys((*known, *spellings)))
    return Phrases.of(entries)


@cache
def _keyed_names() -> list[tuple[str, list[Key], tuple[str, ...]]]:
    """List the names of the name table: the kind of each, the keys of all its spellings, and the Arabic ones."""
    found = []
    for arabic, english, kind, other_arabic, other_english in name_rows():
        spellings = (arabic, *alternatives(other_arabic))
        found.append((kind, list(map(key_of, (*spellings, english, *alternatives(other_english)))), spellings))
    return found


@cache
def english_terms() -> Phrases[tuple[str, ...]]:
    """Read the English-Arabic table."""
    entries: dict[tuple[str, ...], tuple[str, ...]] = {}
    for english, arabic, *_ in read_table("english_arabic"):
        known = entries.get(key_of(english), ())
        entries[key_of(english)] = tuple(dict.fromkeys((*known, *alternatives(arabic))))
    return Phrases.of(entries)


@cache
def english_words() -> frozenset[str]:
    """Collect the single words of the English-Arabic table."""
    return frozenset(key[0] for key in english_terms().entries if len(key) == 1)


@cache
def arabic_terms() -> Phrases[tuple[str, ...]]:
    """Read the English-Arabic table backwards: an Arabic term to its synonyms, which some English term stands for too.

    Words of the dialects lead to those of newspapers in the same way.

    An English word has several senses, so that two of its translations need not be synonyms. They are taken for such
    where one of them is a term of several words, where the English word has just these two, or where another English
    word joins them as well.
    """
    entries: dict[tuple[str, ...], tuple[str, ...]] = {}
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for _english, arabic, *_ in read_table("english_arabic"):
        phrases = alternatives(arabic)
        for one, other in permutations(phrases, 2):
            clear = len(phrases) == 2 or len(one.split()) > 1 or len(other.split()) > 1
            shared[one][other] += 2 if clear else 1
    for phrase, others in shared.items():
        synonyms = [other for other, count in others.most_common() if count > 1]
        entries[key_of(phrase)] = (*entries.get(key_of(phrase), ()), *synonyms)
    for dialect, standard in read_table("dialect"):
        for word in alternatives(dialect):
            entries[key_of(word)] = (*entries.get(key_of(word), ()), *alternatives(standard))
    return Phrases.of(entries)


def read_tables() -> None:
    """Read all tables that questions may need, which are read when they are first asked for otherwise."""
    for read in (names, people, _places, _organisations, _thing_keys, english_terms, english_words, arabic_terms):
        read()
    _long_countries()
    _irregular_forms()


class Translator:
    """Turns phrases into concepts in the terms of an archive's analyzer."""

    def __init__(self, analyzer: Analyzer, knowledge: Knowledge) -> None:
        self._analyzer = analyzer
        self._knowledge = knowledge
        self.terms = lru_cache(_WORDS_REMEMBERED)(self._terms)
        self._other_words = lru_cache(_WORDS_REMEMBERED)(self._other_words_of)
        self._unlisted = lru_cache(_WORDS_REMEMBERED)(self._read_unlisted)

    def name_at(self, words: list[Word], place: int, *, of_people: bool = False) -> tuple[int, Concept] | None:
        """Read the name of the name table that begins at a place: how many words it has, and its concept.

        `of_people` leaves out the names of all else. None where no name begins.
        """
        found = _arabic_phrase_at(people() if of_people else names(), words, place)
        if found is not None and found[0] == 1 and self._is_common(words[place]):
            return None  # jobs, where the question has capitals
        if found is not None and not self._is_another(words, place, found[0]):
            length, spellings = found
            written = _written(words[place : place + length])
            concept = Concept.of(written, *self.terms_of_each(spellings), is_name=True)
            return length, replace(concept, alternatives=(*concept.alternatives, *self._respelled(spellings)))
        return None

    def _respelled(self, spellings: Sequence[str]) -> Iterator[Alternative]:
        """Yield what sounds like a listed name of one word of which the archive has no spelling: الكريملن."""
        words = [normalize(spelling) for spelling in spellings if " " not in spelling]
        if words and not any(map(self._knowledge.count, words)):
            shares = self._knowledge.names.sounding_like(words[0])
            yield from (Alternative((term,), share) for term, share in shares.items())

    def _is_common(self, word: Word) -> bool:
        """Tell an English word that is spelled like a name, and written in lower case where others are not."""
        return word.written.islower() and not word.may_be_name and self.is_ordinary(word)

    def _is_another(self, words: list[Word], place: int, length: int) -> bool:
        """Tell a family or given name that goes on as that of somebody else: صلاح عبد السلام, Salah Abdeslam."""
        after = words[place + length] if place + length < len(words) else None
        if length > 1 or after is None or words[place].pauses or words[place].owns:
            return False
        if not words[place].key.isascii():
            return after.key in BETWEEN_NAMES
        is_name = after.is_name and not after.written.isupper() and after.key.isalpha()
        if not is_name or people().at(words, place) is None:
            return False
        return not self.is_ordinary(after) and names().at([after], 0) is None and after.key not in _YOUNGER

    def spelled(self, words: list[Word]) -> frozenset[str]:
        """List the last words of the Arabic spellings of a listed name, normalized, with and without articles."""
        found = _arabic_phrase_at(names(), words, 0)
        keys = {key_of(spelling)[-1] for spelling in found[1]} if found else set()
        return frozenset(keys | {key.removeprefix("ال") for key in keys})

    def single_words(self, words: list[Word], place: int) -> list[Word]:
        """List the Arabic spellings of the listed name at a place that are one word: mostly a family name."""
        found = _arabic_phrase_at(names(), words, place)
        return [Word(key_of(one)[0], one) for one in found[1] if len(key_of(one)) == 1] if found else []

    def is_organisation(self, words: list[Word], place: int) -> bool:
        """Tell whether an organisation or a group of the name table begins at a place, for which somebody may speak."""
        return _arabic_phrase_at(_organisations(), words, place) is not None

    @cached_property
    def spokesman(self) -> Concept:
        """Whoever speaks for somebody."""
        return Concept.of("spokesman", *self.terms_of_each(("متحدث", "ناطق")))

    def separated(self, words: list[Word]) -> list[Word]:
        """Put spaces back that are missing between words of a question."""
        return list(separated(words, self._count))

    def _count(self, key: str) -> int:
        if key.isascii():
            return int(key in english_words())
        return self._knowledge.count(key) or int((key,) in question_words().entries or self._knowledge.is_known(key))

    def is_ordinary(self, word: Word) -> bool:
        """Tell a word of the dictionary, or an Arabic one with the article, from what may be a name."""
        if not word.key.isascii():
            return word.key.startswith("ال")
        if word.is_name and self._analyzer.term(word.written) is None:
            return False  # May
        return any(english_terms().at([Word(form, word.written)], 0) for form in _dictionary_forms(word.key))

    def is_foreign(self, word: Word) -> bool:
        """Tell an Arabic word that no dictionary has, so that its spelling may vary."""
        return not self._knowledge.is_listed(word.written)

    def is_proper(self, word: Word) -> bool:
        """Tell a country, a name of the name table or a word that no dictionary has."""
        return (word.key,) in countries() or names().at([word], 0) is not None or self.is_foreign(word)

    def carries_topic(self, word: Word) -> bool:
        """Tell a word with a meaning of its own from a function word."""
        return self._term(word) is not None

    def _term(self, word: Word) -> str | None:
        """Name the term of a word; None for a function word. Written as a name it is none."""
        return self._analyzer.term(word.written) or (word.key if word.is_name else None)

    def _terms(self, phrase: str) -> tuple[str, ...]:
        """Name the terms of an Arabic phrase."""
        return tuple(self._analyzer.terms(phrase))

    def terms_of_each(self, phrases: Iterable[str]) -> list[tuple[str, ...]]:
        """Name the terms of Arabic phrases, whose words are looked up together."""
        several = list(phrases)
        if len(several) > 1:
            self._analyzer.look_up(cut_words(" ".join(several)))
        return list(map(self.terms, several))

    def person_at(self, words: list[Word]) -> Concept | None:
        """Read words that are one person's name and nothing but function words beside it; None where they are not."""
        named = [word for word in words if self.carries_topic(word)]
        found = _arabic_phrase_at(people(), named, 0) if named else None
        if found is None or found[0] != len(named):
            return None
        return Concept.of(_written(named), *self.terms_of_each(found[1]))

    def concepts(self, words: list[Word]) -> Iterator[Concept]:
        """Read a run of words as concepts, longest phrases first; words that carry no topic are left out."""
        place = 0
        while place < len(words):
            length, concept = self._longest_at(words, place)
            if concept is not None:
                yield self._with_country(concept)
            place += length

    def _longest_at(self, words: list[Word], place: int) -> tuple[int, Concept | None]:
        """Read the name at a place, or the term where that is of more words: the NATO chief."""
        name = self.name_at(words, place)
        if name is None:
            return self._term_at(words, place)
        if _places().at(words, place) is not None:
            return name  # the Geneva talks are talks, and in Geneva
        term = self._listed_english_at(words, place) if words[place].key.isascii() else None
        return term if term is not None and term[0] > name[0] else name

    def _with_country(self, concept: Concept) -> Concept:
        """Add to a country its adjective and its capital, which newspapers write for it, and so to each of these."""
        weights = {way.terms: way.weight for way in concept.alternatives}
        for terms in tuple(weights):
            for kin, weight in self._countries.get(terms, ()):
                weights.setdefault(kin, weight)
        return replace(concept, alternatives=tuple(Alternative(terms, weight) for terms, weight in weights.items()))

    def is_country(self, concept: Concept) -> bool:
        """Tell a country, its adjective or its capital."""
        return any(way.terms in self._countries for way in concept.alternatives[:1])

    @cached_property
    def _countries(self) -> dict[tuple[str, ...], tuple[tuple[tuple[str, ...], float], ...]]:
        """Lead from the terms of a country, its adjective or its capital to the others, with what they weigh."""
        found: dict[tuple[str, ...], tuple[tuple[tuple[str, ...], float], ...]] = {}
        for name, adjective, seat, also in read_table("quotation/countries"):
            # An adjective without its article may be analyzed as another word: قطري as my Qatar, أممي as my nation.
            definite = " ".join(f"ال{word}" for word in adjective.split())
            spellings = [name, *(other for other in also.split("،") if other != "-"), definite]
            names = list(map(self.terms, spellings if adjective != "-" else spellings[:-1]))
            capital = self.terms(seat) if seat != "-" else ()
            kin = (*((n, COUNTRY_WEIGHT) for n in names), (capital, CAPITAL_WEIGHT))
            for terms in filter(None, (*names, capital)):
                found.setdefault(terms, tuple(pair for pair in kin if pair[0] and pair[0] != terms))
        for region, adjective in read_table("regions"):
            one, other = self.terms(region), self.terms(adjective)
            for terms, kin_terms in ((one, other), (other, one)):
                if terms and kin_terms and terms != kin_terms:
                    found.setdefault(terms, ((kin_terms, COUNTRY_WEIGHT),))
        return found

    def literal(self, words: list[Word]) -> Concept | None:
        """Read a run of words as they stand: all their terms together; None for stop words alone."""
        terms = tuple(term for word in words if (term := self._term(word)))
        return Concept.of(_written(words), terms) if terms else None

    def _term_at(self, words: list[Word], place: int) -> tuple[int, Concept | None]:
        word = words[place]
        listed = self._listed_english_at(words, place) if word.key.isascii() else None
        # A phrase may begin with a word that says nothing alone: take place, 9/11.
        if listed is not None and (listed[0] > 1 or (self.carries_topic(word) and not word.key.isdigit())):
            if listed[0] == 1 and self._ends_a_name(words, place):
                return 1, self._also_by_sound(word, listed[1])
            return listed
        if not self.carries_topic(word):
            return 1, None
        if word.key.isascii() and not word.key.isdigit():
            if word.key in LATIN_ARTICLES and place + 1 < len(words):
                return 2, self._with_article(word, words[place + 1])
            return 1, self._unlisted(word)
        return self._arabic_at(words, place)

    def _ends_a_name(self, words: list[Word], place: int) -> bool:
        """Tell a word of the dictionary with a capital behind a word that is none: James | Baker."""
        before = words[place - 1] if place else None
        is_name = words[place].is_name and before is not None and before.written[:1].isupper()
        return is_name and before is not None and not (before.pauses or before.owns or self.is_ordinary(before))

    def _also_by_sound(self, word: Word, listed: Concept) -> Concept:
        """Add to a word of the dictionary what it may be as a name."""
        weights = {way.terms: way.weight for way in listed.alternatives}
        for term, share in self._knowledge.names.sounding_like(word.key).items():
            weights.setdefault((term,), share)
        return replace(listed, alternatives=tuple(Alternative(terms, weight) for terms, weight in weights.items()))

    def _listed_english_at(self, words: list[Word], place: int) -> tuple[int, Concept] | None:
        found = _english_phrase_at(words, place)
        if found is None:
            return None
        length, arabic = found
        return length, Concept.of(_written(words[place : place + length]), *self._translated(arabic))

    def _translated(self, phrases: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Name the terms of translations, which a dictionary has without articles and newspapers mostly have with them.

        An indefinite word alone may be analyzed as another one: بحر as in heat, بحرية as in freedom. Of a word the
        commoner form decides; of a phrase both count.
        """
        definite = [" ".join(map(_with_article, phrase.split())) for phrase in phrases]
        terms = self.terms_of_each([*phrases, *definite])
        for phrase, other, own, its in zip(phrases, definite, terms, terms[len(phrases) :], strict=False):
            if " " in phrase:
                yield from dict.fromkeys((own, its))
                continue
            seen, seen_definite = self._knowledge.count(normalize(phrase)), self._knowledge.count(normalize(other))
            if own != its and self._is_parted(phrase, own):
                yield its
                continue
            if own == its or seen_definite <= _RATHER_DEFINITE * seen:
                yield own
            if own != its and seen_definite * _RATHER_INDEFINITE > seen:
                yield its
            yield from self._of_people(phrase, seen + seen_definite)

    def _is_parted(self, word: str, terms: tuple[str, ...]) -> bool:
        """Tell a word that is analyzed as a particle and another one: بطريق, a penguin, as "by road"."""
        return word[:1] in _PARTICLES and len(word) > _SHORTEST_PARTICIPLE and terms == self.terms(word[1:])

    def _of_people(self, word: str, seen: int) -> Iterator[tuple[str, ...]]:
        """Name the term of a participle's plural where that is much commoner: مهاجرين, for مهاجر may be of مهجر."""
        if not word.startswith("م") or len(word) < _SHORTEST_PARTICIPLE:
            return
        plural = normalize(f"{word}ين")
        if self._knowledge.count(plural) + self._knowledge.count(f"ال{plural}") > _RATHER_DEFINITE * seen:
            yield self.terms(plural)

    def _read_unlisted(self, word: Word) -> Concept:
        """Read an English word that the table does not have: as it is, by a dictionary, and as a name by its sound."""
        weights: dict[tuple[str, ...], float] = {(word.key,): 1.0}
        for form in _dictionary_forms(word.key):
            for terms in self.terms_of_each(self._knowledge.translations(form)):
                weights.setdefault(terms, SYNONYM_WEIGHT)
        if word.may_be_name or len(weights) == 1:
            for term, share in self._knowledge.names.sounding_like(word.key).items():
                weights.setdefault((term,), share)
            if servant := _SERVANT.match(word.key):
                for term, share in self._knowledge.names.sounding_like(servant[2]).items():
                    weights.setdefault((*self.terms("عبد"), term), share)
        if len(weights) == 1 and word.written.islower():
            near = (
                phrase for other in neighbours(word.key, self._count) for phrase in english_terms().entries[(other,)]
            )
            weights |= dict.fromkeys(map(self.terms, near), MISTYPED_WEIGHT)
        known = tuple(Alternative(terms, weight) for terms, weight in weights.items() if terms)
        return Concept(word.written, known, is_name=word.written[:1].isupper())

    def _with_article(self, article: Word, name: Word) -> Concept:
        """Read a name with the Arabic article before it, which may be an ordinary word without: al-Batsh."""
        bare = self._unlisted(name)
        weights = {way.terms: way.weight for way in bare.alternatives}
        for term, share in self._knowledge.names.sounding_like(f"{article.key}{name.key}").items():
            weights[(term,)] = max(share, weights.get((term,), 0.0))
        known = tuple(Alternative(terms, weight) for terms, weight in weights.items())
        return Concept(f"{article.written} {name.written}", known, is_name=bare.is_name)

    def _arabic_at(self, words: list[Word], place: int) -> tuple[int, Concept]:
        found = _arabic_phrase_at(arabic_terms(), words, place)
        if found is None or found[0] == 1:
            country = _arabic_phrase_at(_long_countries(), words, place)
            if country is not None:
                return country[0], Concept.of(_written(words[place : place + country[0]]), self.terms(*country[1]))
        length, synonyms = found or (1, ())
        run = words[place : place + length]
        weights = {self.terms(_written(run)): 1.0}
        for synonym, terms in zip(synonyms, self.terms_of_each(synonyms), strict=True):
            if not self._is_parted(synonym, terms):
                weights.setdefault(terms, SYNONYM_WEIGHT)
        if length == 1:
            for terms, weight in self._other_words(run[0]).items():
                weights.setdefault(terms, weight)
        known = tuple(Alternative(t, weight) for t, weight in weights.items() if t)
        return length, Concept(_written(run), known, is_name=run[0].key.isdigit())

    def _other_words_of(self, word: Word) -> Mapping[tuple[str, ...], float]:
        """Lead from an Arabic word to those of its root, to the spellings of a name, and to what it is mistyped for."""
        weights: dict[tuple[str, ...], float] = {}
        weights |= {(term,): ROOT_WEIGHT for term in self._knowledge.relatives(word.written)}
        for term, share in self._knowledge.respelled(word.written).items():
            weights.setdefault((term,), share)
        if not self._count(word.key):
            for other in neighbours(word.key, self._knowledge.count):
                weights.setdefault(self.terms(other), MISTYPED_WEIGHT)
        return weights


def _arabic_phrase_at(
    table: Phrases[tuple[str, ...]], words: list[Word], place: int
) -> tuple[int, tuple[str, ...]] | None:
    """Find the longest phrase at a place, with and without the particles and the article before its first word."""
    key = (words[place].key,)
    is_place = key in countries() or key in capitals()
    for form in key if is_place else proclitic_forms(words[place]):  # بكين is nothing of كين
        run = [Word(form, words[place].written), *words[place + 1 :]]
        if (found := table.at(run, 0)) and not _is_nobody(words[place].key, run[: found[0]]):
            return found
    return None


def _is_nobody(written: str, run: list[Word]) -> bool:
    """Tell somebody's name that is left where an article is taken away: الرويس is not رويس, but النصرة is نصرة."""
    article = written[: len(written) - len(run[0].key)]
    return article.endswith(("ال", "لل")) and _is_of_a_person(tuple(word.key for word in run))


def _is_of_a_person(key: Key) -> bool:
    return key in people().entries and key not in _thing_keys()


def _english_phrase_at(words: list[Word], place: int) -> tuple[int, tuple[str, ...]] | None:
    """Find the longest phrase at a place whose first and last words may be inflected: broke ranks, interest rates.

    A word that is also an irregular form has the translations of both: left.
    """
    terms = english_terms()
    best: tuple[int, tuple[str, ...]] | None = None
    for first in _forms_of(words[place]):
        for length in terms.lengths.get(first, ()):
            if place + length > len(words) or (best is not None and length <= best[0]):
                continue
            between = tuple(word.key for word in words[place + 1 : place + length - 1])
            lasts = _forms_of(words[place + length - 1]) if length > 1 else ("",)
            keys = ((first, *between, last) if last else (first,) for last in lasts)
            if (key := next((key for key in keys if key in terms.entries), None)) is not None:
                best = (length, terms.entries[key])
    if best is not None and best[0] == 1:
        others = (terms.entries.get((form,), ()) for form in _irregular_forms().get(words[place].key, ()))
        return 1, tuple(dict.fromkeys(chain(best[1], *others)))
    return best


def _written(words: list[Word]) -> str:
    return " ".join(word.written for word in words)


@cache
def _irregular_forms() -> dict[str, tuple[str, ...]]:
    """Read the table of irregular English words: a form leads to those of the dictionary."""
    found: dict[str, tuple[str, ...]] = {}
    for dictionary_form, forms in read_table("english_forms"):
        for form in alternatives(forms):
            found[form] = (*found.get(form, ()), dictionary_form)
    return found


def _with_article(word: str) -> str:
    return word if word.startswith("ال") else f"ال{word}"


def _dictionary_forms(word: str) -> Iterator[str]:
    """Yield an English word, then what it may be an inflected form of."""
    yield word
    yield from _irregular_forms().get(word, ())
    for ending, replacement in _INFLECTIONS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= _SHORTEST_STEM and (ending != "es" or stem.endswith(_HISSING)):
            if ending in {"ed", "ing"}:
                yield from _present_forms(stem)
            else:
                yield stem + replacement


def _forms_of(word: Word) -> Iterator[str]:
    """Yield the dictionary's forms of a word of a question; no name is a verb's: Hawking, Wilders."""
    verbal = word.is_name and word.key.endswith(("ing", "ed"))
    yield from (word.key,) if verbal else _dictionary_forms(word.key)


def _present_forms(stem: str) -> Iterator[str]:
    """Yield what a verb without "ed" or "ing" may be, the likeliest first."""
    if _SHORT_SYLLABLE.search(stem):
        yield stem + "e"
    yield stem
    yield stem + "e"
    if stem[-1] == stem[-2]:  # "stopped"
        yield stem[:-1]
