"""Several processes answer for one bot out of an archive on a server: nothing is lost, whatever ends in between."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.cli import RIVAL
from retrieval import Retriever
from tests.bot.load import QUESTIONS, answers, expected_answers, sendings, without_repeats
from tests.bot.process import BotProcess
from tests.bot.test_left_running import LONG_S, settings_for
from tests.conftest import CORPUS
from tests.scale.postgresql.server import Server
from tests.telegram_server import BotApiServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.telegram_server import User

pytestmark = [pytest.mark.scale, pytest.mark.timeout(300)]

AT_ONCE = 8
READERS = 20
ASKED = (*QUESTIONS, *QUESTIONS, *QUESTIONS[:5])
"""What each reader asks: 500 questions of all."""
PATIENCE_S = 150.0


class Bots:
    """Processes of one bot, put away afterwards."""

    def __init__(self, telegram: BotApiServer, url: str, folder: Path, stack: ExitStack) -> None:
        more = {"QUESTIONS_WAITING": "100", "LEASE_S": "8", "ANSWERS_AT_ONCE": str(AT_ONCE)}
        self._settings = settings_for(telegram, url, **more)
        self._folder = folder
        self._stack = stack

    def start(self, *arguments: str) -> BotProcess:
        """Start one, with these duties."""
        bot = BotProcess(self._folder, *arguments, **self._settings)
        self._stack.callback(bot.put_away)
        return bot


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    """Telegram; a test fails for every rule that the bots broke in it."""
    with BotApiServer() as server:
        yield server
        server.check()


@pytest.fixture
def bots(telegram: BotApiServer, postgresql: Server, five: str, tmp_path: Path) -> Iterator[Bots]:
    """A bot over a copy of the five articles."""
    with ExitStack() as stack:
        yield Bots(telegram, postgresql.copy(five), tmp_path, stack)


def ask_all(telegram: BotApiServer, readers: list[User], questions: tuple[str, ...] = ASKED) -> None:
    """Let every reader ask these questions, all of them side by side."""
    for question in questions:
        for reader in readers:
            telegram.send_text(reader, question)


def are_all_told(telegram: BotApiServer, readers: list[User], count: int) -> bool:
    """Tell whether every reader got so many answers."""
    if len(telegram.messages()) < len(readers) * count:  # the quick way to say no
        return False
    return all(len(without_repeats(answers(telegram, reader))) >= count for reader in readers)


def repeated(telegram: BotApiServer, readers: list[User], ended: int) -> int:
    """Count the answers that came twice: once before something ended, when so many calls were made, and once after."""
    count = 0
    for reader in readers:
        sent = [one for one in sendings(telegram.requests) if one.chat_id == reader.id and one.has_acted]
        twice = [(one, other) for one, other in pairwise(sent) if one.text == other.text]
        assert all(one.number <= ended < other.number for one, other in twice)
        count += len(twice)
    return count


def test_one_of_two_is_killed(telegram: BotApiServer, bots: Bots) -> None:
    """500 questions of 20 readers: each is answered once, in order; twice only what was sent right before the kill."""
    poller, worker = bots.start(), bots.start("--worker")
    worker.wait_for_log("Answering as")
    expected = expected_answers(telegram)
    readers = [telegram.add_user() for _ in range(READERS)]
    ask_all(telegram, readers)
    half = len(telegram.messages()) + READERS * len(ASKED) // 2
    telegram.wait_until(lambda: len(telegram.messages()) >= half, PATIENCE_S)
    worker.kill()
    killed_at = len(telegram.requests) + 2 * AT_ONCE  # some of its calls may still be on their way
    telegram.wait_until(lambda: are_all_told(telegram, readers, len(ASKED)), PATIENCE_S)
    assert poller.end() == 0
    assert worker.log.count("Update ended") > READERS  # it did have a part in it
    told = [without_repeats(answers(telegram, reader)) for reader in readers]
    assert told == [[expected[QUESTIONS.index(question)] for question in ASKED]] * READERS
    twice = repeated(telegram, readers, killed_at)
    assert twice <= AT_ONCE
    assert len(telegram.messages()) == READERS * len(ASKED) + len(expected) + twice


def test_the_poller_is_killed(telegram: BotApiServer, bots: Bots) -> None:
    """One that stands by answers meanwhile, and receives as soon as the other is gone; nothing is lost on the way."""
    poller = bots.start("--poll-only")
    telegram.wait_until_polled(LONG_S)
    other = bots.start("--standby")
    other.wait_for_log("Standing by")
    readers = [telegram.add_user() for _ in range(5)]
    ask_all(telegram, readers, QUESTIONS[:4])
    telegram.wait_until(lambda: are_all_told(telegram, readers, 2), LONG_S)
    poller.kill()
    ask_all(telegram, readers, QUESTIONS[4:])
    telegram.wait_until(lambda: are_all_told(telegram, readers, len(QUESTIONS)), PATIENCE_S)
    assert "Update ended" not in poller.log
    assert other.log.count("Polling ") == 1
    assert len(telegram.messages()) == len(readers) * len(QUESTIONS)
    assert other.end() == 0


def test_of_two_that_poll_the_newcomer_ends(telegram: BotApiServer, bots: Bots) -> None:
    """It says so in one line, without the password, and ends with a status of its own; the first goes on."""
    first = bots.start()
    telegram.wait_until_polled(LONG_S)
    second = bots.start()
    assert second.wait() == RIVAL
    assert second.log.count("level=ERROR") == 1
    assert "another process polls for this bot out of postgresql+psycopg://isnad:***@" in second.log
    telegram.wait_for_answer(telegram.send_text(telegram.add_user(), "/help"), LONG_S)
    assert first.end(signal.SIGTERM) == 0


@pytest.fixture
def restarted() -> Iterator[Server]:
    """A server that no other test uses."""
    with Server() as server:
        yield server


def test_the_server_is_started_anew_under_a_running_bot(
    telegram: BotApiServer, restarted: Server, tmp_path: Path
) -> None:
    """It crashes, is away for a while, and comes back: the same processes answer everything, in order.

    What was asked meanwhile is answered, too; twice only what was sent when it crashed.
    """
    url = _archive_on(restarted, tmp_path)
    with ExitStack() as stack:
        bots = Bots(telegram, url, tmp_path, stack)
        running = [bots.start(), bots.start("--worker")]
        running[1].wait_for_log("Answering as")
        expected = expected_answers(telegram)
        readers = [telegram.add_user() for _ in range(READERS)]
        ask_all(telegram, readers, QUESTIONS)
        enough = len(telegram.messages()) + READERS * len(QUESTIONS) // 3
        telegram.wait_until(lambda: len(telegram.messages()) >= enough, PATIENCE_S)
        restarted.stop("immediate")
        stopped_at = len(telegram.requests)
        ask_all(telegram, readers, QUESTIONS[:3])
        for bot in running:
            bot.wait_for_log("cannot be reached")
        restarted.start()
        telegram.wait_until(lambda: are_all_told(telegram, readers, len(QUESTIONS) + 3), PATIENCE_S)
        told = [without_repeats(answers(telegram, reader)) for reader in readers]
        assert told == [[*expected, *expected[:3]]] * READERS
        assert repeated(telegram, readers, stopped_at + 2 * AT_ONCE) <= 2 * AT_ONCE
        assert [bot.end() for bot in running] == [0, 0]
        for bot in running:
            assert "Traceback" not in bot.log, bot.log[bot.log.index("Traceback") - 500 :][:3000]


def _archive_on(server: Server, folder: Path) -> str:
    url = server.new_database()
    with Retriever.open(url, create=True, index_folder=folder / "index") as retriever:
        retriever.ingest([CORPUS])
    return url
