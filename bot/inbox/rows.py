"""What travels into and out of the inbox? Frozen values: what was received, what is to be answered, what failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

Json = Mapping[str, Any]

MEMBERSHIP = "my_chat_member"
"""The kind of update that tells that somebody blocked the bot or took it back."""

SUSPECT_AFTER = 2
"""An update that so many ends of a process interrupted may be their cause, and is answered with nothing beside it."""


class State(StrEnum):
    """Where an update stands."""

    RECEIVED = "received"
    ANSWERING = "answering"
    DONE = "done"
    FAILED = "failed"


class Outcome(StrEnum):
    """How it ended."""

    ANSWERED = "answered"
    TOO_MANY = "too_many"  # the reader was told that too many are waiting, or was told a moment before
    UNREACHABLE = "unreachable"  # the bot may not write to the chat
    APOLOGIZED = "apologized"
    UNANSWERED = "unanswered"  # nor could the apology be sent


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the inbox needs to know of an update to put it in order."""

    update_id: int
    kind: str
    chat_id: int | None
    user_id: int | None

    @classmethod
    def of(cls, update: Json) -> Self:
        """Read the outside of an update, whatever Telegram may have put into it.

        Raises:
            ValueError: It has no number, so that it can neither be kept nor be confirmed.
        """
        number = update.get("update_id")
        if not isinstance(number, int) or isinstance(number, bool):
            raise ValueError("an update without a number")  # noqa: TRY004 - what was sent is wrong, not what was passed
        kind, content = next(((key, value) for key, value in update.items() if key != "update_id"), ("nothing", {}))
        return cls(number, kind, _id(_chat_of(content)), _id(_part(content, "from")))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a poll's updates: the highest number of them, and how many were new."""

    last: int
    stored: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update that this process is to answer now."""

    number: int
    update_id: int
    chat_id: int | None
    kind: str
    payload: str
    received_ms: int
    attempts: int
    failures: int
    crashes: int
    steps: int
    is_excess: bool

    @property
    def is_suspect(self) -> bool:
        """Whether it may be what ends processes, so that nothing is to be answered beside it."""
        return self.crashes >= SUSPECT_AFTER


@dataclass(frozen=True, slots=True)
class FailedUpdate:
    """An update that was given up; its payload is kept so that it can be tried again."""

    number: int
    update_id: int
    kind: str
    received_ms: int
    attempts: int
    outcome: Outcome
    error: str
    payload: str


def _chat_of(content: Any) -> Any:
    return _part(content, "chat") or _part(_part(content, "message"), "chat")


def _part(content: Any, name: str) -> Any:
    return content.get(name) if isinstance(content, Mapping) else None


def _id(content: Any) -> int | None:
    number = _part(content, "id")
    return number if isinstance(number, int) and not isinstance(number, bool) else None
