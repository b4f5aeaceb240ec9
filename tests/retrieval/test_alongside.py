"""What goes on beside something else ends with it, and its failures reach whoever gave it."""

from __future__ import annotations

import threading

import pytest

from retrieval.alongside import Alongside, GivenUpError

PATIENCE_S = 30


class BrokenError(Exception):
    """What a thing to do fails with."""


def fail() -> None:
    """Fail."""
    raise BrokenError


def test_things_are_done_in_their_turn() -> None:
    """One after the other, in another thread, and all of them before the end."""
    done: list[tuple[int, bool]] = []
    here = threading.get_ident()
    with Alongside() as alongside:
        for number in range(5):
            alongside.do(lambda number=number: done.append((number, threading.get_ident() != here)))
    assert done == [(number, True) for number in range(5)]


def test_a_failure_is_told_at_the_end() -> None:
    """Nobody takes for done what failed."""
    with pytest.raises(BrokenError), Alongside() as alongside:
        alongside.do(fail)


def test_a_failure_is_told_before_the_next_thing() -> None:
    """Whoever gives another thing to do learns of it as soon as it has happened, and nothing more is done."""
    done: list[str] = []
    failed = threading.Event()

    def fail_at_last() -> None:
        failed.wait(PATIENCE_S)
        fail()

    def go_through() -> None:
        with Alongside() as alongside:
            alongside.do(fail_at_last)
            alongside.do(lambda: done.append("behind the failure"))
            failed.set()
            while True:
                alongside.look()

    with pytest.raises(BrokenError):
        go_through()
    assert done == []


def test_who_fails_waits_for_nothing_but_the_end_of_what_is_being_done() -> None:
    """It is told to give up, what has not begun is not done, and the error is the caller's own."""
    done: list[str] = []
    begun, told = threading.Event(), threading.Event()

    def work(alongside: Alongside) -> None:
        begun.set()
        try:
            while True:
                alongside.go_on()
        except GivenUpError:
            told.set()
            raise

    def be_interrupted() -> None:
        with Alongside() as alongside:
            alongside.do(lambda: work(alongside))
            alongside.do(lambda: done.append("too late"))
            assert begun.wait(PATIENCE_S)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        be_interrupted()
    assert told.is_set()
    assert done == []
