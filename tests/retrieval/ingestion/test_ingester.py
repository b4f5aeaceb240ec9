"""From sources to an archive: outcomes, order, batches, processes."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import psutil
import pytest
from sqlalchemy.exc import OperationalError

from retrieval.corpus import parse_document
from retrieval.errors import StoreError
from retrieval.ingestion import Ingester, Progress, ingester
from retrieval.model import Document, DocumentId, IngestReport, RawDocument
from retrieval.store import Store
from retrieval.store.rows import DocumentRows, to_rows
from tests.retrieval.ingestion.articles import article, contents, counted, lines, write_articles

EXTRACT = "retrieval.quotation.QuotationExtractor.extract"


@pytest.fixture
def store(new_url: Callable[..., str]) -> Iterator[Store]:
    """An archive of this test."""
    opened = Store.open(new_url(), create=True)
    yield opened
    opened.close()


@pytest.fixture
def to_take_in(store: Store) -> Ingester:
    """An ingester without a morphology."""
    return Ingester(store, None, None)


def processes() -> list[psutil.Process]:
    """List the processes that prepare documents for this one; other tests have processes of their own."""
    return [child for child in psutil.Process().children() if _prepares(child)]


def _prepares(process: psutil.Process) -> bool:
    try:
        return "retrieval.ingestion.worker" in process.cmdline()
    except psutil.Error:  # it has just ended
        return False


def outcomes(report: IngestReport) -> list[str]:
    """List what became of the documents, in their order."""
    return [document.outcome.value for document in report.documents]


def written(path: Path, *records: dict[str, str]) -> Path:
    """Write records as JSON lines."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_outcomes_are_in_the_order_of_the_sources(to_take_in: Ingester, tmp_path: Path) -> None:
    """Across batches: what is added, refused between them, and refused at the end."""
    count = 2 * ingester.BATCH + 3
    path = write_articles(tmp_path / "n.jsonl", count)
    path.write_bytes(b"no json\n" + path.read_bytes() + b"{}\n")
    report = to_take_in.ingest([path, tmp_path / "none"])
    names = [document.name for document in report.documents]
    assert outcomes(report) == ["refused", *["added"] * count, "refused", "refused"]
    assert names[1:-2] == [f"a{number}" for number in range(count)]
    assert "line 1" in names[0]


@pytest.mark.parametrize("workers", [2, 3])
def test_processes_make_the_same_archive(
    to_take_in: Ingester, new_url: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Row for row, numbers too, that of one process alone."""
    monkeypatch.setattr(ingester, "WORTH_A_POOL", 0)
    path = write_articles(tmp_path / "n.jsonl", 4 * ingester.BATCH)
    report = to_take_in.ingest([path], workers=workers)
    alone = Store.open(new_url("alone"), create=True)
    assert Ingester(alone, None, None).ingest([path], workers=1) == report
    alone.close()
    assert contents(new_url()) == contents(new_url("alone"))
    assert report.quotations > len(report.documents)


def test_a_few_documents_start_no_process(to_take_in: Ingester, tmp_path: Path) -> None:
    """They are read before a process would be ready."""
    seen: list[int] = []

    def look(_progress: Progress) -> None:
        seen.append(len(processes()))

    to_take_in.ingest([write_articles(tmp_path / "n.jsonl", 10)], workers=2, progress=look)
    assert set(seen) == {0}


def test_processes_that_are_killed_lose_nothing(
    to_take_in: Ingester,
    new_url: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What they were reading is read here, and others take their place; killed again and again, all is read here."""
    monkeypatch.setattr(ingester, "WORTH_A_POOL", 0)
    more_than_is_shared_at_once = 2 * ingester.AHEAD + 4  # so there is work for them after the first are killed
    path = write_articles(tmp_path / "n.jsonl", more_than_is_shared_at_once * ingester.BATCH)

    def kill() -> None:
        for process in processes():
            process.kill()

    report = to_take_in.ingest([path], workers=2, after_batch=kill)
    alone = Store.open(new_url("alone"), create=True)
    assert Ingester(alone, None, None).ingest([path], workers=1) == report
    alone.close()
    assert contents(new_url()) == contents(new_url("alone"))
    assert "ended early" in caplog.text
    assert processes() == []


def test_processes_that_cannot_be_started_are_done_without(
    to_take_in: Ingester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no program can be run, everything is read here."""
    monkeypatch.setattr(ingester, "WORTH_A_POOL", 0)
    monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
    path = write_articles(tmp_path / "n.jsonl", 2 * ingester.BATCH)
    assert outcomes(to_take_in.ingest([path], workers=2)) == ["added"] * 2 * ingester.BATCH


def test_an_error_ends_the_processes(
    to_take_in: Ingester, new_url: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong in the caller's own code is told, what was written stays, and nobody goes on reading."""
    monkeypatch.setattr(ingester, "WORTH_A_POOL", 0)
    path = write_articles(tmp_path / "n.jsonl", 10 * ingester.BATCH)
    with pytest.raises(KeyboardInterrupt):
        to_take_in.ingest([path], workers=2, after_batch=Mock(side_effect=[None, KeyboardInterrupt]))
    assert processes() == []
    assert counted(new_url()) == 2 * ingester.BATCH


def test_what_is_unchanged_is_not_read_again(
    to_take_in: Ingester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repeated ingest asks no rule of the documents, and tells of as many quotations."""
    path = write_articles(tmp_path / "n.jsonl", 2 * ingester.BATCH)
    first = to_take_in.ingest([path])
    monkeypatch.setattr("retrieval.ingestion.preparing.parse_document", Mock(side_effect=AssertionError))
    again = to_take_in.ingest([path])
    assert set(outcomes(again)) == {"unchanged"}
    assert (again.quotations, again.without_speaker) == (first.quotations, first.without_speaker)


def test_a_document_is_read_again_when_its_record_changed(to_take_in: Ingester, tmp_path: Path) -> None:
    """Any field of it counts; the others are unchanged."""
    records = [article(number) for number in range(3)]
    to_take_in.ingest([written(tmp_path / "n.jsonl", *records)])
    records[1]["author"] = "سلمى حداد"
    assert outcomes(to_take_in.ingest([written(tmp_path / "n.jsonl", *records)])) == [
        "unchanged",
        "changed",
        "unchanged",
    ]


def test_better_rules_read_documents_again(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other rules find in the same text is a change; where they find the same, that is noted, and no change."""
    path = write_articles(tmp_path / "n.jsonl", 3)
    with monkeypatch.context() as older:
        older.setattr(EXTRACT, Mock(return_value=()))
        older.setattr(ingester, "rules_version", lambda _morphology: "older")
        Ingester(store, None, None).ingest([path])
    assert outcomes(Ingester(store, None, None).ingest([path])) == ["changed"] * 3
    revision, before = store.revision(), store.known([DocumentId("a0")])
    monkeypatch.setattr(ingester, "rules_version", lambda _morphology: "newer")
    assert outcomes(Ingester(store, None, None).ingest([path])) == ["unchanged"] * 3
    assert store.revision() == revision
    assert store.known([DocumentId("a0")]) != before
    monkeypatch.setattr(EXTRACT, Mock(side_effect=AssertionError))
    assert outcomes(Ingester(store, None, None).ingest([path])) == ["unchanged"] * 3


def test_a_document_that_the_rules_tripped_over_is_tried_again(
    to_take_in: Ingester,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is kept without quotations, the log says why, and the next ingest reads it again."""
    path = write_articles(tmp_path / "n.jsonl", 2)
    with monkeypatch.context() as broken:
        broken.setattr(EXTRACT, Mock(side_effect=RecursionError("too deep")))
        assert outcomes(to_take_in.ingest([path])) == ["added"] * 2
    assert "a1" in caplog.text
    assert "too deep" in caplog.text
    assert outcomes(to_take_in.ingest([path])) == ["changed"] * 2
    assert store.quotations(DocumentId("a1"))


def test_a_document_that_cannot_be_parsed_stops_no_other(
    to_take_in: Ingester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is refused by name, and the log says why."""

    def parse(raw: RawDocument) -> Document:
        if raw.id == "a1":
            raise RecursionError
        return parse_document(raw)

    monkeypatch.setattr("retrieval.ingestion.preparing.parse_document", parse)
    report = to_take_in.ingest([write_articles(tmp_path / "n.jsonl", 3)])
    assert outcomes(report) == ["added", "refused", "added"]
    assert "a1" in (report.documents[1].detail or "")
    assert "RecursionError" in caplog.text


def test_a_document_that_cannot_be_written_stops_no_other(
    to_take_in: Ingester, new_url: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its batch is written one by one, and it is refused by name; the log need not be asked."""

    def break_one(document: Document, *found: Any) -> DocumentRows:
        rows = to_rows(document, *found)
        return replace(rows, blocks=[(0, None, 0, 0)]) if document.id == "a1" else rows

    monkeypatch.setattr("retrieval.ingestion.preparing.to_rows", break_one)
    report = to_take_in.ingest([write_articles(tmp_path / "n.jsonl", 3)])
    assert outcomes(report) == ["added", "refused", "added"]
    detail = report.documents[1].detail or ""
    assert re.search("not.null", detail, re.IGNORECASE)
    assert "parameters" not in detail
    assert [row[1] for row in contents(new_url())["document"]] == ["a0", "a2"]


def test_an_archive_that_cannot_be_written_is_an_error(
    to_take_in: Ingester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is no document's fault: nothing is refused for it."""
    path = write_articles(tmp_path / "n.jsonl", 2)
    fault = OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))
    monkeypatch.setattr("retrieval.store.writing.put_all", Mock(side_effect=fault))
    with pytest.raises(StoreError, match="full"):
        to_take_in.ingest([path])


def test_the_same_id_twice_in_one_ingest(to_take_in: Ingester, store: Store, tmp_path: Path) -> None:
    """Another text is refused; the same text under another title takes the first one's place, as it always does."""
    first, other = article(1), article(2) | {"id": "a1"}
    retold = first | {"title": "عنوان"}
    path = written(tmp_path / "n.jsonl", first, other, retold, first)
    assert outcomes(to_take_in.ingest([path])) == ["added", "refused", "changed", "changed"]
    assert outcomes(to_take_in.ingest([path])) == ["unchanged", "refused", "changed", "changed"]
    path = written(tmp_path / "n.jsonl", retold, first)
    assert outcomes(to_take_in.ingest([path])) == ["changed", "changed"]
    assert store.document(DocumentId("a1")).title is None


def test_a_slow_pipe_is_not_waited_for(
    to_take_in: Ingester, new_url: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came is in the archive while more is still to come."""
    monkeypatch.setattr(ingester, "WAIT_S", 0.0)
    found: list[int] = []

    class Slow(io.RawIOBase):
        """A pipe that gives a line at a time, and counts what the archive holds then."""

        def __init__(self) -> None:
            self._lines = iter(lines(range(4)).splitlines(keepends=True))

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object, /) -> int:
            found.append(counted(new_url()))
            line = next(self._lines, b"").ljust(9000) if len(found) <= 4 else b""
            memoryview(buffer)[: len(line)] = line  # type: ignore[arg-type]
            return len(line)

    to_take_in.ingest(["-"], stdin=io.BufferedReader(Slow()), workers=2)
    assert counted(new_url()) == 4
    assert max(found) >= 2


def test_a_source_that_breaks_keeps_what_was_read(to_take_in: Ingester, new_url: Callable[..., str]) -> None:
    """Documents before an error of the stream are written, and the error is raised."""

    class Broken(io.BytesIO):
        """A stream whose disk is taken out."""

        def read1(self, size: int | None = -1, /) -> bytes:
            return self.read(size)

        def readinto(self, buffer: object, /) -> int:
            data = self.read(len(memoryview(buffer)))  # type: ignore[arg-type]
            if not data:
                raise OSError("gone")
            memoryview(buffer)[: len(data)] = data  # type: ignore[arg-type]
            return len(data)

    with pytest.raises(OSError, match="gone"):
        to_take_in.ingest(["-"], stdin=Broken(lines(range(5))))
    assert counted(new_url()) == 5


def test_progress_comes_to_its_end(to_take_in: Ingester, tmp_path: Path) -> None:
    """It never goes back, and at the end everything is done, read and counted."""
    told: list[Progress] = []
    path = write_articles(tmp_path / "n.jsonl", 3 * ingester.BATCH)
    to_take_in.ingest([path], progress=told.append)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert told[0].done == 0
    last = told[-1]
    assert (last.done, last.found, last.expected) == (3 * ingester.BATCH,) * 3
    assert last.bytes_read == last.bytes_total == path.stat().st_size


def test_the_index_is_told_of_changes_only(
    to_take_in: Ingester, store: Store, new_url: Callable[..., str], tmp_path: Path
) -> None:
    """After each transaction that changed something, when it is done."""
    path = write_articles(tmp_path / "n.jsonl", 2 * ingester.BATCH)
    seen: list[int] = []
    before = store.revision()

    def look() -> None:
        seen.append(counted(new_url()))

    to_take_in.ingest([path], after_batch=look)
    assert seen == [ingester.BATCH, 2 * ingester.BATCH]
    assert store.revision() == before + 2
    to_take_in.ingest([path], after_batch=look)
    assert len(seen) == 2
