"""Which terms of an archive share a word's root? اجتمع (met) and اجتماع (meeting) are one to who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.morphology import Morphology


class RootTable:
    """The terms of an archive by the root of the words behind them. Only a word's likeliest reading counts."""

    def __init__(self, words: Iterable[str], analyzer: Analyzer, morphology: Morphology) -> None:
        self._morphology = morphology
        self._terms: dict[str, set[str]] = defaultdict(set)
        for word in words:
            term, root = analyzer.term(word), self._root(word)
            if term and root:
                self._terms[root].add(term)

    def __call__(self, word: str) -> tuple[str, ...]:
        """Name the terms that share a word's root, in alphabetical order; none for a word without a known root."""
        root = self._root(word)
        return tuple(sorted(self._terms.get(root, ()))) if root else ()

    def _root(self, word: str) -> str | None:
        entry = self._morphology.entry(word)
        return entry.root if entry else None
