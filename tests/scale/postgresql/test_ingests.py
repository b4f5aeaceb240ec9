"""Several processes fill one archive at the same time: nothing is lost, and nothing is there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retrieval import Retriever
from retrieval.store import Store
from tests.retrieval.ingestion.articles import contents, lines
from tests.retrieval.ingestion.test_process import finish, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scale.postgresql.server import Server

pytestmark = pytest.mark.scale

COUNT = 300


def told(store: Store) -> dict[str, object]:
    """Read what an archive holds, whatever numbers its rows have."""
    documents = {one.id: one for one in store.documents()}
    said: dict[str, list[object]] = {name: [] for name in documents}
    for quotation in store.quotations():
        said[quotation.document].append((quotation, quotation.canonical))
    return {"documents": documents, "said": said, "speakers": [(s.key, s.name, s.quotations) for s in store.speakers()]}


@pytest.mark.parametrize("ranges", [((0, COUNT), (0, COUNT), (0, COUNT)), ((0, 200), (100, COUNT), (50, 250))])
def test_side_by_side(postgresql: Server, tmp_path: Path, ranges: tuple[tuple[int, int], ...]) -> None:
    """Three ingests of the same and of overlapping folders, begun at once: the archive is that of one alone."""
    url, alone = postgresql.new_database(), postgresql.new_database()
    processes = []
    for number, bounds in enumerate(ranges):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "n.jsonl").write_bytes(lines(range(*bounds)))
        processes.append(start(folder, url, "--workers", "1"))
    ended = [finish(process) for process in processes]
    assert [(status, errors) for status, _, errors in ended] == [(0, "")] * len(ranges)
    assert sum(int(said.split()[0]) for _, said, _ in ended) == COUNT
    (tmp_path / "all.jsonl").write_bytes(lines(range(COUNT)))
    with Retriever.open(alone, create=True, index_folder=tmp_path / "alone") as one:
        one.ingest([tmp_path / "all.jsonl"], workers=1)
    together, apart = Store.open(url), Store.open(alone)
    assert told(together) == told(apart)
    together.close()
    apart.close()
    assert len(contents(url)["document"]) == COUNT
    with Retriever.open(url, index_folder=tmp_path / "another machine") as served:
        assert served.stats().documents == COUNT
        assert served.stats().documents == COUNT
        assert served.check() == ()
