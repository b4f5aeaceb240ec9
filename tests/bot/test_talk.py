"""Tests of what is remembered of a talk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.talk import MAX_PAUSE, MAX_TURNS, Talk
from retrieval import Retriever

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_questions_are_remembered_in_order() -> None:
    """The last questions are given, oldest first."""
    talk = Talk()
    for number in range(MAX_TURNS + 2):
        talk.remember(str(number), NOW)
    assert talk.history(NOW) == tuple(str(number) for number in range(2, MAX_TURNS + 2))


def test_a_long_pause_begins_anew() -> None:
    """After a long pause nothing is leaned on, after a short one everything."""
    talk = Talk()
    talk.remember("أول", NOW)
    assert talk.history(NOW + MAX_PAUSE) == ("أول",)
    assert talk.history(NOW + MAX_PAUSE + timedelta(seconds=1)) == ()


def test_a_talk_can_be_forgotten() -> None:
    """Beginning anew takes everything away."""
    talk = Talk()
    talk.remember("أول", NOW)
    talk.forget()
    assert talk.history(NOW) == ()


def test_what_is_no_question_is_not_remembered(retriever: Retriever) -> None:
    """Emoji do not push questions out of the memory."""
    talk = Talk()
    for text in ("ماذا قال لافروف؟", "🤔"):
        talk.ask(retriever, text, NOW)
    assert talk.history(NOW) == ("ماذا قال لافروف؟",)
