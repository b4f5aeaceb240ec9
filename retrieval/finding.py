"""What is an answer made of? A question as it was asked and read, and what was found on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.model import Question, Reason
from retrieval.question.filters import Filters
from retrieval.ranking import Candidate


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, after the turns before and with all filters, and as it was read."""

    text: str
    history: tuple[str, ...]
    filters: Filters
    today: date | None
    question: Question


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on a question: candidates, best first, and why they are no answer (None: they are one).

    `question` is how it was understood in the end: somebody whom the archive calls otherwise, or does not quote, is a
    part of its topic then.
    """

    question: Question
    candidates: Sequence[Candidate] = ()
    reason: Reason | None = None
