"""Which terms stand for a text? A tokenizer and filters, the same object for passages and questions."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

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
from retrieval.analysis.tokenizer import tokenize
from retrieval.lexicon import read_table
from retrieval.model import Span, Token

Known = Callable[[str], tuple[str | None] | None]
"""Finds the term that a word has already: (None,) for a stop word, None for a word that has none yet."""

_WORDS_REMEMBERED = 100_000


class Analyzer:
    """Turns text into terms with their places. `name` changes when terms do; two analyzers of one name agree."""

    def __init__(self, name: str, filters: Sequence[Filter], known: Known | None = None) -> None:
        self.name = name
        self._filters = tuple(filters)
        self._known = known
        # A newspaper has far fewer word forms than words: each form goes through the filters once.
        self._term = lru_cache(_WORDS_REMEMBERED)(self._find_term)

    def analyze(self, text: str) -> list[Token]:
        """Cut a text into terms, each with the span of its word; stop words are left out."""
        return list(self._terms(tokenize(text)))

    def terms(self, text: str) -> list[str]:
        """Cut a text into terms without their places."""
        return [token.term for token in self.analyze(text)]

    def terms_of(self, words: Iterable[str]) -> list[str]:
        """Name the terms of words, as the tokenizer cuts them."""
        return list(filter(None, map(self._term, words)))

    def term(self, word: str) -> str | None:
        """Name the term of one word; None for a stop word."""
        return self._term(word)

    def _terms(self, tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            if term := self._term(token.term):
                yield Token(term, token.span)

    def _find_term(self, word: str) -> str | None:
        known = self._known(word) if self._known else None
        return self._filter_word(word) if known is None else known[0]

    def _filter_word(self, word: str) -> str | None:
        tokens: Iterator[Token] = iter((Token(word, Span(0, len(word))),))
        for apply in self._filters:
            tokens = apply(tokens)
        return next((token.term for token in tokens), None) or None


def build_analyzer(
    vocabulary: Container[str], morphology: Morphology | None = None, known: Known | None = None
) -> Analyzer:
    """Make the analyzer of an archive.

    Args:
        vocabulary: The archive's words, normalized (`vocabulary_of`); the stemmer cuts affixes by it.
        morphology: The database that gives lemmas; without one, words are stemmed as they are.
        known: Finds the terms under which words are indexed already.
    """
    reduce = _reducer(LightStemmer(vocabulary), morphology)
    filters = [clean_filter, stop_filter(stop_words()), reduce_filter(reduce), fold_filter(folds(reduce))]
    return Analyzer(analyzer_name(morphology), filters, known)


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
