"""Which passages hold the terms of a query, in memory: rank-bm25, for archives of some thousand documents.

Defined for archives of every size: an empty one has no hits, one passage is scored like any other, and no score is
negative. A passage that holds no term of the query is no hit, so that "nothing matched" is told from "scored low".
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from retrieval.errors import IndexLockedError
from retrieval.index.protocol import K1, B, Field, IndexedPassage, PassageKey, ScoredPassage
from retrieval.model import ANYTHING, Alternative, Concept, Conditions, Days, Query

_TERMS_REMEMBERED = 100
# No passage without a date touches any range: its days end before the calendar begins, and begin behind its end.
_NEVER = (date.max.toordinal() + 1, date.min.toordinal() - 1)

Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """BM25 with Lucene's inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative.

    rank-bm25's own is floored at a quarter of the mean, so that a term in half of the passages counts for nothing.
    Source: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009; Lucene's BM25Similarity.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.holders = dict(nd)
        self.idf = {term: inverse_document_frequency(n, self.corpus_size) for term, n in nd.items()}


def inverse_document_frequency(holders: int, passages: int) -> float:
    """Weigh a term by how few of the passages hold it; more than 0 for every term, also one that none or all hold."""
    return math.log(1 + (passages - holders + 0.5) / (holders + 0.5))


class _FieldIndex:
    """One field of some passages, in their order: which of them hold a term, and what it adds to their scores."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._texts = texts
        self._nowhere: Scores = np.zeros(len(texts))
        # rank-bm25 divides by the number of passages and by their mean length.
        self._engine = _LuceneBM25(texts, k1=K1, b=B) if any(texts) else None
        # What is asked next often holds the same words: a follow-up, or the half of a question without an answer.
        self.score = lru_cache(_TERMS_REMEMBERED)(self._score)

    def holders(self, term: str) -> int:
        """Count the passages that hold a term."""
        return self._engine.holders.get(term, 0) if self._engine else 0

    def score_phrase(self, words: Sequence[str]) -> Scores:
        """Score the passages where words stand one behind the other, by how often, with the sum of their idf."""
        if self._engine is None or not all(map(self.holders, words)):
            return self._nowhere
        counts = np.array([self._count(position, words) for position in range(len(self._texts))], dtype=np.float64)
        lengths = np.array(self._engine.doc_len) / self._engine.avgdl
        idf = sum(self._engine.idf[word] for word in words)
        scores: Scores = idf * counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths))
        return scores

    def _score(self, term: str) -> Scores:
        if not self.holders(term) or self._engine is None:
            return self._nowhere
        scores: Scores = self._engine.get_scores([term])
        return scores

    def _count(self, position: int, words: Sequence[str]) -> int:
        if self._engine is None or not all(word in self._engine.doc_freqs[position] for word in words):
            return 0
        text, length = self._texts[position], len(words)
        return sum(list(text[start : start + length]) == list(words) for start in range(len(text) - length + 1))


class _Passages:
    """The passages of an index as they are between two changes, sorted by key. Immutable, so threads may share them."""

    def __init__(self, passages: Iterable[IndexedPassage]) -> None:
        self.passages = sorted(passages, key=lambda passage: passage.key)

    def __len__(self) -> int:
        return len(self.passages)

    def of(self, field: Field) -> _FieldIndex:
        """Give the index of one field, made when it is first asked for: most questions have no phrase."""
        return {Field.TERMS: self._terms, Field.WORDS: self._words, Field.HINTS: self._hints}[field]

    @cached_property
    def _terms(self) -> _FieldIndex:
        return self._index(Field.TERMS)

    @cached_property
    def _words(self) -> _FieldIndex:
        return self._index(Field.WORDS)

    @cached_property
    def _hints(self) -> _FieldIndex:
        return self._index(Field.HINTS)

    def _index(self, field: Field) -> _FieldIndex:
        return _FieldIndex([tuple(passage.fields.get(field, ())) for passage in self.passages])

    def meeting(self, conditions: Conditions) -> Mask:
        """Tell of each passage whether it meets conditions."""
        meeting: Mask = np.ones(len(self), dtype=np.bool_)
        if conditions.documents is not None:
            meeting &= np.isin(self._documents, list(conditions.documents))
        if (speakers := conditions.speakers) is not None:
            meeting &= [not speakers.isdisjoint(passage.speakers) for passage in self.passages]
        if (sources := conditions.sources) is not None:
            meeting &= [passage.source in sources for passage in self.passages]
        for group in conditions.published:
            meeting &= np.any([self._touching(days) for days in group], axis=0)
        return meeting

    @cached_property
    def _documents(self) -> npt.NDArray[np.int64]:
        return np.array([passage.key.document for passage in self.passages], dtype=np.int64)

    @cached_property
    def _days(self) -> npt.NDArray[np.int64]:
        """The earliest and the latest day of each passage, counted from the calendar's first; (n_passages, 2)."""
        return np.array([_ordinals(passage) for passage in self.passages], dtype=np.int64).reshape(-1, 2)

    def _touching(self, days: Days) -> Mask:
        earliest, latest = days.earliest or date.min, days.latest or date.max
        touching: Mask = (self._days[:, 0] <= latest.toordinal()) & (self._days[:, 1] >= earliest.toordinal())
        return touching


class RankBM25Index:
    """An index of passages in memory. Each change builds it anew, so it is for small archives."""

    name = "rank-bm25"
    is_shared = False

    def __init__(self, passages: Iterable[IndexedPassage] = ()) -> None:
        self._current = _Passages(passages)
        self._changing = threading.Lock()

    def search(self, query: Query, *, limit: int, conditions: Conditions = ANYTHING) -> list[ScoredPassage]:
        """Rank passages, as `Index.search` says."""
        current = self._current
        if limit < 1 or not len(current) or conditions.admits_nothing:
            return []
        scores = _scores(current, query)
        if conditions != ANYTHING:
            scores = np.where(current.meeting(conditions), scores, 0.0)
        # A stable sort keeps the order of keys where scores are equal, so that an answer is always the same.
        best = np.argsort(-scores, kind="stable")[:limit]
        return [ScoredPassage(current.passages[i].key, float(scores[i])) for i in best if scores[i] > 0]

    def first(self, *, limit: int, conditions: Conditions = ANYTHING) -> list[PassageKey]:
        """List passages in the order of their keys, as `Index.first` says."""
        current = self._current
        if limit < 1 or not len(current) or conditions.admits_nothing:
            return []
        met = np.flatnonzero(current.meeting(conditions))[:limit]
        return [current.passages[i].key for i in met]

    def holders(self, term: str, field: Field = Field.TERMS) -> int:
        """Count the passages that hold a term."""
        return self._current.of(field).holders(term)

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self._current)

    @property
    def stale(self) -> float:
        """None of what is removed counts any more."""
        return 0.0

    def documents(self) -> frozenset[int]:
        """Collect the numbers of all documents that have passages here."""
        return frozenset(passage.key.document for passage in self._current.passages)

    def update(self, passages: Iterable[IndexedPassage], *, removed: Iterable[int] = ()) -> None:
        """Remove and add passages, as `Index.update` says."""
        if not self._changing.acquire(blocking=False):
            raise IndexLockedError("somebody else changes the index in memory now; try again later")
        try:
            added = list(passages)
            gone = {passage.key.document for passage in added}.union(removed)
            kept = (passage for passage in self._current.passages if passage.key.document not in gone)
            self._current = _Passages([*kept, *added])
        finally:
            self._changing.release()

    def refresh(self) -> None:
        """Do nothing: no other process has this memory."""

    def close(self) -> None:
        """Let go of the passages."""
        self._current = _Passages(())


def _scores(passages: _Passages, query: Query) -> Scores:
    """Score all passages; 0 where a passage is not found."""
    phrases = [passages.of(Field.WORDS).score_phrase(tuple(words)) for words in query.phrases if words]
    by_phrase: Scores = sum(phrases, start=np.zeros(len(passages)))
    by_concept: Scores = sum((_score(passages, concept) for concept in query.concepts), start=np.zeros(len(passages)))
    found: Scores = by_concept if query.concepts else by_phrase
    hints = [hint.weight * passages.of(Field(hint.field)).score(hint.term) for hint in query.hints]
    is_found = np.logical_and.reduce([found > 0, *(phrase > 0 for phrase in phrases)])
    return np.where(is_found, sum(hints, start=found), 0.0)


def _score(passages: _Passages, concept: Concept) -> Scores:
    """Score one concept: the best of its alternatives, for they are other words for one thing."""
    best: Scores = np.zeros(len(passages))
    for alternative in concept.alternatives:
        if alternative.terms:
            best = np.maximum(best, _score_together(passages.of(Field.TERMS), alternative))
    return best


def _score_together(terms: _FieldIndex, alternative: Alternative) -> Scores:
    """Score the passages that hold all of some terms: their mean, so that a longer name weighs no more."""
    if not all(map(terms.holders, alternative.terms)):
        return np.zeros(1)
    scores = np.array([terms.score(term) for term in alternative.terms])
    together: Scores = np.where((scores > 0).all(axis=0), alternative.weight * scores.mean(axis=0), 0.0)
    return together


def _ordinals(passage: IndexedPassage) -> tuple[int, int]:
    if passage.earliest is None or passage.latest is None:
        return _NEVER
    return passage.earliest.toordinal(), passage.latest.toordinal()
