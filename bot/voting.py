"""What did readers think of answers? Votes as lines of JSON, in the form of the question files in `data/evaluation`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from bot.readers import Vote
    from retrieval import Answer

_ANSWERS = 2  # the grade of words that answer


def shown_in(answer: Answer, results: int) -> tuple[dict[str, Any], ...]:
    """Note the citations of an answer's first page as spans of their documents."""
    return tuple(
        {
            "file": one.document,
            "paragraph": one.paragraph,
            "start": one.start,
            "end": one.end,
            "text": one.text,
        }
        for one in answer.citations[:results]
    )


def write_votes(votes: tuple[Vote, ...], output: TextIO) -> None:
    """Write votes as JSON lines, the oldest first.

    A good vote is a question with what was shown as its gold, or of which nothing was to be found. What would have been
    the right answer nobody knows of a bad vote: its gold is empty and `answerable` null, for somebody to fill in.
    """
    for vote in votes:
        print(json.dumps(_line(vote), ensure_ascii=False), file=output)


def _line(vote: Vote) -> dict[str, Any]:
    filters = vote.filters
    conditions = {
        "from": filters.earliest.isoformat() if filters.earliest else None,
        "to": filters.latest.isoformat() if filters.latest else None,
        "sources": list(filters.sources),
    }
    return {
        "qid": f"vote{vote.number}",
        "lang": vote.language,
        "question": vote.question,
        "history": list(vote.history),
        "today": vote.today.isoformat(),
        "filters": conditions if filters else None,
        "vote": "good" if vote.is_good else "bad",
        "answerable": bool(vote.shown) if vote.is_good else None,
        "gold": [{**one, "grade": _ANSWERS} for one in vote.shown] if vote.is_good else [],
        "shown": list(vote.shown),
    }
