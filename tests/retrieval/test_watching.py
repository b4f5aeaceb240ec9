"""What comes in while somebody follows the news?"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Retriever
from retrieval.lexicon import DATA
from retrieval.watching import Schedule, watch
from tests.retrieval.corpus.news_server import ARTICLE, PARAGRAPHS, Answer, NewsServer, item, news_server

CONTENT = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)


@pytest.fixture
def site() -> Iterator[NewsServer]:
    """A news site on this machine."""
    with news_server() as server:
        yield server


@contextmanager
def watching(database: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run `ingest --watch` as a process of its own, killed at the end if it runs still."""
    command = [
        sys.executable,
        "-m",
        "retrieval",
        "ingest",
        *arguments,
        "--watch",
        "--every",
        "1",
        "--database",
        database,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", cwd=DATA.parent
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_article_that_is_added_later_is_told(tmp_path: Path, site: NewsServer, number: signal.Signals) -> None:
    """Each new article is a line, once; asked to stop, the process ends well, and the archive has all."""
    url = f"sqlite:///{tmp_path}/a.db"
    first = item("خبر أول", "https://example.org/1", content=CONTENT)
    site.put_feed(first, etag='"1"')
    with watching(url, f"{site.url}/rss.xml") as process:
        assert _line(process) == "added: example.org/1 · خبر أول\n"
        site.put_feed(item("خبر ثان", "https://example.org/2", content=CONTENT), first, etag='"2"')
        assert _line(process) == "added: example.org/2 · خبر ثان\n"
        process.send_signal(number)
        rest, errors = process.communicate()
    assert (process.returncode, rest, errors) == (0, "", "")
    with Retriever.open(url) as archive:
        assert [summary.id for summary in archive.documents()] == ["example.org/1", "example.org/2"]


def test_a_feed_that_fails_stops_no_other(tmp_path: Path, site: NewsServer) -> None:
    """A failure is told on standard error, the other feed is read, and the failing one again when it recovers."""
    site.put_feed(item("أ", "https://example.org/1", content=CONTENT), path="/good.xml")
    site.answers["/bad.xml"] = Answer(status=500)
    with watching(f"sqlite:///{tmp_path}/a.db", f"{site.url}/bad.xml", f"{site.url}/good.xml", "--json") as process:
        assert json.loads(_line(process))["document"] == "example.org/1"
        assert process.stderr is not None
        assert "500" in process.stderr.readline()
        site.put_feed(item("ب", "https://example.org/2", content=CONTENT), path="/bad.xml")
        found = json.loads(_line(process))
    assert found == {
        "outcome": "added",
        "document": "example.org/2",
        "title": "ب",
        "source": "جريدة المرفأ",
        "url": "https://example.org/2",
        "published": None,
        "published_certainty": None,
        "note": None,
    }


def test_after_a_kill_nothing_is_lost_or_read_twice(tmp_path: Path, site: NewsServer) -> None:
    """A process that was killed leaves what it told of; the next tells only what is new, and asks for no page again."""
    url = f"sqlite:///{tmp_path}/a.db"
    first = item("أ", f"{site.url}/1", description="ملخص...")
    site.put_page("/1", "أ")
    site.put_feed(first)
    with watching(url, f"{site.url}/rss.xml") as process:
        assert _line(process).startswith("added")
    site.put_page("/2", "ب")
    site.put_feed(first, item("ب", f"{site.url}/2", description="ملخص..."))
    with watching(url, f"{site.url}/rss.xml") as process:
        assert "/2" in _line(process)
    assert site.asked("/1") == 1


def test_files_are_read_once_and_the_end_can_be_told_by_a_thread(tmp_path: Path, site: NewsServer) -> None:
    """A program that follows feeds gives files too, and stops by an event."""
    (tmp_path / "a.txt").write_text(ARTICLE)
    site.put_feed(item("أ", "https://example.org/1", content=CONTENT))
    told: list[str] = []
    stop = threading.Event()
    with Retriever.open("sqlite://", create=True) as archive:

        def tell(found: object, document: object) -> None:
            assert document is not None
            told.append(getattr(found, "name", ""))
            if len(told) == 2:
                stop.set()

        watch(archive, [tmp_path / "a.txt", f"{site.url}/rss.xml"], every_s=1000, tell=tell, stop=stop)
    assert told == ["a.txt", "example.org/1"]


def test_watching_without_a_feed_is_a_wrong_call(tmp_path: Path) -> None:
    """Files do not change by themselves."""
    command = [sys.executable, "-m", "retrieval", "ingest", str(tmp_path), "--watch"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=DATA.parent, check=False)
    assert done.returncode == 2
    assert "--watch follows feeds" in done.stderr


def test_failures_make_waits_longer() -> None:
    """Each failure doubles the wait, the first success ends that; a server's own wish counts where it is longer."""
    now = [0.0]
    schedule = Schedule(["a", "b"], 60, clock=lambda: now[0])
    assert schedule.due() == ["a", "b"]
    schedule.done("b", failed=False)
    waits = []
    for failed in (True, True, False):
        schedule.done("a", failed=failed)
        waits.append(next(second for second in range(10_000) if _is_due(schedule, now, second)))
        now[0] = 0.0
    assert waits == [120, 240, 60]
    schedule.done("a", failed=True, at_least_s=500)
    assert not _is_due(schedule, now, 499)
    assert _is_due(schedule, now, 500)


@given(st.lists(st.booleans(), max_size=40), st.floats(1, 1e6), st.floats(0, 1e9))
def test_no_wait_is_endless(failures: list[bool], every_s: float, asked_s: float) -> None:
    """However often a feed fails, and whatever its server asks, it is tried again within a day or the usual time."""
    schedule = Schedule(["a"], every_s, clock=lambda: 0.0)
    for failed in failures:
        schedule.done("a", failed=failed, at_least_s=asked_s)
    assert 0 <= schedule.wait_s() <= max(every_s, 6 * 3600)


def _is_due(schedule: Schedule, now: list[float], second: float) -> bool:
    now[0] = second
    return "a" in schedule.due()
