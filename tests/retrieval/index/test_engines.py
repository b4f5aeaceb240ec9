"""Which engine stands behind the protocol?"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from retrieval.errors import PassageIndexError
from retrieval.index import MOST_IN_MEMORY, Engine, choose_engine, open_index
from tests.retrieval.index.contract import SIX


@pytest.mark.parametrize(
    ("passages", "forced", "chosen"),
    [
        (0, None, Engine.RANK_BM25),
        (MOST_IN_MEMORY, "", Engine.RANK_BM25),
        (MOST_IN_MEMORY + 1, None, Engine.TANTIVY),
        (10**9, "rank-bm25", Engine.RANK_BM25),
        (0, "tantivy", Engine.TANTIVY),
    ],
)
def test_the_size_chooses_unless_somebody_does(passages: int, forced: str | None, chosen: Engine) -> None:
    """Small archives are held in memory; a name decides whatever the size."""
    assert choose_engine(passages, forced) is chosen


def test_an_unknown_engine_is_told_by_its_name() -> None:
    """With the names that there are."""
    with pytest.raises(PassageIndexError, match="no engine solr; the engines are rank-bm25, tantivy, opensearch"):
        choose_engine(5, "solr")


def test_a_cluster_is_used_unless_another_engine_is_forced() -> None:
    """Where the settings name one; without one its engine cannot be forced."""
    assert choose_engine(0, has_cluster=True) is Engine.OPENSEARCH
    assert choose_engine(10**9, "tantivy", has_cluster=True) is Engine.TANTIVY
    with pytest.raises(PassageIndexError, match="SEARCH_URL"):
        choose_engine(0, "opensearch")


@pytest.mark.parametrize("engine", [Engine.RANK_BM25, Engine.TANTIVY])
def test_each_engine_is_opened_under_its_name(engine: Engine, tmp_path: Path) -> None:
    """Empty at first, and ready for passages."""
    with closing(open_index(engine, tmp_path / "index")) as index:
        assert (index.name, index.size) == (engine, 0)
        index.update(SIX)
        assert index.size == 6


def test_only_what_is_kept_has_a_folder(tmp_path: Path) -> None:
    """rank-bm25 leaves nothing behind; tantivy is found again."""
    for engine, size in ((Engine.RANK_BM25, 0), (Engine.TANTIVY, 6)):
        folder = tmp_path / engine
        with closing(open_index(engine, folder)) as index:
            index.update(SIX)
        assert folder.exists() == bool(size)
        with closing(open_index(engine, folder)) as index:
            assert index.size == size
