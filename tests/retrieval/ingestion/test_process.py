"""Ingests as processes of their own, which are killed, stopped and run side by side."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import psutil
import pytest

from retrieval.ingestion.ingester import BATCH
from retrieval.lexicon import DATA
from retrieval.store import Store
from tests.retrieval.ingestion.articles import CONTENTS, contents, counted, write_articles

COUNT = 800
"""So many that processes are started for them."""
PATIENCE_S = 60


def start(path: Path, database: str, *options: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
    """Start an ingest of a file, or of what is read from `stdin`."""
    source = str(path) if stdin is None else "-"
    command = [sys.executable, "-m", "retrieval", "ingest", source, "--database", database, *options]
    return subprocess.Popen(
        command,
        cwd=DATA.parent,
        env={**os.environ, "PYTHONUTF8": "1", "INDEX_FOLDER": str(path.parent / "index")},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@contextmanager
def unending(source: Path) -> Iterator[int]:
    """Give a pipe that brings what is in a file, and does not end with it."""
    reading, writing = os.pipe()

    def fill() -> None:
        with suppress(BrokenPipeError), os.fdopen(writing, "wb", closefd=False) as pipe:
            pipe.write(source.read_bytes())

    Thread(target=fill, daemon=True).start()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def finish(process: subprocess.Popen[bytes], patience_s: float = PATIENCE_S) -> tuple[int, str, str]:
    """Wait for the end of a process, and give its status and what it said."""
    out, errors = process.communicate(timeout=patience_s)
    return process.returncode, out.decode(), errors.decode()


def wait_for(database: str, process: subprocess.Popen[bytes], revisions: int) -> None:
    """Wait until an ingest has written so many batches, or has ended."""
    store = Store.open(database, create=True)
    wanted = store.revision() + revisions
    while store.revision() < wanted and process.poll() is None:
        pass
    store.close()


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process as the system does when memory runs out, and see that those which it started end with it."""
    below = [] if process.poll() is not None else psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate(timeout=PATIENCE_S)
    _, alive = psutil.wait_procs(below, timeout=PATIENCE_S)
    assert alive == []


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, lasting_url: Callable[[str], str]) -> tuple[Path, str]:
    """A source, and the archive of an ingest that nobody disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    source, database = write_articles(folder / "n.jsonl", COUNT), lasting_url("undisturbed")
    status, _, errors = finish(start(source, database, "--workers", "1"))
    assert (status, errors) == (0, "")
    return source, database


def assert_kills_lose_nothing(undisturbed: tuple[Path, str], database: str, kills: int) -> None:
    """Kill an ingest again and again at random moments; when it comes to its end, the archive is what it should be.

    The moments are such that it has come to its end when it was killed for the last time, or not much before.
    """
    source, whole = undisturbed
    for _ in range(kills):
        process = start(source, database, "--workers", "2")
        wait_for(database, process, random.randint(1, COUNT // BATCH // kills))
        kill(process)
        before = counted(database)
        assert 0 < before <= COUNT
    status, said, _ = finish(start(source, database))
    assert status == 0
    assert said.startswith(f"{COUNT - before} added, {before} unchanged, 0 changed, 0 refused")
    assert contents(database) == contents(whole)


def test_kills_lose_nothing(undisturbed: tuple[Path, str], new_url: Callable[..., str]) -> None:
    """Nothing is lost, doubled or half done, and no process is left behind."""
    assert_kills_lose_nothing(undisturbed, new_url(), 1)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("_round", range(10))
def test_many_kills_lose_nothing(undisturbed: tuple[Path, str], new_url: Callable[..., str], _round: int) -> None:
    """The same, eight times in each of ten archives."""
    assert_kills_lose_nothing(undisturbed, new_url(), 8)


def test_two_ingests_at_once_make_one_archive(
    undisturbed: tuple[Path, str], tmp_path: Path, new_url: Callable[..., str]
) -> None:
    """Each document is added by one of them, and none is lost or there twice."""
    source, database, count = write_articles(tmp_path / "n.jsonl", COUNT // 4), new_url(), COUNT // 4
    ended = [finish(process) for process in [start(source, database), start(source, database)]]
    assert [(status, errors) for status, _, errors in ended] == [(0, "")] * 2
    assert sum(int(said.split()[0]) for _, said, _ in ended) == count
    found, whole = contents(database), contents(undisturbed[1])
    assert {row[1:] for row in found["document"]} == {row[1:] for row in whole["document"][:count]}
    said_there = [row for row in whole["quotation"] if row[0] <= count]
    assert Counter(row[1:] for row in found["quotation"]) == Counter(row[1:] for row in said_there)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_is_written(
    undisturbed: tuple[Path, str], new_url: Callable[..., str], number: signal.Signals
) -> None:
    """The status is that of a failure, one line says what was kept, and the archive holds the first documents whole."""
    source, whole = undisturbed
    with unending(source) as pipe:
        process = start(source, new_url(), "--workers", "2", stdin=pipe)
        wait_for(new_url(), process, 3)
        below = psutil.Process(process.pid).children(recursive=True)
        assert len(below) == 2
        process.send_signal(number)
        status, said, errors = finish(process)
    assert (status, said, errors) == (1, "", "stopped; what was finished before is kept\n")
    assert psutil.wait_procs(below, timeout=PATIENCE_S)[1] == []
    kept, everything = contents(new_url()), contents(whole)
    assert kept["document"]
    assert all(kept[table] == everything[table][: len(kept[table])] for table in CONTENTS)


def test_nothing_is_shown_where_nobody_looks(undisturbed: tuple[Path, str]) -> None:
    """Standard error is no terminal here; with --quiet standard output is empty, too."""
    status, said, errors = finish(start(*undisturbed, "--quiet"))
    assert (status, said, errors) == (0, "", "")
