"""Which passages hold the terms of a query, in memory: rank-bm25, for archives of some thousand documents.

Defined for archives of every size: an empty one has no hits, one passage is scored like any other, and no score is
negative. A passage that holds no term of the query is no hit, so that "nothing matched" is told from "scored low".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from retrieval.model import Concept, Query

K1 = 1.2
B = 0.75
_TERMS_REMEMBERED = 100

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage's position in the index with its score; `matched` maps a concept's words to what it added."""

    position: int
    score: float
    matched: Mapping[str, float]


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """BM25 with Lucene's inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative.

    rank-bm25's own is floored at a quarter of the mean, so that a term in half of the passages counts for nothing.
    Source: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009; Lucene's BM25Similarity.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: inverse_document_frequency(n, self.corpus_size) for term, n in nd.items()}


def inverse_document_frequency(holders: int, passages: int) -> float:
    """Weigh a term by how few of the passages hold it; more than 0 for every term, also one that none or all hold."""
    return math.log(1 + (passages - holders + 0.5) / (holders + 0.5))


class RankBM25Index:
    """An index of passages, each given as its terms. Immutable, so threads may share it.

    `idf` weighs every term that some passage holds; `idf_of_unknown` is what one that none holds would weigh.
    """

    name = "rank-bm25"

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        self._size = len(passages)
        # rank-bm25 divides by the number of passages and by that of distinct terms.
        self._engine = _LuceneBM25(passages, k1=K1, b=B) if any(passages) else None
        self.idf: Mapping[str, float] = self._engine.idf if self._engine else {}
        self.idf_of_unknown = inverse_document_frequency(0, self._size)
        # What is asked next often holds the same words: a follow-up, or the half of a question without an answer.
        self._scores_of = lru_cache(_TERMS_REMEMBERED)(self._score_term)

    def search(self, query: Query, *, limit: int, among: Sequence[int] | None = None) -> list[ScoredPassage]:
        """Rank the passages that hold a concept of the query.

        Args:
            query: What to look for.
            limit: How many passages to give at the most.
            among: The positions of the only passages that count; None: all.

        Returns:
            The best first; equal scores stand in the archive's order. Empty where nothing matched.
        """
        if self._engine is None or limit < 1:
            return []
        by_concept = {concept.words: self._score(concept) for concept in query.concepts}
        total: Scores = sum(by_concept.values(), start=np.zeros(self._size))
        if among is not None:
            allowed = np.zeros(self._size)
            allowed[list(among)] = 1.0
            total = total * allowed
        # A stable sort keeps the archive's order where scores are equal, so that an answer is always the same.
        best = np.argsort(-total, kind="stable")[:limit]
        return [
            ScoredPassage(int(i), float(total[i]), {words: float(s[i]) for words, s in by_concept.items() if s[i] > 0})
            for i in best
            if total[i] > 0
        ]

    def _score(self, concept: Concept) -> Scores:
        """Score one concept: the best of its alternatives, for they are other words for one thing."""
        best: Scores = np.zeros(self._size)
        for alternative in concept.alternatives:
            if self._engine is not None and all(term in self.idf for term in alternative.terms):
                best = np.maximum(best, alternative.weight * self._score_together(alternative.terms))
        return best

    def _score_together(self, terms: Sequence[str]) -> Scores:
        """Score the passages that hold all of some terms: their mean, so that a longer name weighs no more."""
        scores = np.array([self._scores_of(term) for term in terms])
        together: Scores = np.where((scores > 0).all(axis=0), scores.mean(axis=0), 0.0)
        return together

    def _score_term(self, term: str) -> Scores:
        scores: Scores = self._engine.get_scores([term]) if self._engine else np.zeros(self._size)
        return scores
