"""Which words of a question are asking, and which are asked about?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Generic, TypeVar

from retrieval.analysis.normalization import WORDS_REMEMBERED, is_bare, normalize
from retrieval.analysis.tokenizer import tokenize
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Language, QuestionKind, Span, Token

Value = TypeVar("Value")
Key = tuple[str, ...]

FILLER = "filler"
_CAPITALS = {"US": "usa", "UK": "britain", "PM": "premier"}
"""What in lower case are other words: us, 3 pm."""
_GENITIVE = "s"
_ARTICLES = frozenset({"the", "a", "an"})
_ADVERB = re.compile(r"[a-z]{3,}(?:ed|ing|al|ar|ous|ful|ive|ent|ant)ly\Z")
"""An English adverb of an adjective, by the endings of adjectives: supposedly, finally, recently; not family."""
_APOSTROPHES = frozenset("'’ʼ`´")
_PAUSE = re.compile(r"\s?[,،;؛:()–—]")
_INITIALS = re.compile(r"\b[A-Z](?:\.[A-Z])+\b")
_TABLE_WORD = re.compile(r"\d+|[^\W\d_]+")
_PLURALS = (("ون", ""), ("ين", ""), ("و", ""), ("تا", "ه"))
"""Endings of masculine plurals and of feminine duals, with what the singular has in their place."""
_KINDS = {kind.value: kind for kind in QuestionKind} | {"yes_no": QuestionKind.WHAT}
# Words between the speaker and the topic: "what did X say *about* Y".
_ABOUT = frozenset(
    map(
        normalize,
        ("about", "on", "regarding", "concerning", "of", "عن", "حول", "بشأن", "بخصوص", "في", "على", "تجاه", "إن", "أن"),
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question as it is looked up; `written` is how the reader wrote it.

    `may_be_name` is untrue of a word in lower case where the question has capitals beyond its first word. `is_name` is
    true of a word with a capital behind the first one where others have none, but for articles: May and US are names
    then. `owns` is true
    of an English genitive: Merkel's. `pauses` tells that a comma or another mark stands behind it.
    """

    key: str
    written: str
    may_be_name: bool = True
    is_name: bool = False
    owns: bool = False
    pauses: bool = False


def words_of(text: str) -> list[Word]:
    """Cut a question into words, normalized; Latin letters lose their accents, the English genitive its s."""
    return [word for word, _ in placed_words(text)]


def placed_words(text: str) -> list[tuple[Word, Span]]:
    """Cut a question into the same words, each with its place in the text."""
    tokens = _joined_initials(text)
    has_capitals = any(token.term[0].isupper() for token in tokens[1:])
    has_small_letters = any(token.term.islower() for token in tokens)
    words: list[tuple[Word, Span]] = []
    for place, token in enumerate(tokens):
        written = token.term
        key = _CAPITALS.get(written) or _plain(written)
        if key == _GENITIVE:
            if words and text[words[-1][1].end : token.span.start] in _APOSTROPHES:
                words[-1] = (replace(words[-1][0], owns=True), words[-1][1])
        elif key:
            may_be_name = not (has_capitals and written.islower())
            is_name = bool(place) and has_small_letters and written[0].isupper() and key not in _ARTICLES
            pauses = _PAUSE.match(text, token.span.end) is not None
            words.append((Word(key, written, may_be_name, is_name, pauses=pauses), token.span))
    return words


def _joined_initials(text: str) -> list[Token]:
    """Cut a text into tokens; initials with full stops are one where they are a name: U.S., U.N."""
    tokens = tokenize(text)
    for found in _INITIALS.finditer(text):
        if written := _without_stops(found):
            inside = [token for token in tokens if found.start() <= token.span.start < found.end()]
            place = tokens.index(inside[0])
            tokens[place : place + len(inside)] = [Token(written, Span(found.start(), inside[-1].span.end))]
    return tokens


def _without_stops(initials: re.Match[str]) -> str | None:
    """Write initials together that are a name; None for others."""
    written = initials.group().replace(".", "")
    return written if written in _initials() else None


@cache
def _initials() -> frozenset[str]:
    """Collect the names that are initials: UN, EU, UAE."""
    spellings = {spelling for row in name_rows() for spelling in (row[1], *alternatives(row[4]))}
    return frozenset(name for name in (*_CAPITALS, *spellings) if name.isupper() and name.isalpha())


def key_of(phrase: str) -> Key:
    """Make the key under which a phrase of a table is looked up: that of `words_of`, without the tokenizer.

    The tokenizer minds emoji, which tables do not have, and would take half a second for the ten thousand names.
    """
    joined = _INITIALS.sub(lambda found: _without_stops(found) or found.group(), phrase) if "." in phrase else phrase
    return tuple(
        key for word in _TABLE_WORD.findall(joined) if (key := _CAPITALS.get(word) or _plain(word)) and key != _GENITIVE
    )


def language_of(text: str) -> Language:
    """Tell the language by the script that most of the letters are of; Arabic where neither prevails."""
    names = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    latin = sum(name.startswith("LATIN") for name in names)
    return Language.ENGLISH if latin * 2 > len(names) else Language.ARABIC


def is_about(word: Word) -> bool:
    """Tell whether a word leads to the topic, also with a conjunction joined to it."""
    return word.key in _ABOUT or (word.key[0] in "وف" and word.key[1:] in _ABOUT)


@cache
def given_names() -> frozenset[str]:
    """Read the given names of the table of names, normalized."""
    rows = (row for row in read_table("quotation/names") if row[0] == "given")
    return frozenset(key for row in rows for key in map(normalize, row[1].split()) if key)


@dataclass(frozen=True, slots=True)
class Phrases(Generic[Value]):
    """A table of phrases that finds the longest one at a place."""

    entries: Mapping[Key, Value]
    lengths: Mapping[str, Sequence[int]]
    """How many words there are in the phrases that begin with a word, the most first."""

    @classmethod
    def of(cls, entries: Mapping[Key, Value]) -> Phrases[Value]:
        """Make a table; empty keys are left out."""
        kept = {key: value for key, value in entries.items() if key}
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in kept:
            lengths[key[0]].add(len(key))
        return cls(kept, {first: sorted(found, reverse=True) for first, found in lengths.items()})

    def at(self, words: Sequence[Word], place: int) -> tuple[int, Value] | None:
        """Find the longest phrase that begins at a place: how many words it has, and its value."""
        for length in self.lengths.get(words[place].key, ()) if place < len(words) else ():
            key = tuple(word.key for word in words[place : place + length])
            if len(key) == length and key in self.entries:
                return length, self.entries[key]
        return None


@cache
def question_words() -> Phrases[QuestionKind | None]:
    """Read the words that make a question; None for polite filling."""
    rows = read_table("question_words")
    return Phrases.of({key_of(row[0]): None if row[2] == FILLER else _KINDS[row[2]] for row in rows})


@cache
def describing_nouns() -> frozenset[str]:
    """Read the nouns that head a description, normalized: وزير، مصدر، وكالة."""
    return frozenset(key for row in read_table("quotation/nouns") for key in map(normalize, row[1].split()) if key)


def is_describing(key: str) -> bool:
    """Tell a noun that heads a description, also with the article and in the construct state: معارضو فلان."""
    plain = key.removeprefix("ال")
    nouns = describing_nouns()
    if plain in nouns or f"{plain}ن" in nouns:
        return True
    # لاعبو، مساعدون، منظمتا; not رئيسي, which is a name.
    singular = next((plain[: -len(end)] + more for end, more in _PLURALS if plain.endswith(end)), "")
    return singular in nouns


@cache
def name_rows() -> tuple[tuple[str, ...], ...]:
    """Read the name table: canonical Arabic, canonical English, kind, other Arabic, other English."""
    return tuple((*row, "", "", "")[:5] for row in read_table("names"))


@lru_cache(WORDS_REMEMBERED)
def _plain(word: str) -> str:
    if is_bare(word):
        return normalize(word)
    decomposed = unicodedata.normalize("NFKD", word) if not _is_arabic(word) else word
    return normalize("".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)


def proclitic_forms(word: Word) -> Iterator[str]:
    """Yield an Arabic word, then what is left of it behind an article and the particles that join the next word."""
    yield word.key
    if _is_arabic(word.key):
        for prefix in ("ال", "و", "ف", "ب", "ل", "ك", "وال", "بال", "لل"):
            if word.key.startswith(prefix) and len(word.key) > len(prefix) + 2:
                yield word.key[len(prefix) :]


def says_little(words: str) -> bool:
    """Tell a word that says little by itself: a light verb or noun, an English adverb."""
    return normalize(words) in _light_words() or _ADVERB.match(words) is not None


@cache
def _light_words() -> frozenset[str]:
    """Read the words that say little by themselves, normalized: take, away, اسم, قام."""
    return frozenset(normalize(word) for row in read_table("light_words") for word in alternatives(row[0]))


def is_saying_verb(key: str) -> bool:
    """Tell an Arabic verb that attributes words, in the forms that questions have it in: فسّر، علّلت، قاله، بيقول."""
    return key in _saying_verbs()


@cache
def _saying_verbs() -> frozenset[str]:
    """Inflect the cues of quotations: who asks for words uses the verbs that newspapers report them with."""
    found: set[str] = set()
    for past, present, *_ in read_table("quotation/cues"):
        found.update(_past_forms(normalize(past)) if past != "-" else ())
        found.update(_present_forms(normalize(present)) if present != "-" else ())
    return frozenset(found)


def _past_forms(verb: str) -> Iterator[str]:
    """Yield the third person's forms, with the pronoun of what was said: قال، قالت، قالوا، قاله، قالته."""
    stem = verb[:-1] if verb.endswith(("ي", "ا", "ى")) else verb
    yield from (verb, f"{stem}ت", f"{stem}وا")
    for pronoun in ("ه", "ها"):
        yield f"{verb}{pronoun}"
        yield f"{stem}ت{pronoun}"
        yield f"{stem}و{pronoun}"


def _present_forms(verb: str) -> Iterator[str]:
    """Yield the third person's forms, also with the dialects' ب: يقول، تقول، يقولون، بيقول، يقوله."""
    for form in (verb, f"ت{verb[1:]}"):
        for ending in ("", "ه", "ها", "ون"):
            yield f"{form}{ending}"
            yield f"ب{form}{ending}"
