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
"""After this long a question begins a new talk, and leans on nothing."""

_NO_QUESTIONS = {Reason.EMPTY_QUESTION, Reason.QUESTION_TOO_LONG}


class Talk:
    """The questions that one reader asked in one chat, oldest first. It is forgotten when the process ends."""

    def __init__(self) -> None:
        self._turns: deque[str] = deque(maxlen=MAX_TURNS)
        self._last: datetime | None = None

    def ask(self, retriever: Retriever, question: str, now: datetime) -> Answer:
        """Ask the archive in the light of the earlier questions, and remember this one if it was one.

        Raises:
            FilterError: A filter in the question cannot be read.
        """
        answer = self.answer(retriever, question, now)
        self.note(question, answer, now)
        return answer

    def answer(self, retriever: Retriever, question: str, now: datetime) -> Answer:
        """Ask the archive in the light of the earlier questions.

        Raises:
            FilterError: A filter in the question cannot be read.
        """
        return retriever.ask(question, history=self.history(now), today=now.astimezone().date())

    def note(self, question: str, answer: Answer, now: datetime) -> None:
        """Remember a question that was answered, if it was one."""
        if answer.reason not in _NO_QUESTIONS:
            self.remember(question, now)

    def is_over(self, now: datetime) -> bool:
        """Tell whether the next question begins a new talk."""
        return self._last is None or now - self._last > MAX_PAUSE

    def history(self, now: datetime) -> tuple[str, ...]:
        """Give the earlier questions, or none after a long pause."""
        if self.is_over(now):
            self.forget()
        return tuple(self._turns)

    def remember(self, question: str, now: datetime) -> None:
        """Add a question that was just asked."""
        self._turns.append(question)
        self._last = now

    def forget(self) -> None:
        """Begin anew."""
        self._turns.clear()
