"""What happens to a token on its way to a term? Callables from tokens to tokens; spans are never touched.

The order matters: stop words are known by their full spelling, so they go before letters are merged, and the fold table
is written in what words are reduced to, so it comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from retrieval.analysis.normalization import clean
from retrieval.model import Token

Filter = Callable[[Iterable[Token]], Iterator[Token]]


def clean_filter(tokens: Iterable[Token]) -> Iterator[Token]:
    """Take vowel marks, tatweel and invisible characters off; a token of nothing else goes."""
    for token in tokens:
        if term := clean(token.term):
            yield replace(token, term=term)


def stop_filter(words: Container[str]) -> Filter:
    """Drop function words, given in their clean spelling."""

    def drop(tokens: Iterable[Token]) -> Iterator[Token]:
        return (token for token in tokens if token.term not in words)

    return drop


def reduce_filter(reduce: Callable[[str], str]) -> Filter:
    """Put in the place of every word what it is reduced to."""

    def apply(tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            yield replace(token, term=reduce(token.term))

    return apply


def fold_filter(folds: Mapping[str, str]) -> Filter:
    """Put one spelling in the place of its variants, both given normalized."""

    def fold(tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            yield replace(token, term=folds.get(token.term, token.term))

    return fold
