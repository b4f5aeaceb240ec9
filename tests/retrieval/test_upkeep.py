"""Index and catalogue follow an archive while it is being filled, and agree with it whatever happens."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy

from retrieval import Retriever, retriever, upkeep
from retrieval.errors import IndexLockedError
from retrieval.ingestion import ingester
from retrieval.ingestion.progress import Progress
from retrieval.lexicon import DATA
from retrieval.store import Store
from tests.retrieval.ingestion.articles import contents, write_articles

BATCHES = 7
PATIENCE_S = 120
_TABLES = ("document", "word", "speaker", "name_key", "mention", "mention_term", "said", "sketch", "band")
_OFTEN = """
import sys
from retrieval import Retriever, retriever, upkeep
retriever._BATCHES_UNSEEN, retriever._BATCHES_AT_ONCE, upkeep.AT_ONCE = 5, 1, 64
with Retriever.open(sys.argv[2], create=True, engine="tantivy") as archive:
    archive.ingest(sys.argv[1:2])
"""


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the index brought up to date after every fifth batch, and go ahead of that after each."""
    monkeypatch.setattr(retriever, "_BATCHES_UNSEEN", 5)
    monkeypatch.setattr(retriever, "_BATCHES_AT_ONCE", 1)
    monkeypatch.setattr(upkeep, "AT_ONCE", 2 * ingester.BATCH)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write articles enough for some batches, and a few more."""
    return write_articles(tmp_path / "n.jsonl", BATCHES * ingester.BATCH + 5)


def opened(path: Path) -> Retriever:
    """Open an archive that is searched on disk."""
    return Retriever.open(f"sqlite:///{path}", create=True, engine="tantivy")


def catalogued(path: Path) -> Iterator[list[tuple[object, ...]]]:
    """Read what the catalogue of an archive holds."""
    connection = sqlite3.connect(Path(f"{path}-index") / "catalogue.db")
    for table in _TABLES:
        yield sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - ours
    connection.close()


def assert_agrees(path: Path) -> None:
    """See that store, catalogue and index hold the same, and that the catalogue says so."""
    with opened(path) as archive:
        assert archive.check() == ()
        assert archive.stats().passages > 0
    store, connection = Store.open(f"sqlite:///{path}"), sqlite3.connect(Path(f"{path}-index") / "catalogue.db")
    noted = dict(connection.execute("SELECT key, value FROM meta"))
    assert (noted["archive"], int(noted["revision"])) == store.version()
    connection.close()
    store.close()


@pytest.mark.usefixtures("often")
def test_to_go_ahead_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are stemmed by those of the same documents, whether these are entered while others come or behind them."""
    source = tmp_path / "n.jsonl"
    texts = (f"كتب و{name(number)} إلى {name(number - ingester.BATCH)}." for number in range(BATCHES * ingester.BATCH))
    rows = (json.dumps({"id": f"a{number}", "text": text}) for number, text in enumerate(texts))
    source.write_text("\n".join(rows), encoding="utf-8")
    with opened(tmp_path / "ahead.db") as archive:
        archive.ingest([source])
        assert archive.search(name(BATCHES * ingester.BATCH - 1))
    monkeypatch.setattr(retriever, "_BATCHES_AT_ONCE", 100)
    with opened(tmp_path / "behind.db") as archive:
        archive.ingest([source])
    assert_agrees(tmp_path / "ahead.db")
    assert list(catalogued(tmp_path / "ahead.db")) == list(catalogued(tmp_path / "behind.db"))


def name(number: int) -> str:
    """Make a word that no dictionary has, from which the stemmer cuts «and» where the archive has it without."""
    letters = "بتثجحخدرزسشصضطعغفقكم"
    return "".join(("زحلم", letters[number % len(letters)], letters[number // len(letters) % len(letters)]))


@pytest.mark.usefixtures("often")
def test_a_failure_of_the_index_reaches_the_caller(source: Path, tmp_path: Path) -> None:
    """What was written stays, and the next ingest takes it up."""
    path = tmp_path / "a.db"
    opened(path).close()
    folder = Path(f"{path}-index") / "passages"
    with opened(path) as archive:
        archive.ingest([write_articles(tmp_path / "one.jsonl", 1)])
    writer = tantivy.Index.open(str(folder)).writer(15_000_000, 1)  # as another program would
    with opened(path) as archive, pytest.raises(IndexLockedError):
        archive.ingest([source])
    writer.wait_merging_threads()
    with opened(path) as archive:
        archive.ingest([source])
    assert_agrees(path)


@pytest.mark.usefixtures("often")
def test_an_interrupted_ingest_leaves_what_can_be_gone_on_with(source: Path, tmp_path: Path) -> None:
    """Ctrl-C ends what goes on beside, too, and doing it again comes to the same."""

    def interrupt(progress: Progress) -> None:
        if progress.done > BATCHES // 2 * ingester.BATCH:
            raise KeyboardInterrupt

    with opened(tmp_path / "a.db") as archive, pytest.raises(KeyboardInterrupt):
        archive.ingest([source], progress=interrupt)
    with opened(tmp_path / "a.db") as archive:
        archive.ingest([source])
    assert_agrees(tmp_path / "a.db")


@pytest.mark.usefixtures("often")
def test_an_archive_in_memory_is_followed_too(source: Path) -> None:
    """There all threads share one connection: the index is brought up to date in turn with the writing."""
    with Retriever.open("sqlite://", create=True) as archive:
        archive.ingest([source])
        assert archive.check() == ()
        assert archive.stats().documents == BATCHES * ingester.BATCH + 5


def assert_kills_leave_agreement(source: Path, path: Path, kills: int) -> None:
    """Kill an ingest at random moments, so that the index is often ahead of its catalogue, or both behind the store."""
    for _ in range(kills):
        process = start(source, path)
        try:
            process.communicate(timeout=random.uniform(1.5, 4.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=PATIENCE_S)
    process = start(source, path)
    assert process.communicate(timeout=PATIENCE_S)[1] == b""
    assert process.returncode == 0
    assert_agrees(path)


def start(source: Path, path: Path) -> subprocess.Popen[bytes]:
    """Start an ingest whose index is brought up to date very often."""
    return subprocess.Popen(
        [sys.executable, "-c", _OFTEN, str(source), f"sqlite:///{path}"],
        cwd=DATA.parent,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_kills_leave_agreement(tmp_path: Path) -> None:
    """Store, catalogue and index agree after the next ingest, and hold what one that nobody disturbed would."""
    source = write_articles(tmp_path / "n.jsonl", 20 * ingester.BATCH)
    assert_kills_leave_agreement(source, tmp_path / "a.db", 2)
    with opened(tmp_path / "whole.db") as archive:
        archive.ingest([source], workers=1)
    assert contents(f"sqlite:///{tmp_path / 'a.db'}") == contents(f"sqlite:///{tmp_path / 'whole.db'}")


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("_round", range(10))
def test_many_kills_leave_agreement(tmp_path: Path, _round: int) -> None:
    """The same, eight times in each of ten archives."""
    assert_kills_leave_agreement(write_articles(tmp_path / "n.jsonl", 60 * ingester.BATCH), tmp_path / "a.db", 8)
