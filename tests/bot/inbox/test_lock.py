"""Tests of who polls, and of who answers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.inbox import AnotherProcessError, among_others, polling_right
from retrieval.store import Store
from tests.databases import beside_a_file

if TYPE_CHECKING:
    from collections.abc import Callable


def test_one_process_polls_for_a_bot(new_url: Callable[..., str]) -> None:
    """While one has the right no other gets it, and it may ask again; afterwards the next one does."""
    Store.open(new_url(), create=True).close()
    ours, theirs = polling_right(new_url(), 7), polling_right(new_url(), 7)
    ours.take()
    ours.take()
    with pytest.raises(AnotherProcessError, match=r"another process polls for this bot out of \w+"):
        theirs.take()
    ours.let_go()
    theirs.take()
    with pytest.raises(AnotherProcessError):
        ours.take()
    theirs.let_go()


def test_bots_do_not_lock_each_other_out(new_url: Callable[..., str]) -> None:
    """Two bots may poll over one archive, and one over each of two."""
    rights = [polling_right(new_url(name), bot) for name, bot in (("a", 7), ("a", 8), ("b", 7))]
    for right in rights:
        right.take()
    for right in rights:
        right.let_go()


@beside_a_file
def test_who_answers_alone_knows(new_url: Callable[..., str]) -> None:
    """Beside a file the first process is alone until it lets others in; while one of them lives nobody is."""
    with among_others(new_url(), 7) as first, among_others(new_url(), 7) as second:
        assert first.is_alone()
        assert not second.is_alone()
        first.let_others_in()
        second.let_others_in()
        assert not second.is_alone()
    with among_others(new_url(), 7) as third, among_others(new_url(), 8) as other_bot:
        assert third.is_alone()
        assert other_bot.is_alone()


def test_on_a_server_nobody_knows_who_is_alone() -> None:
    """There leases tell who lives; an archive in memory is of one process."""
    with among_others("postgresql://localhost/isnad", 7) as on_a_server, among_others("sqlite://", 7) as in_memory:
        assert not on_a_server.is_alone()
        assert in_memory.is_alone()
        on_a_server.let_others_in()
