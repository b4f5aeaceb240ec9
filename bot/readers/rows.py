"""What travels into and out of what is kept of readers? Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retrieval import Filters, Language

if TYPE_CHECKING:
    from datetime import date

RESULTS = (1, 2, 3, 5)
"""How many excerpts a reader may have on one page of an answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: the chat, who asked it, and its message."""

    chat_id: int
    user_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings of a chat. A language of None follows the reader's app and the question."""

    language: Language | None = None
    results: int = 3
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, so that the same answer can be found again.

    Attributes:
        number: Goes into buttons; never given to another question.
        chat_id: Only there the number means anything.
        history: The questions before that it leans on, oldest first.
        today: What "yesterday" counted from.
        preferences: The settings of the chat at the time.
        answer_id: The message that answers it, as far as known.
    """

    number: int
    chat_id: int
    question: str
    history: tuple[str, ...]
    today: date
    preferences: Preferences
    answer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """What a reader thought of an answer; who it was is not told.

    `shown` are the excerpts of the answer as JSON values, as question files have them.
    """

    number: int
    is_good: bool
    question: str
    history: tuple[str, ...]
    language: Language
    today: date
    filters: Filters
    shown: tuple[dict[str, Any], ...]
    voted_ms: int
