"""What tests of the search cluster share: the cluster, and asserts of the contract that tell their values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scale.opensearch.cluster import OpenSearchNodes, running

pytest.register_assert_rewrite("tests.retrieval.index.contract")


@pytest.fixture(scope="session")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSearchNodes]:
    """Three nodes, started once."""
    with running(tmp_path_factory.mktemp("opensearch")) as started:
        yield started


@pytest.fixture
def opensearch(three_nodes: OpenSearchNodes) -> Iterator[OpenSearchNodes]:
    """Three nodes, whole and empty again after the test: what they hold makes each loss of a node slower."""
    yield three_nodes
    for node in sorted(three_nodes.lost):
        three_nodes.start(node)
    three_nodes.ask("/test*", method="DELETE")
    three_nodes.wait()
