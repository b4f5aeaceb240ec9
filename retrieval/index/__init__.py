"""Which passages hold a term? One protocol, and an engine for each size of archive."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from retrieval.errors import PassageIndexError
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


def choose_engine(passages: int, forced: str | None = None) -> Engine:
    """Choose the engine for an archive.

    Args:
        passages: How many there are, or will be.
        forced: The name of the engine to take whatever the size; None or empty: the size decides.

    Raises:
        PassageIndexError: There is no engine of that name.
    """
    if forced:
        if forced not in tuple(Engine):
            raise PassageIndexError(f"there is no engine {forced}; the engines are {', '.join(Engine)}")
        return Engine(forced)
    return Engine.RANK_BM25 if passages <= MOST_IN_MEMORY else Engine.TANTIVY


def open_index(engine: Engine, folder: Path | None = None) -> Index:
    """Open an index, empty where there is none yet.

    Args:
        engine: What stands behind it.
        folder: Where tantivy keeps it; None: in memory. rank-bm25 is always in memory, and empty at first.

    Raises:
        IndexFormatError: What lies in the folder is damaged, was made by another version, or is no index.
        PassageIndexError: The folder cannot be made or read.
    """
    # Imported when needed: the library of the other engine takes longer to load than a question to answer.
    if engine is Engine.RANK_BM25:
        from retrieval.index.rank_bm25 import RankBM25Index  # noqa: PLC0415

        return RankBM25Index()
    from retrieval.index.tantivy import TantivyIndex  # noqa: PLC0415

    return TantivyIndex.open(folder)
