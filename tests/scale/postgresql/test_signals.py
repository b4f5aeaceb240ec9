"""Tests of what processes tell each other by way of the server: who polls, and that something came."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.database import writing
from bot.inbox import AnotherProcessError, Bell, Inbox, polling_right, statements
from retrieval.store import Store
from tests.bot.inbox.test_store import asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.scale.postgresql.server import Server

pytestmark = pytest.mark.scale

BOT, PATIENCE_S = 7, 20.0


@pytest.fixture
def url(postgresql: Server) -> str:
    """An empty archive."""
    url = postgresql.new_database()
    Store.open(url, create=True).close()
    return url


@pytest.fixture
def rung(url: str) -> Iterator[threading.Semaphore]:
    """Counts how often the bell of the bot rings."""
    count = threading.Semaphore(0)
    bell = Bell(url, BOT, count.release)
    bell.start()
    yield count
    bell.stop()


def cut_off(server: Server, url: str) -> None:
    """End all connections to a database, as a restart of the server does."""
    name = url.rpartition("/")[2]
    server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608


def test_what_comes_is_told(rung: threading.Semaphore, url: str) -> None:
    """Once at the beginning, then for what was new, when it can be claimed; another bot's is no matter."""
    assert rung.acquire(timeout=PATIENCE_S)
    inbox, others = Inbox.open(url, BOT), Inbox.open(url, BOT + 1)
    others.receive([asked(1)])
    inbox.receive([asked(1)])
    assert rung.acquire(timeout=PATIENCE_S)
    assert len(inbox.claim(5)) == 1
    inbox.receive([asked(1)])
    assert not rung.acquire(blocking=False)
    inbox.close()
    others.close()


def test_a_bell_that_was_cut_off_rings_again(rung: threading.Semaphore, url: str, postgresql: Server) -> None:
    """It listens anew, and rings for what may have come meanwhile."""
    assert rung.acquire(timeout=PATIENCE_S)
    cut_off(postgresql, url)
    assert rung.acquire(timeout=PATIENCE_S)
    inbox = Inbox.open(url, BOT)
    inbox.receive([asked(1)])
    assert rung.acquire(timeout=PATIENCE_S)
    inbox.close()


def test_a_right_that_was_cut_off_is_taken_again(url: str, postgresql: Server) -> None:
    """Unless another process was quicker: then it is that one's."""
    ours, theirs = polling_right(url, BOT), polling_right(url, BOT)
    ours.take()
    cut_off(postgresql, url)
    ours.take()
    with pytest.raises(AnotherProcessError):
        theirs.take()
    cut_off(postgresql, url)
    theirs.take()
    with pytest.raises(AnotherProcessError):
        ours.take()
    theirs.let_go()
    ours.take()
    ours.let_go()


def test_who_claims_waits_for_who_claims(url: str) -> None:
    """Two that claim at once never get two questions of one reader, whom locked rows alone do not tell."""
    ours, theirs = Inbox.open(url, BOT), Inbox.open(url, BOT)
    ours.receive([asked(1, chat=-1, user=9), asked(2, chat=-2, user=9), asked(3, chat=8, user=8)])
    got: list[int] = []
    claiming = threading.Thread(target=lambda: got.extend(one.update_id for one in theirs.claim(5)))
    with writing(ours._engine, turn=BOT) as connection:
        (first, *_) = connection.execute(statements.NEXT, {"of_bot": BOT, "now": ours._now(), "most": 1}).all()
        connection.execute(statements.CLAIM, {"row": first.number, "me": "we", "until": ours._now() + 60_000})
        claiming.start()
        claiming.join(1.0)  # it waits now, or has claimed what it should not
    claiming.join()
    assert (first.update_id, got) == (1, [3])
    ours.close()
    theirs.close()
