"""Tests of noticing that nothing is heard any more."""

from __future__ import annotations

import asyncio
import math

from bot.application import make_poll_request
from bot.heartbeat import watch
from tests.telegram_server import BotApiServer, Fault


def watched(silence_s: float, *, times: int) -> int:
    """Watch a connection with this silence, for twenty looks at most; say how often it was begun anew."""
    looks = begun = 0
    stop = asyncio.Event()

    def silent_s() -> float:
        nonlocal looks
        looks += 1
        if looks == 20:
            stop.set()
        return silence_s

    async def begin_anew() -> None:
        nonlocal begun
        begun += 1
        if begun == times:
            stop.set()

    asyncio.run(watch(silent_s, begin_anew, stop, max_silence_s=0.001, look_every_s=0.002))
    return begun


def test_after_a_long_silence_polling_begins_anew() -> None:
    """Polling begins anew each time that the silence has become too long again."""
    assert watched(math.inf, times=3) == 3


def test_while_something_is_heard_nothing_is_done() -> None:
    """A connection that hears Telegram is left alone."""
    assert watched(0.0, times=3) == 0


def test_only_success_is_heard() -> None:
    """A failed poll does not end the silence; one that succeeds does."""

    async def poll(server: BotApiServer) -> tuple[float, float, float]:
        async with make_poll_request() as request:
            silences = [request.silent_s]
            for _ in range(2):
                await request.do_request(f"{server.url}/bot{server.token}/getMe", "POST")
                silences.append(request.silent_s)
            return silences[0], silences[1], silences[2]

    with BotApiServer() as server:
        server.fail_next("getMe", Fault.internal_error())
        before, after_failure, after_success = asyncio.run(poll(server))
    assert after_failure > before
    assert after_success < after_failure
