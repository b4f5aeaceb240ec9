"""What happens to a token on its way to a term? Callables from tokens to tokens; spans are never touched.

The order matters: stop words and lemmas are known by their full spelling, so both come before letters are merged, and
the fold table is written in merged letters, so it comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from retrieval.analysis.morphology import Morphology
from retrieval.analysis.normalization import clean, normalize
from retrieval.analysis.stemmer import LightStemmer
from retrieval.model import Token

Filter = Callable[[Iterable[Token]], Iterator[Token]]


def clean_filter(tokens: Iterable[Token]) -> Iterator[Token]:
    """Take vowel marks, tatweel and invisible characters off; a token of nothing else goes."""
    for token in tokens:
        if term := clean(token.term):
            yield replace(token, term=term)


def normalize_filter(tokens: Iterable[Token]) -> Iterator[Token]:
    """Merge the letters that writers interchange."""
    for token in tokens:
        yield replace(token, term=normalize(token.term))


def stop_filter(words: Container[str]) -> Filter:
    """Drop function words, given in their clean spelling."""

    def drop(tokens: Iterable[Token]) -> Iterator[Token]:
        return (token for token in tokens if token.term not in words)

    return drop


def lemma_filter(morphology: Morphology) -> Filter:
    """Put the dictionary form in the place of every word that the morphology database knows."""

    def lemmatize(tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            entry = None if token.term.isascii() else morphology.entry(token.term)
            yield replace(token, term=clean(entry.lemma)) if entry else token

    return lemmatize


def stem_filter(stemmer: LightStemmer) -> Filter:
    """Cut affixes off normalized words."""

    def stem(tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            yield replace(token, term=stemmer.stem(token.term))

    return stem


def fold_filter(folds: Mapping[str, str]) -> Filter:
    """Put one spelling in the place of its variants, both given normalized."""

    def fold(tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            yield replace(token, term=folds.get(token.term, token.term))

    return fold
