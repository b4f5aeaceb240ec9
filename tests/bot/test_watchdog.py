"""Tests of noticing that nothing is heard any more."""

from __future__ import annotations

import threading

from bot.watchdog import Watchdog


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Tell it."""
        return self.now


def nothing(_silent_s: float) -> None:
    """End nothing."""


def test_after_a_long_silence_the_process_ends() -> None:
    """It looks on from a thread of its own, and tells for how long nothing was heard."""
    ended = threading.Event()
    silences: list[float] = []

    def end(silent_s: float) -> None:
        silences.append(silent_s)
        ended.set()

    watchdog = Watchdog(0.01, end)
    watchdog.start()
    assert ended.wait(30)
    assert silences[0] > 0.01


def test_polls_that_fail_are_no_silence_but_not_heard_either() -> None:
    """An outage does not end the process, but an operator sees it."""
    clock = Clock()
    watchdog = Watchdog(60, nothing, clock)
    assert not watchdog.is_heard
    watchdog.succeeded()
    assert watchdog.is_heard
    clock.now = 61
    watchdog.heard()
    assert watchdog.silent_s == 0
    assert not watchdog.is_heard


def test_a_loop_that_hangs_is_seen() -> None:
    """It turned a moment ago, or it hangs."""
    clock = Clock()
    watchdog = Watchdog(60, nothing, clock)
    watchdog.turned()
    clock.now = 29
    assert watchdog.is_turning
    clock.now = 31
    assert not watchdog.is_turning
