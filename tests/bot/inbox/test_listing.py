"""Tests of listing what failed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bot.inbox import Inbox, Outcome
from bot.inbox.listing import list_failed
from retrieval.store import Store
from tests.bot.inbox.test_store import BOT, asked

if TYPE_CHECKING:
    from collections.abc import Callable


def listed(url: str, *, retry: bool = False, text: bool = False) -> list[str]:
    """List, and give the lines."""
    output = io.StringIO()
    list_failed(url, output, retry=retry, text=text)
    return output.getvalue().splitlines()


def archive(url: str) -> str:
    """Make an archive whose bot failed with one question."""
    Store.open(url, create=True).close()
    inbox = Inbox.open(url, BOT)
    inbox.receive([asked(7, text="سؤال\nعسير")])
    inbox.fail(inbox.claim(1)[0].number, Outcome.APOLOGIZED, "ValueError")
    inbox.close()
    return url


def test_what_failed_is_listed_without_the_text(new_url: Callable[..., str]) -> None:
    """A line tells when, what and why; a reader's words are shown only where that is asked for."""
    url = archive(new_url())
    (line,) = listed(url)
    assert line.endswith("message 7: apologized after 1 attempts, ValueError")
    assert listed(url, text=True) == [line, "    سؤال عسير"]


def test_what_failed_is_put_back(new_url: Callable[..., str]) -> None:
    """Afterwards the bot finds it in its inbox, and nothing is listed any more."""
    url = archive(new_url())
    assert listed(url, retry=True)[-1].startswith("Put back: 1.")
    assert listed(url) == ["Nothing has failed."]
    inbox = Inbox.open(url, BOT)
    assert [one.update_id for one in inbox.claim(5)] == [7]
    inbox.close()
