"""Tests of sending each message of an answer once."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery import Delivery, delivering, delivery


async def send_all(pieces: list[str], sent: list[str], fails_at: str | None = None) -> None:
    """Send an answer of several messages, as a handler does."""
    for piece in pieces:

        async def send(piece: str = piece) -> None:
            if piece == fails_at:
                raise ConnectionError
            sent.append(piece)

        await delivery().once(send)


def test_the_next_attempt_goes_on_where_the_last_one_ended() -> None:
    """What was sent before a failure is not sent again."""
    sent: list[str] = []
    noted: list[int] = []

    async def note(step: int) -> None:
        assert step == len(sent)
        noted.append(step)

    with delivering(Delivery(0, note)), pytest.raises(ConnectionError):
        asyncio.run(send_all(["a", "b", "c"], sent, fails_at="c"))
    with delivering(Delivery(len(noted), note)):
        asyncio.run(send_all(["a", "b", "c"], sent))
    assert sent == ["a", "b", "c"]
    assert noted == [1, 2, 3]


def test_outside_of_the_inbox_everything_is_sent() -> None:
    """A handler that is called by itself needs no inbox."""
    sent: list[str] = []
    asyncio.run(send_all(["a", "b"], sent))
    assert sent == ["a", "b"]
