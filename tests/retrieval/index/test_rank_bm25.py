"""Passages by their terms, in memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import IndexLockedError
from retrieval.index.protocol import Index, IndexedPassage
from retrieval.index.rank_bm25 import RankBM25Index, inverse_document_frequency
from tests.retrieval.index.contract import SIX, IndexContract, passage


class TestRankBM25(IndexContract):
    """rank-bm25 keeps the contract."""

    def make(self) -> Index:
        """Make an empty index."""
        return RankBM25Index()


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_no_weight_is_negative(holders: int, more: int) -> None:
    """Lucene's idf is above zero for every count of passages that hold a term."""
    assert inverse_document_frequency(holders, holders + more) > 0


def test_two_changes_at_a_time_are_refused() -> None:
    """A change that begins while another one reads its passages is told to come back."""
    index = RankBM25Index(SIX)

    def changing() -> list[IndexedPassage]:
        with pytest.raises(IndexLockedError):
            index.update([passage(8, 0, "حلب")])
        return [passage(9, 0, "حلب")]

    index.update(each for part in (changing,) for each in part())
    assert index.documents() == {1, 2, 3, 9}
