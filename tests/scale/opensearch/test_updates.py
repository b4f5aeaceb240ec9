"""What if an update of the index on a cluster is refused, interrupted, or made by several at once?"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.errors import IndexLockedError, PassageIndexError, SearchDownError
from retrieval.index import SearchCluster, opensearch, opensearch_bulk, opensearch_client, opensearch_forms
from retrieval.index.opensearch import OpenSearchIndex
from retrieval.index.protocol import IndexedPassage
from retrieval.model import Conditions
from tests.retrieval.index.contract import SIX, asked, keys, passage
from tests.scale.opensearch.cluster import OpenSearchNodes, running
from tests.scale.opensearch.gate import Gate, gate

pytestmark = pytest.mark.scale

ARCHIVE = "the archive"


def opened(cluster: SearchCluster, archive: str = ARCHIVE) -> OpenSearchIndex:
    """Open an index that does not watch others for long."""
    return OpenSearchIndex.open(cluster, archive, patience_s=0.5)


def many(documents: int, first: int = 1) -> list[IndexedPassage]:
    """Make documents of three passages each."""
    return [passage(number, n, "حلب " + "نفط " * n) for number in range(first, first + documents) for n in range(3)]


@pytest.fixture
def cluster(opensearch: OpenSearchNodes) -> SearchCluster:
    """A cluster with an index that nobody else has."""
    return opensearch.settings()


@pytest.fixture
def behind(opensearch: OpenSearchNodes) -> Iterator[tuple[Gate, SearchCluster]]:
    """The same, with a gate before its first node."""
    with gate(opensearch.ports[0]) as opened_gate:
        name = opensearch.settings().index
        cluster = SearchCluster.of({"SEARCH_URL": f"http://127.0.0.1:{opened_gate.server_port}/{name}"})
        assert cluster is not None
        yield opened_gate, cluster


@pytest.fixture
def _small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch_bulk, "MOST_CHANGES", 10)
    monkeypatch.setattr(opensearch_client, "_FIRST_WAIT_S", 0.001)


# Refused for a while, and for good


@pytest.mark.usefixtures("_small_requests")
@pytest.mark.parametrize("status", [429, 503])
def test_what_a_full_cluster_refuses_is_sent_again(behind: tuple[Gate, SearchCluster], status: int) -> None:
    """Whole requests, however often in a row; nothing is lost and nothing comes twice."""
    refusing, cluster = behind
    with closing(opened(cluster)) as index:
        refusing.refuse("/_bulk", status, 2 if status == 503 else 5)
        index.update(many(20))
        assert refusing.refused >= 2
        assert (index.size, len(index.documents())) == (60, 20)
        refusing.refuse("/_bulk", status, 2)
        index.update(many(5, 100), removed=[1, 2])
        assert index.documents() == {*range(3, 21), *range(100, 105)}
        assert index.size == 69


@pytest.mark.usefixtures("_small_requests")
def test_items_that_a_full_queue_refuses_are_sent_again(behind: tuple[Gate, SearchCluster]) -> None:
    """A request that was taken in part counts as answered; each of its items is looked at."""
    refusing, cluster = behind
    with closing(opened(cluster)) as index:
        refusing.items_refused = 17
        index.update(many(20))
        assert (refusing.items_refused, refusing.refused) == (0, 17)
        assert (index.size, len(index.documents())) == (60, 20)


@pytest.mark.usefixtures("_small_requests")
def test_a_cluster_that_never_takes_anything_is_told(behind: tuple[Gate, SearchCluster]) -> None:
    """In one sentence, after a bounded number of tries; what was there before goes on."""
    refusing, cluster = behind
    with closing(opened(cluster)) as index:
        index.update(SIX)
        refusing.refuse("/_bulk", 429, 10**6)
        with pytest.raises(SearchDownError, match="takes no more documents now"):
            index.update(many(5, 100))
        assert keys(index.search(asked("هدن"), limit=9)) == [(1, 1), (1, 0)]


def test_a_real_node_under_pressure_gets_everything(tmp_path: Path) -> None:
    """A node that takes few bytes at once refuses much of what several send, and has it all in the end."""
    long = " ".join(f"كلمة{n}" for n in range(1500))
    with running(tmp_path, 1, indexing_pressure__memory__limit="6mb") as node:

        def fill(first: int) -> int:
            with closing(opened(node.settings(f"busy{first}"))) as index:
                index.update(passage(first + n, 0, long) for n in range(400))
                return index.size

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(fill, range(0, 4000, 1000))) == [400] * 4
        nodes = node.ask("/_nodes/stats/indexing_pressure")["nodes"]
        assert isinstance(nodes, dict)
        (of_node,) = nodes.values()
        assert of_node["indexing_pressure"]["memory"]["total"]["coordinating_rejections"] > 0


# Interrupted


@pytest.mark.usefixtures("_small_requests")
@pytest.mark.parametrize("requests", [1, 2, 4, 6])
def test_an_interrupted_update_is_finished_by_the_next(behind: tuple[Gate, SearchCluster], requests: int) -> None:
    """What it left is not taken for whole: the difference of sets names it, and the next update brings it in order."""
    breaking, cluster = behind
    wanted = {1, 2, 3, *range(100, 115)}
    with closing(opened(cluster)) as index:
        index.update([*SIX, *many(5, 50)])
        left = [requests]

        def broken(_method: str, path: str) -> int | None:
            left[0] -= "/_bulk" in path
            return 400 if "/_bulk" in path and left[0] < 0 else None

        breaking.rule = broken
        with pytest.raises(PassageIndexError):
            index.update(many(15, 100), removed=range(50, 55))
    breaking.rule = lambda _method, _path: None
    with closing(opened(cluster)) as index:
        index._show(cluster.index)  # as a shard that moves would
        having = index.documents()
        assert {1, 2, 3} <= having
        lacking = wanted - having
        index.update((each for each in many(15, 100) if each.key.document in lacking), removed=having - wanted)
        assert index.documents() == wanted
        assert index.size == 6 + 45
        assert {key.document for key in index.first(limit=99)} == wanted


def test_what_is_written_is_not_seen_before_all_is(cluster: SearchCluster) -> None:
    """Somebody who searches during an update sees the index as it was, also its counts."""
    with closing(opened(cluster)) as index, closing(opened(cluster)) as other:
        index.update(SIX)
        other.refresh()
        seen = []

        def watched() -> Iterator[IndexedPassage]:
            yield from many(3000, 100)
            other.refresh()
            seen.append((other.size, len(other.search(asked("حلب"), limit=99))))

        index.update(watched(), removed=[1])
        assert seen == [(6, 2)]
        other.refresh()
        assert other.size == 4 + 9000


WRITER = """
import sys
from retrieval.index import SearchCluster, opensearch_bulk
from retrieval.index.opensearch import OpenSearchIndex
from tests.retrieval.index.contract import passage

opensearch_bulk.MOST_CHANGES = 50
index = OpenSearchIndex.open(SearchCluster.of({"SEARCH_URL": sys.argv[1]}), sys.argv[2])

def endless():
    for number in range(10**9):
        yield passage(10**6 + number, 0, "قمر " * 50)
        if number == 500:
            print("writing", flush=True)

index.update(endless(), removed=index.documents())
"""


def test_a_killed_replacement_leaves_the_old_index_and_is_thrown_away(opensearch: OpenSearchNodes) -> None:
    """Searches go on all the time. While it grows, another replacement is refused; when it is dead, it is removed."""
    url = opensearch.url()
    cluster = SearchCluster.of({"SEARCH_URL": url})
    assert cluster is not None
    with closing(opened(cluster)) as index:
        index.update(SIX)
        before = index.search(asked("هدن", "سوري"), limit=9)
        command = [sys.executable, "-c", WRITER, url, ARCHIVE]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            assert index.search(asked("هدن", "سوري"), limit=9) == before
            with pytest.raises(IndexLockedError, match="makes the index"):
                index.update(many(4), removed=index.documents())
            writer.kill()
        assert len(index._numbered()) == 2
        assert index.search(asked("هدن", "سوري"), limit=9) == before
        index.update(many(4), removed=index.documents())
        assert (index.size, len(index._numbered())) == (12, 1)
        assert index.search(asked("قمر"), limit=9) == []


def test_a_replacement_is_never_seen_in_part(cluster: SearchCluster) -> None:
    """Searches that go on meanwhile find all of the old passages or all of the new ones."""
    is_over = threading.Event()
    with closing(opened(cluster)) as index:
        index.update([passage(n, 0, "حلب") for n in range(30)])

        def read() -> set[tuple[int, int]]:
            seen = set()
            with closing(opened(cluster)) as reader:
                while not is_over.is_set():
                    documents = [hit.key.document for hit in reader.search(asked("حلب"), limit=99)]
                    seen.add((len(documents), min(documents) // 1000))
            return seen

        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(read)
            for generation in range(1, 5):
                index.update([passage(generation * 1000 + n, 0, "حلب") for n in range(30)], removed=index.documents())
            is_over.set()
            seen = reading.result(timeout=60)
    assert {count for count, _ in seen} == {30}


# Several at once


def test_machines_that_do_the_same_at_once_do_no_harm(cluster: SearchCluster) -> None:
    """Each with a connection of its own; in the end everything is there once."""
    with closing(opened(cluster)) as index:
        index.update([*SIX, *many(20, 50)])

        def bring_up_to_date(_: int) -> None:
            with closing(opened(cluster)) as mine:
                having = mine.documents()
                wanted = {1, 2, 3, *range(100, 150)}
                passages = [each for each in many(50, 100) if each.key.document not in having]
                mine.update(passages, removed=having - wanted)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(bring_up_to_date, range(4)))
        index.refresh()
        assert index.documents() == {1, 2, 3, *range(100, 150)}
        assert index.size == 6 + 150


def test_one_thread_changes_at_a_time(cluster: SearchCluster) -> None:
    """Another one is told to come back."""
    with closing(opened(cluster)) as index:

        def changing() -> Iterator[IndexedPassage]:
            with pytest.raises(IndexLockedError):
                index.update([passage(8, 0, "حلب")])
            yield passage(9, 0, "حلب")

        index.update(changing())
        assert index.documents() == {9}


# What is there


def test_lists_longer_than_a_page_are_whole(cluster: SearchCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits, keys and documents, also where the cluster gives few at once; all pages are of one moment."""
    monkeypatch.setattr(opensearch, "WINDOW", 7)
    monkeypatch.setattr(opensearch, "_BUCKETS", 7)
    monkeypatch.setattr(opensearch, "_DOCUMENTS_AT_ONCE", 7)
    with closing(opened(cluster)) as index:
        index.update(many(25))
        everything = sorted(each.key for each in many(25))
        assert index.first(limit=10**6) == everything
        assert index.first(limit=16) == everything[:16]
        assert index.documents() == set(range(1, 26))
        assert [number for number, whole in index._completeness() if whole] == list(range(1, 26))
        found = index.search(asked("حلب"), limit=10**6)
        assert len(found) == len(set(keys(found))) == 75
        assert found == sorted(found, key=lambda hit: (-hit.score, hit.key))
        assert index.search(asked("حلب"), limit=20) == found[:20]
        index.update(many(25), removed=[3])
        assert index.first(limit=10**6) == everything


def test_an_index_of_an_older_version_is_built_anew(cluster: SearchCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is as good as none, and replaced by the next update; one of a newer version is left alone."""
    with closing(opened(cluster)) as index:
        index.update(SIX)
    monkeypatch.setattr(opensearch_forms, "VERSION", 2)
    with closing(opened(cluster)) as index:
        assert (index.size, index.documents(), index.search(asked("هدن"), limit=9)) == (0, frozenset(), [])
        index.update(many(2))
        assert (index.size, index._numbered()) == (6, [f"{cluster.index}-000002"])
    monkeypatch.setattr(opensearch_forms, "VERSION", 1)
    with pytest.raises(PassageIndexError, match="newer version"):
        opened(cluster)


def test_another_archives_index_is_left_alone(opensearch: OpenSearchNodes, cluster: SearchCluster) -> None:
    """Two archives of one name would strike out each other's documents; so would we what is no index of ours."""
    with closing(opened(cluster)) as index:
        index.update(SIX)
    with pytest.raises(PassageIndexError, match="belongs to something else"):
        opened(cluster, "another archive")
    foreign = opensearch.settings()
    opensearch.ask(f"/{foreign.index}", method="PUT", body={})
    with pytest.raises(PassageIndexError, match="belongs to something else"):
        opened(foreign)


def test_a_monstrous_query_is_answered(cluster: SearchCluster) -> None:
    """Of more terms than the cluster takes; what comes first counts."""
    with closing(opened(cluster)) as index:
        index.update(SIX)
        found = index.search(asked("هدن", *(f"كلمة{n}" for n in range(5000))), limit=9)
        assert keys(found) == [(1, 1), (1, 0)]
        elsewhere = Conditions(documents=frozenset(range(10, 100_000)))
        assert index.search(asked("هدن"), limit=9, conditions=elsewhere) == []
