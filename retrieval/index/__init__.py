"""Which passages hold a term? One protocol, and an engine for each size of archive."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from retrieval.errors import PassageIndexError
from retrieval.index.cluster import SearchCluster
from retrieval.index.protocol import (
    Field,
    Index,
    IndexedPassage,
    PassageKey,
    ScoredPassage,
    inverse_document_frequency,
)

__all__ = [
    "MOST_IN_MEMORY",
    "Engine",
    "Field",
    "Index",
    "IndexedPassage",
    "PassageKey",
    "ScoredPassage",
    "SearchCluster",
    "choose_engine",
    "inverse_document_frequency",
    "open_index",
]

# Up to so many passages rank-bm25 is built and asked in less time than a reader notices (benchmarks/engines.py).
MOST_IN_MEMORY = 2_000


class Engine(StrEnum):
    """What can stand behind the protocol."""

    RANK_BM25 = "rank-bm25"  # in memory, built anew by each process
    TANTIVY = "tantivy"  # in a folder
    OPENSEARCH = "opensearch"  # on other machines


def choose_engine(passages: int, forced: str | None = None, *, has_cluster: bool = False) -> Engine:
    """Choose the engine for an archive.

    Args:
        passages: How many there are, or will be.
        forced: The name of the engine to take whatever the size; None or empty: the cluster or the size decides.
        has_cluster: Whether the settings name a search cluster.

    Raises:
        PassageIndexError: There is no engine of that name, or no cluster for it.
    """
    if forced:
        if forced not in tuple(Engine):
            raise PassageIndexError(f"there is no engine {forced}; the engines are {', '.join(Engine)}")
        if forced == Engine.OPENSEARCH and not has_cluster:
            raise PassageIndexError("the engine opensearch needs the address of a search cluster in SEARCH_URL")
        return Engine(forced)
    if has_cluster:
        return Engine.OPENSEARCH
    return Engine.RANK_BM25 if passages <= MOST_IN_MEMORY else Engine.TANTIVY


def open_index(
    engine: Engine, folder: Path | None = None, *, cluster: SearchCluster | None = None, archive: str = ""
) -> Index:
    """Open an index, empty where there is none yet.

    Args:
        engine: What stands behind it.
        folder: Where tantivy keeps it; None: in memory. rank-bm25 is always in memory, and empty at first.
        cluster: Where OpenSearch runs.
        archive: Which archive the index on a cluster must be of.

    Raises:
        IndexFormatError: What lies in the folder is damaged, was made by another version, or is no index.
        PassageIndexError: The folder cannot be made or read, or the cluster refuses us.
        SearchDownError: The cluster does not answer.
    """
    # Imported when needed: the library of the other engine takes longer to load than a question to answer.
    if engine is Engine.RANK_BM25:
        from retrieval.index.rank_bm25 import RankBM25Index  # noqa: PLC0415

        return RankBM25Index()
    if engine is Engine.OPENSEARCH and cluster is not None:
        try:
            from retrieval.index.opensearch import OpenSearchIndex  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise PassageIndexError(f"SEARCH_URL needs the library {error.name}, which is not installed") from error

        return OpenSearchIndex.open(cluster, archive)
    from retrieval.index.tantivy import TantivyIndex  # noqa: PLC0415

    return TantivyIndex.open(folder)
