"""Many read while one writes: threads of one process, and other processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.index.protocol import Index, IndexedPassage
from retrieval.index.rank_bm25 import RankBM25Index
from retrieval.index.tantivy import TantivyIndex
from retrieval.model import Conditions
from tests.retrieval.index.contract import asked, passage, quoted

READERS = 20
GENERATIONS = 12
DOCUMENTS = 30


def generation(number: int) -> Iterator[IndexedPassage]:
    """Make all passages of one generation: whoever searches sees those of one, and all of them."""
    for document in range(DOCUMENTS):
        key = number * 1000 + document
        yield passage(key, 0, "حلب نفط", words="حلب نفط", speakers=[number], days=(0, 0), source="BBC")


def check_one_generation(index: Index) -> int:
    """Search once in each way, and give the generation that was seen; each search sees one, and all of it."""
    all_of_it = Conditions(documents=frozenset(range(GENERATIONS * 1000)), sources=frozenset({"BBC"}))
    seen = []
    for found in (
        [hit.key for hit in index.search(asked("حلب"), limit=500)],
        [hit.key for hit in index.search(quoted("حلب نفط"), limit=500, conditions=all_of_it)],
        index.first(limit=500),
    ):
        generations = {key.document // 1000 for key in found}
        assert len(found) == DOCUMENTS
        assert len(generations) == 1
        seen.append(generations.pop())
    assert index.holders("حلب") == index.size == len(index.documents()) == DOCUMENTS
    assert seen == sorted(seen)
    return seen[-1]


def write_generations(index: Index, first: int, last: int) -> None:
    """Put each generation in the place of the one before it."""
    for number in range(first, last):
        index.update(generation(number), removed=index.documents())


@pytest.fixture(params=["rank-bm25", "tantivy in memory", "tantivy on disk"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """Each engine, with the first generation."""
    made: dict[str, Callable[[], Index]] = {
        "rank-bm25": RankBM25Index,
        "tantivy in memory": lambda: TantivyIndex.open(None),
        "tantivy on disk": lambda: TantivyIndex.open(tmp_path),
    }
    with closing(made[request.param]()) as opened:
        opened.update(generation(0))
        yield opened


def test_twenty_threads_read_while_one_writes(index: Index) -> None:
    """No search fails, none sees half of an update, and none sees an older state than one before it."""
    is_over = threading.Event()

    def read() -> list[int]:
        seen = []
        while not is_over.is_set():
            index.refresh()
            seen.append(check_one_generation(index))
        return seen

    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read) for _ in range(READERS)]
        try:
            write_generations(index, 1, GENERATIONS)
        finally:
            is_over.set()
        results = [future.result(timeout=60) for future in reading]
    assert all(seen == sorted(seen) for seen in results)
    assert check_one_generation(index) == GENERATIONS - 1


READER = """
import sys
from contextlib import closing
from pathlib import Path
from retrieval.index.tantivy import TantivyIndex
from tests.retrieval.index.test_concurrency import GENERATIONS, check_one_generation

with closing(TantivyIndex.open(Path(sys.argv[1]))) as index:
    print("reading", flush=True)
    seen = [0]
    while seen[-1] < GENERATIONS - 1:
        index.refresh()
        seen.append(check_one_generation(index))
    assert seen == sorted(seen), seen
"""


def test_other_processes_read_while_one_writes(tmp_path: Path) -> None:
    """They see whole updates only, one after the other, up to the last."""
    with closing(TantivyIndex.open(tmp_path)) as index:
        index.update(generation(0))
        command = [sys.executable, "-c", READER, str(tmp_path)]
        readers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
        ]
        for reader in readers:
            assert reader.stdout is not None
            reader.stdout.readline()
        write_generations(index, 1, GENERATIONS)
        ended = [(reader.communicate(timeout=60)[1], reader.returncode) for reader in readers]
    assert [code for _, code in ended] == [0, 0], ended


WRITER = """
import sys
from pathlib import Path
from retrieval.index.tantivy import TantivyIndex
from tests.retrieval.index.contract import passage

def endless():
    for number in range(10**9):
        yield passage(10**6 + number, 0, "قمر " * 50, words="قمر")
        if number == 20000:  # much is written by now, and nothing committed
            print("writing", flush=True)

TantivyIndex.open(Path(sys.argv[1]), heap_bytes=15_000_000).update(endless(), removed=[0])
"""


def test_a_writer_that_is_killed_leaves_what_was(tmp_path: Path) -> None:
    """Its lock goes with it, nothing of its update is seen, and the next update works."""
    with closing(TantivyIndex.open(tmp_path)) as index:
        index.update(generation(0))
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.kill()
        index.refresh()
        assert check_one_generation(index) == 0
        assert index.holders("قمر") == 0
    with closing(TantivyIndex.open(tmp_path)) as index:
        write_generations(index, 1, 2)
        assert check_one_generation(index) == 1
