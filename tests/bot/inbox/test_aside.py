"""Tests of what the event loop has done aside."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.inbox import aside as module
from bot.inbox.aside import Aside
from retrieval import StoreError, StoreFormatError, StoreLockedError, StoreUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable

GONE = StoreUnreachableError("down")
LOCKED = StoreLockedError("in use")


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for next to nothing."""
    monkeypatch.setattr(module, "_FIRST_WAIT_S", 0.001)


def failing_with(*errors: StoreError) -> tuple[list[int], Callable[[int], int]]:
    """Make something that fails in these ways, one after the other, before it succeeds, and that counts its calls."""
    calls: list[int] = []

    def action(number: int) -> int:
        calls.append(number)
        if len(calls) <= len(errors):
            raise errors[len(calls) - 1]
        return 2 * number

    return calls, action


def see_done(action: Callable[[int], int]) -> tuple[int, list[bool]]:
    """Have it done; gives the result, and whether it was waited for, before and after."""

    async def do() -> tuple[int, list[bool]]:
        aside = Aside()
        waiting = [aside.is_waiting]
        try:
            return await aside.see_done(action, 21), [*waiting, aside.is_waiting]
        finally:
            aside.close()

    return asyncio.run(do())


def test_what_must_be_done_is_done_when_the_database_is_back() -> None:
    """It is tried until it succeeds, and not again."""
    calls, action = failing_with(GONE, LOCKED, GONE)
    assert see_done(action) == (42, [False, False])
    assert calls == [21] * 4


@pytest.mark.parametrize("errors", [(StoreFormatError("damaged"),), (GONE, StoreError("full"))])
def test_what_does_not_pass_is_an_error(errors: tuple[StoreError, ...]) -> None:
    """Only what passes by itself is waited for."""
    calls, action = failing_with(*errors)
    with pytest.raises(StoreError) as caught:
        see_done(action)
    assert caught.value is errors[-1]
    assert len(calls) == len(errors)


def test_that_something_waits_is_known() -> None:
    """While the database is away, and until whoever waits gives up."""

    async def do() -> list[bool]:
        aside = Aside()
        _, action = failing_with(*[GONE] * 1000)
        waiting = asyncio.create_task(aside.see_done(action, 1))
        while not aside.is_waiting:
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
        aside.close()
        return [waiting.cancelled(), aside.is_waiting]

    assert asyncio.run(do()) == [True, False]
