"""Passages by their terms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.rank_bm25 import K1, B, RankBM25Index, inverse_document_frequency
from retrieval.model import Concept, Query

PASSAGES = [
    ["هدن", "سوري", "روسي"],
    ["هدن", "هدن", "وقف"],
    ["وقف", "اطلاق", "نار", "سوري"],
    ["مساعد", "انساني", "حلب"],
    ["حلب", "سوري"],
    ["نفط", "سعر"],
]


def asked(*words: str) -> Query:
    """Ask for single terms, each a concept of its own."""
    return Query(tuple(Concept.of(word, (word,)) for word in words))


def test_scores_are_bm25_with_lucenes_idf() -> None:
    """A score is what the formula gives, worked out here from the counts."""
    index = RankBM25Index(PASSAGES)
    best = index.search(asked("هدن"), limit=1)[0]
    mean_length = sum(map(len, PASSAGES)) / len(PASSAGES)
    idf = math.log(1 + (len(PASSAGES) - 2 + 0.5) / (2 + 0.5))
    expected = idf * 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 3 / mean_length))
    assert best.position == 1
    assert best.score == pytest.approx(expected)


def test_a_term_in_most_passages_still_counts() -> None:
    """Where rank-bm25's own weight would be negative, ours is small and positive."""
    index = RankBM25Index([["هدن"], ["هدن"], ["هدن", "حلب"]])
    hits = index.search(asked("هدن"), limit=3)
    assert len(hits) == 3
    assert all(hit.score > 0 for hit in hits)


@pytest.mark.parametrize("passages", [[], [[]], [[], []]])
def test_an_archive_without_words_has_no_hits(passages: list[list[str]]) -> None:
    """No passage, or none with a term: nothing is found, and nothing fails."""
    assert RankBM25Index(passages).search(asked("هدن"), limit=5) == []


def test_one_passage_is_found() -> None:
    """An archive of one passage answers like any other."""
    (hit,) = RankBM25Index([["هدن", "حلب"]]).search(asked("حلب"), limit=5)
    assert hit.score > 0


def test_nothing_matched_is_no_hit() -> None:
    """A passage without any term of the query is never given, however few there are."""
    assert RankBM25Index(PASSAGES).search(asked("قمر"), limit=5) == []
    assert len(RankBM25Index(PASSAGES).search(asked("نفط"), limit=5)) == 1


def test_equal_scores_stand_in_the_archives_order() -> None:
    """A tie is broken the same way every time."""
    index = RankBM25Index([["حلب"]] * 12)
    assert [hit.position for hit in index.search(asked("حلب"), limit=12)] == list(range(12))


def test_alternatives_count_once() -> None:
    """A passage that holds two words for one thing scores no more than by the better of them."""
    index = RankBM25Index(PASSAGES)
    both = index.search(Query((Concept.of("truce", ("هدن",), ("وقف",)),)), limit=6)
    singles = {hit.position: hit.score for word in ("هدن", "وقف") for hit in index.search(asked(word), limit=6)}
    joint = next(hit for hit in both if hit.position == 1)
    assert joint.score == pytest.approx(max(index.search(asked(w), limit=6)[0].score for w in ("هدن",)))
    assert {hit.position for hit in both} == set(singles)


def test_a_phrase_needs_all_its_terms() -> None:
    """An alternative of several terms matches only where all of them stand."""
    index = RankBM25Index(PASSAGES)
    hits = index.search(Query((Concept.of("ceasefire", ("وقف", "اطلاق", "نار")),)), limit=6)
    assert [hit.position for hit in hits] == [2]


def test_only_the_passages_asked_for_count() -> None:
    """A search among some passages finds no other, and their scores are the same."""
    index = RankBM25Index(PASSAGES)
    everywhere = {hit.position: hit.score for hit in index.search(asked("سوري"), limit=6)}
    (only,) = index.search(asked("سوري"), limit=6, among=[4, 5])
    assert (only.position, only.score) == (4, everywhere[4])
    assert index.search(asked("سوري"), limit=6, among=[]) == []


def test_a_hit_tells_what_it_matched() -> None:
    """Every concept that the passage holds is named with what it added."""
    hit = RankBM25Index(PASSAGES).search(asked("سوري", "حلب", "قمر"), limit=1)[0]
    assert set(hit.matched) == {"سوري", "حلب"}
    assert sum(hit.matched.values()) == pytest.approx(hit.score)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_no_weight_is_negative(holders: int, more: int) -> None:
    """Lucene's idf is above zero for every count of passages that hold a term."""
    assert inverse_document_frequency(holders, holders + more) > 0


@given(
    st.lists(st.lists(st.sampled_from("ابجد"), max_size=5), max_size=8), st.lists(st.sampled_from("ابجده"), max_size=3)
)
def test_a_hit_is_a_passage_that_holds_an_asked_term(passages: list[list[str]], words: list[str]) -> None:
    """Whatever the archive: hits are just the passages with a term of the query, best first."""
    hits = RankBM25Index(passages).search(asked(*words), limit=100)
    assert {hit.position for hit in hits} == {i for i, terms in enumerate(passages) if set(words) & set(terms)}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
