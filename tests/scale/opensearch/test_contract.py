"""Passages by their terms, on a real cluster of three nodes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.analysis.analyzer import build_analyzer, vocabulary_of
from retrieval.index.opensearch import OpenSearchIndex
from retrieval.index.protocol import Index, IndexedPassage, PassageKey
from retrieval.index.tantivy import TantivyIndex
from retrieval.model import Conditions, Query
from tests.retrieval.index.contract import (
    NUMBERS,
    QUERIES,
    SETS_OF_CONDITIONS,
    IndexContract,
    passages_with_keys,
)
from tests.retrieval.index.test_agreement import ENOUGH, LIMIT, passages_of, read_rows
from tests.retrieval.index.test_agreement import asked as query_of
from tests.scale.opensearch.cluster import OpenSearchNodes

pytestmark = pytest.mark.scale


class TestOpenSearch(IndexContract):
    """OpenSearch keeps the contract; only the examples are fewer, for each takes an index of its own."""

    leaves_out_empty = True

    @pytest.fixture(autouse=True)
    def _nodes(self, opensearch: OpenSearchNodes) -> None:
        self.nodes = opensearch

    def make(self) -> Index:
        """Make an empty index."""
        return OpenSearchIndex.open(self.nodes.settings(SEARCH_REPLICAS="0"), "a test")

    @settings(suppress_health_check=[HealthCheck.differing_executors], max_examples=30)
    @given(passages_with_keys(), QUERIES, SETS_OF_CONDITIONS, st.integers(1, 12))
    def test_rankings_are_what_the_protocol_says(
        self, passages: list[IndexedPassage], query: Query, conditions: Conditions, limit: int
    ) -> None:
        """Whatever the passages, the query and the conditions: the scores are the formula's."""
        IndexContract.test_rankings_are_what_the_protocol_says.hypothesis.inner_test(
            self, passages, query, conditions, limit
        )

    @settings(suppress_health_check=[HealthCheck.differing_executors], max_examples=10)
    @given(st.lists(st.tuples(passages_with_keys(), st.frozensets(NUMBERS)), max_size=4))
    def test_updates_add_up(self, updates: list[tuple[list[IndexedPassage], frozenset[int]]]) -> None:
        """After any updates the index holds what a dictionary would."""
        IndexContract.test_updates_add_up.hypothesis.inner_test(self, updates)


@pytest.mark.shared
def test_rankings_agree_with_those_of_one_machine(opensearch: OpenSearchNodes, shared: Path) -> None:
    """Over encyclopedia passages on three shards of very unequal size: terms are weighed over all of them alike."""
    rows = read_rows(shared / "eval" / "wiki" / "passages.jsonl")
    texts = {PassageKey(number, 0): row["text"] for number, row in zip(_unequally(), rows, strict=False)}
    analyzer = build_analyzer(vocabulary_of(texts.values()))
    asked_in = read_rows(shared / "eval" / "wiki" / "queries.jsonl")
    questions = [row["question"] for row in asked_in if row["lang"] == "ar"]
    passages = passages_of(texts, analyzer)
    cluster = opensearch.settings()
    with closing(OpenSearchIndex.open(cluster)) as index, closing(TantivyIndex.open(None)) as tantivy:
        index.update(passages)
        tantivy.update(passages)
        opensearch.wait()
        shards = opensearch.ask(f"/{cluster.index}/_stats/docs?level=shards")["indices"]
        assert isinstance(shards, dict)
        (copies,) = (found["shards"] for found in shards.values())
        sizes = sorted(copy[0]["docs"]["count"] for copy in copies.values())
        assert sizes[2] > 5 * sizes[0]
        shares = []
        for question in questions[::10]:
            query = query_of(question, analyzer)
            one, other = ({hit.key for hit in each.search(query, limit=LIMIT)} for each in (index, tantivy))
            shares.append(len(one & other) / max(1, len(other)))
    assert len(shares) > 10
    assert sum(shares) / len(shares) >= ENOUGH


def _unequally() -> Iterator[int]:
    """Give numbers of documents of which ten times as many lie on one shard as on either of the other two."""
    for number in count(1):
        if _shard(str(number)) == 0 or number % 20 == 0:
            yield number


def _shard(routing: str, shards: int = 3) -> int:
    """Tell on which shard OpenSearch puts a document: by Murmur3 of its routing in UTF-16."""
    hashed = 0
    data = routing.encode("utf-16-le")
    for start in range(0, len(data) - len(data) % 4, 4):
        hashed ^= _mixed(int.from_bytes(data[start : start + 4], "little"))
        hashed = (_rotated(hashed, 13) * 5 + 0xE6546B64) & 0xFFFFFFFF
    if len(data) % 4:
        hashed ^= _mixed(int.from_bytes(data[-(len(data) % 4) :], "little"))
    hashed ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        hashed = ((hashed ^ hashed >> shift) * factor) & 0xFFFFFFFF
    signed = hashed - (1 << 32) if hashed >> 31 else hashed
    return signed % (256 * shards) // 256


def _mixed(block: int) -> int:
    return (_rotated((block * 0xCC9E2D51) & 0xFFFFFFFF, 15) * 0x1B873593) & 0xFFFFFFFF


def _rotated(number: int, by: int) -> int:
    return (number << by | number >> (32 - by)) & 0xFFFFFFFF
