"""What follows from how an attempt to answer ended? A pure function: an error and a history in, a verdict out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from retrieval import SearchDownError, StoreLockedError, StoreUnreachableError

if TYPE_CHECKING:
    from bot.inbox import Claimed

MOST_CRASHES = 10
"""After so many ends of the process an update is taken to be their cause; it was answered alone at most of them."""

_LONGEST_OUTAGE_WAIT_S = 60.0
_LONGEST_FAILURE_WAIT_S = 300.0
_FAILURE_FACTOR = 4
_SLACK_S = 0.1  # Telegram counts whole seconds, and its clock is not ours


@dataclass(frozen=True, slots=True)
class Answered:
    """Nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The bot may not write to the chat."""


@dataclass(frozen=True, slots=True)
class Again:
    """It is to be tried again after a while; a failure counts, a flood or an outage of others does not."""

    wait_s: float
    is_failure: bool


@dataclass(frozen=True, slots=True)
class Hopeless:
    """To try again would be of no use."""


Verdict = Answered | Unreachable | Again | Hopeless


def judge(error: Exception | None, claimed: Claimed, most_attempts: int) -> Verdict:
    """Judge one attempt.

    What Telegram refuses (400) it would refuse again: the same words would be sent. Trouble on the way to Telegram,
    or with the archive's server, is borne without end, for there the answer is not at fault; a connection that broke
    may still have carried it, so that such an answer can come twice.
    """
    if error is None:
        return Answered()
    if isinstance(error, Forbidden):
        return Unreachable()
    if isinstance(error, RetryAfter):
        return Again(seconds(error) + _SLACK_S, is_failure=False)
    if isinstance(error, BadRequest | ChatMigrated):
        return Hopeless()
    if isinstance(error, TelegramError | StoreUnreachableError | StoreLockedError | SearchDownError):
        return Again(_outage_wait_s(claimed), is_failure=False)
    if claimed.failures + 1 >= most_attempts:
        return Hopeless()
    return Again(min(float(_FAILURE_FACTOR**claimed.failures), _LONGEST_FAILURE_WAIT_S), is_failure=True)


def _outage_wait_s(claimed: Claimed) -> float:
    return min(2.0 ** min(claimed.attempts - 1, 10), _LONGEST_OUTAGE_WAIT_S)


def is_spent(claimed: Claimed, most_attempts: int) -> bool:
    """Tell whether an update was tried often enough, so that only the apology is left."""
    return claimed.failures >= most_attempts or claimed.crashes >= MOST_CRASHES


def seconds(error: RetryAfter) -> float:
    """Read how long Telegram wants to be left alone."""
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
