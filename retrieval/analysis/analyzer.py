"""Which terms stand for a text? A tokenizer and filters, the same object for passages and questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from retrieval.analysis.filters import (
    Filter,
    clean_filter,
    fold_filter,
    reduce_filter,
    stop_filter,
)
from retrieval.analysis.morphology import Morphology
from retrieval.analysis.normalization import clean, normalize
from retrieval.analysis.stemmer import LightStemmer
from retrieval.analysis.tokenizer import cut_words, placed_words, tokenize
from retrieval.lexicon import read_table
from retrieval.model import Span, Token

Known = Callable[[str], tuple[str | None] | None]
"""Finds the term that a word has already: (None,) for a stop word, None for a word that has none yet."""

AllKnown = Callable[[Collection[str]], Mapping[str, str | None]]
"""Finds the terms that words have already: None for a stop word, nothing for a word that has none yet."""

_WORDS_REMEMBERED = 100_000


class _Remembered(dict[str, str | None]):
    """The terms of words; what is not there is found."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        self._find = find

    def __missing__(self, word: str) -> str | None:
        if len(self) >= _WORDS_REMEMBERED:
            self.clear()
        term = self[word] = self._find(word)
        return term


class Analyzer:
    """Turns text into terms with their places. `name` changes when terms do; two analyzers of one name agree."""

    def __init__(
        self, name: str, filters: Sequence[Filter], known: Known | None = None, all_known: AllKnown | None = None
    ) -> None:
        self.name = name
        self._filters = tuple(filters)
        self._known = known
        self._all_known = all_known
        # A newspaper has far fewer word forms than words: each form goes through the filters once.
        self._remembered = _Remembered(self._find_term)
        self._term = self._remembered.__getitem__

    def analyze(self, text: str, start: int = 0) -> list[Token]:
        """Cut a text into terms, each with the span of its word; stop words are left out.

        `start` is where the text stands in the one that the spans shall point into.
        """
        placed = list(placed_words(text))
        self.look_up(word for word, _ in placed)
        found = ((self._term(word), start + place, word) for word, place in placed)
        return [Token(term, Span(place, place + len(word))) for term, place, word in found if term]

    def look_up(self, words: Iterable[str]) -> None:
        """Find the terms of many words that are known already at once, which takes a fifth of the time."""
        lacking = [word for word in dict.fromkeys(words) if word not in self._remembered]
        if self._all_known is not None and len(lacking) > 1:
            self._remembered.update(self._all_known(lacking))

    def terms(self, text: str) -> list[str]:
        """Cut a text into terms without their places."""
        return self.terms_of(cut_words(text))

    def terms_of(self, words: Iterable[str]) -> list[str]:
        """Name the terms of words, as the tokenizer cuts them."""
        cut = list(words)
        self.look_up(cut)
        return list(filter(None, map(self._term, cut)))

    def term(self, word: str) -> str | None:
        """Name the term of one word; None for a stop word."""
        return self._term(word)

    def new_term(self, word: str) -> str | None:
        """Name the term that a word gets which has none yet, without looking it up; None for a stop word."""
        return self._filter_word(word)

    def _find_term(self, word: str) -> str | None:
        known = self._known(word) if self._known else None
        return self._filter_word(word) if known is None else known[0]

    def _filter_word(self, word: str) -> str | None:
        tokens: Iterator[Token] = iter((Token(word, Span(0, len(word))),))
        for apply in self._filters:
            tokens = apply(tokens)
        return next((token.term for token in tokens), None) or None


def build_analyzer(
    vocabulary: Container[str],
    morphology: Morphology | None = None,
    known: Known | None = None,
    all_known: AllKnown | None = None,
) -> Analyzer:
    """Make the analyzer of an archive.

    Args:
        vocabulary: The archive's words, normalized (`vocabulary_of`); the stemmer cuts affixes by it.
        morphology: The database that gives lemmas; without one, words are stemmed as they are.
        known: Finds the term under which a word is indexed already.
        all_known: Finds those of many words, as `known` does of each; None: they are found one by one.
    """
    reduce = _reducer(LightStemmer(vocabulary), morphology)
    filters = [clean_filter, stop_filter(stop_words()), reduce_filter(reduce), fold_filter(folds(reduce))]
    return Analyzer(analyzer_name(morphology), filters, known, all_known)


def analyzer_name(morphology: Morphology | None) -> str:
    """Name the analyzer that goes with a morphology database; what another one indexed is out of date."""
    return f"light-3+{morphology.name}" if morphology else "light-3"


def _reducer(stemmer: LightStemmer, morphology: Morphology | None) -> Callable[[str], str]:
    """Make what leads from a clean word to its lemma, or, where the database has none, to its stem; both normalized.

    A lemma has no affix: what looks like one is its own, as the ف of فولاذ and the ا of كاميرا.
    """

    def reduce(word: str) -> str:
        entry = None if morphology is None or word.isascii() else morphology.entry(word)
        return stemmer.stem(normalize(word)) if entry is None else normalize(entry.lemma)

    return reduce


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Collect the words of texts as they are written."""
    return frozenset(token.term for text in texts for token in tokenize(text))


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """Collect the words of texts, normalized."""
    return frozenset(map(normalize, words_of(texts)))


@cache
def stop_words() -> frozenset[str]:
    """Read the function words of both languages, cleaned; Arabic ones also with و and ف joined before them."""
    words = {clean(row[0]) for row in read_table("stop_words")}
    return frozenset(words | {f"{letter}{word}" for word in words if not word.isascii() for letter in "وف"})


def folds(reduce: Callable[[str], str]) -> Mapping[str, str]:
    """Read the fold table, each spelling as the filters before would leave it."""
    pairs = ((reduce(clean(row[0])), reduce(clean(row[1]))) for row in read_table("folds"))
    return {variant: canonical for variant, canonical in pairs if variant != canonical}
