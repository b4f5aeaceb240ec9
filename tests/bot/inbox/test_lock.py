"""Tests of answering alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.inbox import AnotherProcessError, only_one

if TYPE_CHECKING:
    from pathlib import Path


def test_one_bot_is_answered_for_by_one_process(tmp_path: Path) -> None:
    """While one holds the lock no other gets it; afterwards the next one does."""
    url = f"sqlite:///{tmp_path}/a.db"
    with only_one(url, 7) as alone:
        assert alone
        with (
            pytest.raises(AnotherProcessError, match=r"another process answers for this bot out of sqlite"),
            only_one(url, 7),
        ):
            pass
    with only_one(url, 7):
        pass


def test_bots_do_not_lock_each_other_out(tmp_path: Path) -> None:
    """Two bots may answer out of one archive."""
    url = f"sqlite:///{tmp_path}/a.db"
    with only_one(url, 7), only_one(url, 8) as alone:
        assert alone


def test_a_server_s_database_may_be_shared() -> None:
    """There is no file to lock there: leases tell who lives."""
    with only_one("postgresql://localhost/isnad", 7) as alone:
        assert not alone
