"""Tests of a bot that people leave running: many readers, crashes, and what goes wrong on the way to them."""

from __future__ import annotations

import json
import random
import re
import signal
import sqlite3
import urllib.error
import urllib.request
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.cli import RIVAL
from bot.messages import ARABIC
from bot.polling import DEAF
from tests.bot.load import QUESTIONS, all_answered, answers, ask_all, expected_answers, sendings, without_repeats
from tests.bot.process import BotProcess, copied
from tests.telegram_server import BotApiServer, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.telegram_server import User

AT_ONCE = 8
READERS = 20
LONG_S = 60.0
QUESTION = "ماذا قال لافروف عن النصرة؟"
INVISIBLE = dict.fromkeys((0x200E, 0x200F, 0x2066, 0x2068, 0x2069))


def settings_for(server: BotApiServer, url: str, **more: str) -> dict[str, str]:
    """Set a bot up that polls a server over an archive of its own, with short polls."""
    told = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token, "DATABASE_URL": url, "POLL_S": "1"}
    return told | more


@pytest.fixture(scope="module")
def session(
    archive_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BotApiServer, BotProcess, str]]:
    """A bot that tries twice and tells its health; afterwards it must end cleanly, and have kept its readers' words."""
    folder = tmp_path_factory.mktemp("left")
    url = copied(archive_url, folder)
    more = {"ANSWER_ATTEMPTS": "2", "HEALTH_PORT": "0", "ANSWERS_AT_ONCE": str(AT_ONCE), "LOG_FORMAT": "json"}
    with BotApiServer() as server, BotProcess(folder, **settings_for(server, url, **more)) as bot:
        server.wait_until_polled(LONG_S)
        yield server, bot, url
        assert bot.end() == 0
        assert server.token not in bot.log
        assert "لافروف" not in bot.log
        assert all(json.loads(line)["event"] for line in bot.log.splitlines())


@pytest.fixture
def server(session: tuple[BotApiServer, BotProcess, str]) -> Iterator[BotApiServer]:
    """The server that the bot polls; a test fails for every rule that the bot broke in it."""
    yield session[0]
    session[0].release()
    session[0].check()


@pytest.fixture
def bot(session: tuple[BotApiServer, BotProcess, str]) -> BotProcess:
    """The process of the bot."""
    return session[1]


@pytest.fixture
def reader(server: BotApiServer) -> User:
    """A new reader."""
    return server.add_user("سلمى")


def get(bot: BotProcess, path: str) -> tuple[int, str]:
    """Ask the bot for its health."""
    bot.wait_for_log("Health is told")
    (url,) = re.findall(r"http://127\.0\.0\.1:\d+(?=\"\})", bot.log)
    try:
        with urllib.request.urlopen(url + path) as response:  # noqa: S310 - our own
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def figure(bot: BotProcess, name: str) -> float:
    """Read one figure out of the metrics."""
    lines = get(bot, "/metrics")[1].splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name + " "))


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    """Look into the archive's database."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        found = connection.execute(statement).fetchall()
    connection.close()
    return found


# -- many readers, and crashes


def test_everybody_is_answered_once_and_in_order(
    session: tuple[BotApiServer, BotProcess, str], server: BotApiServer
) -> None:
    """200 questions of 20 readers, asked at once: each gets its answers once, in the order of the questions."""
    expected = expected_answers(server)
    readers = [server.add_user() for _ in range(READERS)]
    ask_all(server, readers)
    server.wait_until(lambda: all_answered(server, readers), LONG_S)
    assert [answers(server, reader) for reader in readers] == [expected] * READERS
    server.wait_until(lambda: not server.pending_updates)
    assert rows(session[2], "SELECT count(*) FROM inbox_update WHERE state = 'done' AND payload IS NOT NULL") == [(0,)]


def crash_under_load(server: BotApiServer, bots: list[BotProcess], kills: int, chance: random.Random) -> None:
    """Ask 200 questions, kill the bot at random moments and start it anew, until all are answered."""
    readers = [server.add_user() for _ in range(READERS)]
    ask_all(server, readers)
    for left in range(kills, 0, -1):
        to_come = READERS * len(QUESTIONS) - sum(len(answers(server, reader)) for reader in readers)
        enough = len(server.requests) + chance.randint(1, max(1, to_come // left))
        server.wait_until(lambda: len(server.requests) >= enough or all_answered(server, readers), LONG_S)  # noqa: B023
        bots[-1].kill()
        bots.append(bots[-1].again())
    server.wait_until(lambda: all_answered(server, readers), LONG_S)


def repeats(server: BotApiServer) -> int:
    """Count the answers that came twice; each must have been sent by one process, and again by one after it."""
    started_at = [one.number for one in server.requests if one.method == "getMe"]
    count = 0
    for reader_id in {one.chat_id for one in sendings(server.requests)}:
        sent = [one for one in sendings(server.requests) if one.chat_id == reader_id]
        twice = [(one, other) for one, other in pairwise(sent) if one.text == other.text]
        assert all(any(one.number < start < other.number for start in started_at) for one, other in twice)
        count += sum(one.has_acted for one, _ in twice)
    return count


def told_as(text: str, expected: list[str]) -> int | str:
    """Number an answer by its question; one that is nobody's is itself."""
    return expected.index(text) if text in expected else text


def crashes(archive_url: str, folder: Path, kills: int, seed: int) -> int:
    """Crash a bot under load, see that nothing was lost, and count what came twice."""
    url = copied(archive_url, folder)
    with BotApiServer() as server, ExitStack() as stack:
        settings = settings_for(server, url, QUESTIONS_WAITING="100")
        bots = [BotProcess(folder, **settings)]
        stack.callback(lambda: [bot.put_away() for bot in bots])
        expected = expected_answers(server)
        crash_under_load(server, bots, kills, random.Random(seed))
        assert bots[-1].end() == 0
        chats = {message.chat_id for message in server.messages()}
        told = [[told_as(message.text, expected) for message in server.messages(chat)] for chat in chats]
        assert [without_repeats(numbers) for numbers in told] == [list(range(len(expected)))] * (READERS + 1)
        twice = repeats(server)
        assert sum(map(len, told)) == len(expected) * (READERS + 1) + twice
    return twice


def test_nothing_is_lost_by_crashes(archive_url: str, tmp_path: Path) -> None:
    """200 questions, and three kills in between: all answered, in order, and hardly any twice."""
    assert crashes(archive_url, tmp_path, kills=3, seed=random.randrange(10**6)) <= 3 * AT_ONCE


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_by_many_crashes(archive_url: str, tmp_path: Path, seed: int) -> None:
    """200 questions, and 25 kills in between."""
    twice = crashes(archive_url, tmp_path, kills=25, seed=seed)
    print(f"\n25 kills, seed {seed}: {twice} of 200 answers came twice, none was lost")  # noqa: T201
    assert twice <= 25 * AT_ONCE


# -- what goes wrong between Telegram and the bot


def test_a_flood_in_one_chat_delays_no_other(server: BotApiServer, reader: User) -> None:
    """Told to wait (429), the bot lets that chat wait as long as it was told, and answers the others meanwhile."""
    server.fail_next("sendMessage", Fault.too_many_requests(2))
    asked = server.send_text(reader, "/help")
    refused = server.wait_until(lambda: next((one for one in server.requests if one.status == 429), None))
    other = server.wait_for_answer(server.send_text(server.add_user(), "/help"))
    assert not server.messages(reader.id)
    assert other.text == server.wait_for_answer(asked).text
    again = server.requests[-1]
    assert (again.method, again.params["chat_id"]) == ("sendMessage", reader.id)
    assert again.when - refused.when >= 2


def test_who_blocks_the_bot_is_left_alone_until_they_write(
    session: tuple[BotApiServer, BotProcess, str], server: BotApiServer, reader: User
) -> None:
    """After a block nothing is sent to the chat, whatever was waiting; who comes back and writes is answered."""
    server.fail_next("sendMessage", Fault.hung())
    asked = server.send_text(reader, "/help")
    server.wait_until(lambda: server.hung_calls)
    for _ in range(3):
        server.wait_until_confirmed(server.send_text(reader, "/sources"))
    blocking = server.block(reader)
    server.wait_until_confirmed(blocking)
    server.release()
    done = "SELECT outcome FROM inbox_update WHERE chat_id = {} ORDER BY number"
    server.wait_until(lambda: len(rows(session[2], done.format(reader.id))) == 5 and not waiting(session[2], reader))
    assert rows(session[2], done.format(reader.id)) == [("unreachable",)] * 4 + [("unreachable",)]
    calls = [one for one in sendings(server.requests) if one.chat_id == reader.id]
    assert len(calls) == 1
    assert asked.update_id
    server.unblock(reader)
    assert (
        server.wait_for_answer(server.send_text(reader, "/weather")).text.translate(INVISIBLE) == ARABIC.unknown_command
    )
    assert len(server.messages(reader.id)) == 1


def waiting(url: str, reader: User) -> int:
    """Count what of a reader is not answered yet."""
    open_ = "state IN ('received', 'answering')"
    return rows(url, f"SELECT count(*) FROM inbox_update WHERE chat_id = {reader.id} AND {open_}")[0][0]  # type: ignore[return-value]  # noqa: S608


@pytest.mark.parametrize(
    "fault", [Fault.internal_error(), Fault.bad_gateway(), Fault.dropped_before(), Fault.garbled()]
)
def test_an_outage_delays_an_answer(server: BotApiServer, reader: User, fault: Fault) -> None:
    """An answer that could not be sent is sent again, once Telegram can be reached."""
    server.fail_next("sendMessage", fault)
    asked = server.send_text(reader, "/weather")
    assert server.wait_for_answer(asked).text.translate(INVISIBLE) == ARABIC.unknown_command
    assert len([one for one in sendings(server.requests) if one.chat_id == reader.id]) == 2


def test_an_answer_whose_fate_is_unknown_is_sent_again(server: BotApiServer, reader: User) -> None:
    """Where the connection broke after Telegram had acted, the answer comes twice rather than never."""
    server.fail_next("sendMessage", Fault.dropped_after())
    server.send_text(reader, "/weather")
    server.wait_until(lambda: len(server.messages(reader.id)) == 2)
    server.wait_for_answer(server.send_text(reader, "/help"))
    server.wait_until(lambda: len(server.messages(reader.id)) == 3)


@pytest.mark.parametrize(
    "fault", [Fault.internal_error(), Fault.dropped_before(), Fault.dropped_after(), Fault.garbled()]
)
def test_a_poll_that_fails_loses_nothing(server: BotApiServer, reader: User, fault: Fault) -> None:
    """What was asked while polls failed is answered, once, after they succeed again."""
    server.fail_next("getUpdates", fault)
    asked = server.send_text(reader, "/weather")
    server.wait_for_answer(asked)
    server.wait_for_answer(server.send_text(reader, "/help"))
    server.wait_until(lambda: len(server.messages(reader.id)) == 2)


def test_what_cannot_be_read_is_kept_and_delays_nobody(
    session: tuple[BotApiServer, BotProcess, str], server: BotApiServer, bot: BotProcess, reader: User
) -> None:
    """An update that the library trips over is tried twice, kept as failed, and can be listed."""
    chat = {"id": reader.id, "type": "private"}
    broken = server.push({"message": {"message_id": 1, "date": "yesterday", "chat": chat, "from": reader.as_json()}})
    asked = server.send_text(reader, "/weather")
    assert server.wait_for_answer(asked).text.translate(INVISIBLE) == ARABIC.unknown_command
    bot.wait_for_log('"outcome": "unanswered"')
    where = f"WHERE update_id = {broken.update_id}"
    assert rows(session[2], f"SELECT state, failures FROM inbox_update {where}") == [("failed", 2)]  # noqa: S608
    server.wait_for_answer(server.send_text(reader, "/help"))


def test_who_sends_too_much_is_told_once(server: BotApiServer, reader: User) -> None:
    """Of a flood as many are answered as may wait; one further one is told, the others are let go of."""
    server.fail_next("sendMessage", Fault.hung())
    server.send_text(reader, "/help")
    server.wait_until(lambda: server.hung_calls)
    last = [server.send_text(reader, "/weather") for _ in range(30)][-1]
    server.wait_until_confirmed(last)
    server.release()
    told = ARABIC.too_many.format(count=20)
    server.wait_for(lambda sent: sent.chat_id == reader.id and sent.text.translate(INVISIBLE) == told)
    shown = [text.translate(INVISIBLE) for text in answers(server, reader)]
    assert shown[1:] == [ARABIC.unknown_command] * 19 + [told]


def test_health_is_told(server: BotApiServer, bot: BotProcess, reader: User) -> None:
    """A supervisor sees that the bot lives and hears, and Prometheus its figures."""
    before = figure(bot, 'isnad_updates_ended_total{outcome="answered"}')
    server.wait_for_answer(server.send_text(reader, QUESTION))
    server.wait_for_answer(server.send_text(reader, "/help"))
    server.wait_until(lambda: len(server.messages(reader.id)) == 2)
    assert get(bot, "/live")[0] == get(bot, "/ready")[0] == 200
    assert get(bot, "/nothing")[0] == 404
    assert figure(bot, 'isnad_updates_ended_total{outcome="answered"}') >= before + 1
    assert figure(bot, 'isnad_answers_total{result="cited"}') >= 1
    assert figure(bot, "isnad_reply_seconds_count") > 0
    assert figure(bot, 'isnad_polls_total{result="ok"}') > 0
    assert figure(bot, 'isnad_inbox_updates{state="received"}') == 0


# -- how it ends


def test_of_two_bots_with_one_token_the_newcomer_ends(archive_url: str, tmp_path: Path) -> None:
    """A second process says so in one line and ends with a status of its own; the first goes on."""
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    urls = [copied(archive_url, folder) for folder in folders]
    with BotApiServer() as server, BotProcess(folders[0], **settings_for(server, urls[0])) as first:
        reader = server.add_user()
        server.wait_for_answer(server.send_text(reader, "/help"), LONG_S)
        with BotProcess(folders[1], **settings_for(server, urls[1])) as second:
            assert second.wait() == RIVAL
            assert second.log.count("level=ERROR") == 1
            assert "another process polls with the same bot token" in second.log
        server.wait_for_answer(server.send_text(reader, "/sources"))
        assert first.end() == 0


def test_an_outage_is_outlived_and_deafness_is_not(archive_url: str, tmp_path: Path) -> None:
    """While nothing listens at Telegram's address the bot waits, and goes on after; where polls hang, it ends.

    It ends with a status that a supervisor answers by starting it anew.
    """
    with BotApiServer() as server:
        settings = settings_for(server, copied(archive_url, tmp_path), MAX_SILENCE_S="3")
        with BotProcess(tmp_path, **settings) as bot:
            asked = server.send_text(server.add_user(), "/help")
            server.wait_for_answer(asked, LONG_S)
            server.wait_until_confirmed(asked)
            server.stop()
            bot.wait_for_log("A poll failed, and is repeated")
            port = int(server.url.rpartition(":")[2])
            with BotApiServer(port=port, first_update_id=asked.update_id + 1) as after:
                after.wait_for_answer(after.send_text(after.add_user(), "/sources"), LONG_S)
                after.fail_next("getUpdates", Fault.hung(), times=10)
                assert bot.wait() == DEAF
                assert "Nothing heard from Telegram for too long" in bot.log.splitlines()[-1]


def test_at_a_signal_what_can_be_answered_is_and_the_rest_waits(archive_url: str, tmp_path: Path) -> None:
    """At SIGTERM the bot polls no more, answers what it has received, and ends within its bound, whatever hangs.

    The next process answers what is left, in order.
    """
    with BotApiServer() as server:
        settings = settings_for(server, copied(archive_url, tmp_path), DRAIN_S="3")
        stuck, others = server.add_user(), [server.add_user() for _ in range(READERS)]
        with BotProcess(tmp_path, **settings) as bot:
            server.wait_until_polled(LONG_S)
            server.fail_next("sendMessage", Fault.hung())
            server.send_text(stuck, "/help")
            server.wait_until(lambda: server.hung_calls)
            asked = [server.send_text(reader, text) for text in ("/weather", "/help") for reader in [stuck, *others]]
            server.wait_until_confirmed(asked[-1])
            assert bot.end(signal.SIGTERM) == 0
            assert "it stays in the inbox" in bot.log
            assert [len(answers(server, reader)) for reader in [stuck, *others]] == [0] + [2] * READERS
            with bot.again() as next_bot:
                server.wait_until(lambda: len(server.messages(stuck.id)) == 3, LONG_S)
                assert next_bot.end() == 0
        weather, help_ = answers(server, others[0])
        assert answers(server, stuck) == [help_, weather, help_]
