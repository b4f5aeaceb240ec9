"""Sending too fast is refused when a test asks for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.telegram_server import BotApiServer
from tests.telegram_server_tests.caller import Caller


@dataclass
class Clock:
    """A clock that a test sets."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Tell the time in seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still."""
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[BotApiServer]:
    """Run a server with Telegram's limits on sending."""
    with BotApiServer(strict_limits=True, clock=clock) as running:
        yield running


def test_one_chat_takes_one_message_a_second(server: BotApiServer, call: Caller, clock: Clock, chat_id: int) -> None:
    """A short burst passes; then the bot is told how long to wait, and no rule is broken."""
    statuses = [call("sendMessage", chat_id=chat_id, text="نعم").status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    answer = call("sendMessage", chat_id=chat_id, text="نعم")
    assert answer.body["parameters"] == {"retry_after": 1}
    clock.now += 1
    assert call("sendMessage", chat_id=chat_id, text="نعم").status == 200
    assert len(server.messages()) == 4


def test_all_chats_take_thirty_messages_a_second(server: BotApiServer, call: Caller) -> None:
    """The thirty-first message of a second is refused, whichever chat it goes to."""
    readers = [server.add_user() for _ in range(31)]
    statuses = [call("sendMessage", chat_id=reader.id, text="نعم").status for reader in readers]
    assert statuses == [200] * 30 + [429]


def test_group_takes_twenty_messages_a_minute(server: BotApiServer, call: Caller, clock: Clock) -> None:
    """Groups are stricter than private chats."""
    group = server.add_group()
    assert [call("sendMessage", chat_id=group.id, text="نعم").status for _ in range(20)] == [200] * 20
    assert call("sendMessage", chat_id=group.id, text="نعم").body["parameters"] == {"retry_after": 3}
    clock.now += 3
    assert call("sendMessage", chat_id=group.id, text="نعم").status == 200
