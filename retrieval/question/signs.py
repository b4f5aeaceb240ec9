"""Which words of a text speak of time? Its words as pieces in runs, each piece with what it may mean in a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from retrieval.analysis.normalization import WORDS_REMEMBERED
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Span
from retrieval.question.translation import names
from retrieval.question.words import Key, Phrases, Word, key_of, placed_words

Signs = Mapping[str, str]
"""What a phrase may be in a date: kinds of `data/lexicon/times.tsv`, each with its value, and month with its number."""

_MOST_DIGITS = 4
# A date goes on over these; everything else, as a full stop or a line's end, ends it.
_WITHIN = re.compile(r"[ \t\u00a0\u200e\u200f\u202f,،()«»\"'’/–—-]*")
_AFTER_SHORT = re.compile(r"\.[ \t\u00a0]*")
_END = re.compile(r"\n|(?<=[\u0621-\u064a])[.؟!؛:]\s")
_AROUND = 4
"""How many words beside one of time may belong to what it names; between two in `times.tsv` no more stand."""
_ANCHORS = frozenset({"relative", "month", "short"})
_PLAIN_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_PARTICLES = ("و", "ف", "ب", "ل", "ك")
_OF_TIME = ("ب", "ل", "ك")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a particle joined to one. `gap` is what stands before it, `place` the word's place among the words."""

    word: Word
    span: Span
    gap: str
    place: int

    @property
    def number(self) -> int | None:
        """The number that it is, of at most four digits."""
        key = self.word.key
        return int(key) if key.isascii() and key.isdecimal() and len(key) <= _MOST_DIGITS else None


def runs_of(text: str) -> Iterator[list[Piece]]:
    """Cut a text into runs of pieces that no punctuation parts; what lies in a name of several words is left out."""
    run: list[Piece] = []
    for piece in _pieces(text):
        if run and (piece is None or not _goes_on(run[-1], piece)):
            yield run
            run = []
        if piece is not None:
            run.append(piece)
    if run:
        yield run


def telling(text: str) -> Iterator[str]:
    """Cut out of a text what may name a time: each word of time and each number, with some words on both sides."""
    for part in _END.split(text):
        if any(map(_tells, _PLAIN_WORD.findall(part))):
            yield from _windows(part)


def _windows(part: str) -> Iterator[str]:
    words = list(_PLAIN_WORD.finditer(part))
    told = [place for place, word in enumerate(words) if _tells(word.group())]
    first = last = told[0]
    for place in [*told[1:], None]:
        if place is None or place > last + 2 * _AROUND:
            window = words[max(0, first - _AROUND) : last + _AROUND + 1]
            # Most numbers are amounts: to find no date in what they stand in takes as long as to find one.
            if any(_may_be_named(word.group()) for word in window):
                yield part[window[0].start() : window[-1].end()]
            first = place or 0
        last = place or 0


@lru_cache(WORDS_REMEMBERED)
def _tells(word: str) -> bool:
    if not word.isalpha() and any(map(str.isdigit, word)):
        return True
    return any(key in _telling_words() or _without_first(key) in _telling_words() for key in key_of(word))


@lru_cache(WORDS_REMEMBERED)
def _may_be_named(word: str) -> bool:
    """Tell a word without which numbers name no time: a year, a month, what counts from today, or «شهر» before one."""
    if any(len(number) == _MOST_DIGITS for number in _NUMBER.findall(word)):
        return True
    keys = [*key_of(word), *map(_without_first, key_of(word))]
    return any(key in _telling_words() or key in _before_a_month() for key in keys)


@cache
def _before_a_month() -> frozenset[str]:
    """Collect the first words of the nouns that make a number a month: «شهر 7»."""
    return frozenset(key[0] for key, kinds in signs().entries.items() if kinds.get("unit") == "month")


@cache
def _telling_words() -> frozenset[str]:
    """Collect the last words of what no time that has no number goes without: months, and what counts from today."""
    return frozenset(key[-1] for key, kinds in signs().entries.items() if not _ANCHORS.isdisjoint(kinds))


@cache
def signs() -> Phrases[Signs]:
    """Read the words of time, with the months by all their names in every region."""
    found: dict[Key, dict[str, str]] = {}
    rows = [*read_table("times"), *(("month", number, names) for number, names in read_table("months"))]
    for kind, value, words in rows:
        for key in map(key_of, alternatives(words)):
            found.setdefault(key, {})[kind] = value
    return Phrases.of(found)


@cache
def weekdays() -> frozenset[str]:
    """Read the names of the days of the week."""
    return frozenset(key[0] for _, names in read_table("weekdays") for key in map(key_of, alternatives(names)))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key[0] for key in signs().entries)


def _pieces(text: str) -> Iterator[Piece | None]:
    """Yield the words as pieces; None stands for a name."""
    placed = placed_words(text)
    words = [word for word, _ in placed]
    known, done, end = names(), 0, 0
    for place, (word, span) in enumerate(placed):
        if place >= done and (name := known.at(words, place)) and name[0] > 1:
            done = place + name[0]
        if place < done:
            yield None
        else:
            yield from _without_particle(word, span, text[end : span.start], place)
        end = span.end


def _without_particle(word: Word, span: Span, gap: str, place: int) -> Iterator[Piece]:
    """Part a particle from a word of time: «بتموز», «وحزيران», «للعام»; «باب» is a door."""
    key, written = word.key, word.written
    rest = _without_first(key)
    is_joined = key not in _first_words() and key[:1] in _PARTICLES and rest in _first_words()
    if is_joined and key[0] in _OF_TIME and "unsure" in signs().entries.get((rest,), {}) and written[1:2] != "آ":
        is_joined = False
    if not is_joined or len(written) < 2:
        yield Piece(word, span, gap, place)
        return
    yield Piece(Word(key[0], written[0]), Span(span.start, span.start + 1), gap, place)
    yield Piece(Word(rest, written[1:]), Span(span.start + 1, span.end), "", place)


def _without_first(key: str) -> str:
    return f"ال{key[2:]}" if key.startswith("لل") else key[1:]


def _goes_on(before: Piece, piece: Piece) -> bool:
    if _WITHIN.fullmatch(piece.gap):
        return True
    if piece.gap == ".":
        return before.number is not None and piece.number is not None
    return bool(_AFTER_SHORT.fullmatch(piece.gap)) and "short" in signs().entries.get((before.word.key,), {})
