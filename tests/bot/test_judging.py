"""Tests of what follows from how an attempt to answer ended."""

from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.inbox import Claimed
from bot.judging import MOST_CRASHES, Again, Answered, Hopeless, Unreachable, Verdict, is_spent, judge
from retrieval import SearchDownError, StoreFormatError, StoreLockedError, StoreUnreachableError

ATTEMPTS = 4


def claimed(*, attempts: int = 1, failures: int = 0, crashes: int = 0) -> Claimed:
    """Make an update with a history."""
    return Claimed(1, 7, 5, "message", "{}", 0, attempts, failures, crashes, steps=0, is_excess=False)


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (None, Answered()),
        (Forbidden("bot was blocked by the user"), Unreachable()),
        (TimedOut(), Again(1.0, is_failure=False)),
        (NetworkError("Bad Gateway"), Again(1.0, is_failure=False)),
        (TelegramError("Invalid server response"), Again(1.0, is_failure=False)),
        (InvalidToken("revoked a moment ago"), Again(1.0, is_failure=False)),
        (BadRequest("can't parse entities"), Hopeless()),
        (ChatMigrated(-9), Hopeless()),
        (ValueError("a fault of ours"), Again(1.0, is_failure=True)),
        (StoreLockedError("in use"), Again(1.0, is_failure=False)),
        (StoreUnreachableError("down"), Again(1.0, is_failure=False)),
        (StoreFormatError("damaged"), Again(1.0, is_failure=True)),
        (SearchDownError("gone"), Again(1.0, is_failure=False)),
        (TimeoutError(), Again(1.0, is_failure=True)),
    ],
)
def test_each_error_has_its_consequence(error: Exception | None, verdict: Verdict) -> None:
    """Trouble on the way is waited out, a fault of ours counts, and what Telegram refuses is not tried again."""
    assert judge(error, claimed(), ATTEMPTS) == verdict


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library means its own next version
def test_a_flood_is_waited_out_as_long_as_telegram_says() -> None:
    """It is no failure, and a little is added for clocks that differ."""
    assert judge(RetryAfter(7), claimed(), ATTEMPTS) == Again(7.1, is_failure=False)


def test_failures_are_bounded_and_spread() -> None:
    """Each wait is four times as long as the one before, and the last failure is the end."""
    verdicts = [judge(ValueError(), claimed(failures=failures), ATTEMPTS) for failures in range(ATTEMPTS)]
    assert verdicts == [*(Again(wait_s, is_failure=True) for wait_s in (1.0, 4.0, 16.0)), Hopeless()]


def test_an_outage_is_waited_out_however_long() -> None:
    """It never counts as a failure, and the bot asks again at least once a minute."""
    waits = [judge(TimedOut(), claimed(attempts=attempts), ATTEMPTS) for attempts in (1, 2, 6, 7, 1000)]
    assert waits == [Again(wait_s, is_failure=False) for wait_s in (1.0, 2.0, 32.0, 60.0, 60.0)]


def test_what_ends_the_process_again_and_again_is_not_begun_any_more() -> None:
    """Neither after too many failures nor after too many crashes."""
    assert not is_spent(claimed(failures=ATTEMPTS - 1, crashes=MOST_CRASHES - 1, attempts=500), ATTEMPTS)
    assert is_spent(claimed(failures=ATTEMPTS), ATTEMPTS)
    assert is_spent(claimed(crashes=MOST_CRASHES), ATTEMPTS)
