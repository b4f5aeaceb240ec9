"""What did the reader ask before? The earlier questions, which a follow-up leans on."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from retrieval import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from retrieval import Answer, Retriever

MAX_TURNS = 6
"""How many earlier questions a follow-up may lean on."""

MAX_PAUSE = timedelta(hours=1)
"""After this long a question is not leaned on any more."""

NO_QUESTIONS = {Reason.EMPTY_QUESTION, Reason.QUESTION_TOO_LONG}
"""Nothing was asked; nobody need lean on it or judge it."""


class Talk:
    """The questions of one reader in the terminal, oldest first. It is forgotten when the process ends."""

    def __init__(self) -> None:
        self._turns: deque[str] = deque(maxlen=MAX_TURNS)
        self._last: datetime | None = None

    def ask(self, retriever: Retriever, question: str, now: datetime) -> Answer:
        """Ask the archive in the light of the earlier questions, and remember this one if it was one.

        Raises:
            FilterError: A filter in the question cannot be read.
        """
        answer = retriever.ask(question, history=self.history(now), today=now.astimezone().date())
        if answer.reason not in NO_QUESTIONS:
            self.remember(question, now)
        return answer

    def history(self, now: datetime) -> tuple[str, ...]:
        """Give the earlier questions, or none after a long pause."""
        if self._last is not None and now - self._last > MAX_PAUSE:
            self.forget()
        return tuple(self._turns)

    def remember(self, question: str, now: datetime) -> None:
        """Add a question that was just asked."""
        self._turns.append(question)
        self._last = now

    def forget(self) -> None:
        """Begin anew."""
        self._turns.clear()
