"""Tests of who gives way, and of what counts as silence."""

from __future__ import annotations

import httpx
import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.polls import has_hung
from bot.receiving import Rivalry
from tests.bot.test_watchdog import Clock


def test_the_newcomer_gives_way_at_once() -> None:
    """Who never had a poll of its own succeed was second."""
    assert Rivalry(Clock()).must_give_way()


def test_who_was_first_bears_conflicts_but_not_for_ever() -> None:
    """Another program that does not give way wins some day, so that the reason can be read in an exit status."""
    rivalry = Rivalry(Clock())
    rivalry.succeeded()
    conflicts = [rivalry.must_give_way() for _ in range(60)]
    assert not any(conflicts[:50])
    assert all(conflicts[50:])


def test_conflicts_of_long_ago_do_not_count() -> None:
    """After a quiet minute it begins anew."""
    clock = Clock()
    rivalry = Rivalry(clock)
    rivalry.succeeded()
    for _ in range(50):
        rivalry.must_give_way()
    clock.now = 61
    assert not rivalry.must_give_way()


@pytest.mark.parametrize(
    ("error", "cause", "is_hung"),
    [
        (TimedOut(), httpx.ReadTimeout("nobody answers"), True),
        (TimedOut(), httpx.PoolTimeout("no connection is free"), True),
        (TimedOut(), httpx.ConnectTimeout("nobody is there"), False),
        (NetworkError("refused"), httpx.ConnectError("refused"), False),
        (TelegramError("garbled"), None, False),
        (TimeoutError(), None, True),
    ],
)
def test_a_hung_poll_is_told_from_an_outage(error: Exception, cause: Exception | None, is_hung: bool) -> None:
    """Only a poll that nobody answers is silence."""
    error.__cause__ = cause
    assert has_hung(error) is is_hung
