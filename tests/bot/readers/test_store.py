"""Tests of what is kept of readers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.readers import Place, Preferences, Readers
from retrieval import Filters, Language
from retrieval.store import Store
from tests.databases import beside_a_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = date(2026, 1, 2)
PLAIN = Preferences()


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Give the seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def url(new_url: Callable[..., str]) -> str:
    """An empty archive."""
    url = new_url()
    Store.open(url, create=True).close()
    return url


@pytest.fixture
def readers(url: str, clock: Clock) -> Iterator[Readers]:
    """What bot 1 keeps."""
    opened = Readers.open(url, 1, clock=clock)
    yield opened
    opened.close()


def ask(readers: Readers, message: int, question: str, user: int = 7, chat: int = 7) -> tuple[str, ...]:
    """Ask, be answered, and give what the question leaned on."""
    asked = readers.ask(Place(chat, user, message), question, TODAY, PLAIN)
    readers.note_answer(asked.number, message + 1000, is_turn=True)
    return asked.history


def test_a_question_leans_on_the_last_hour(readers: Readers, clock: Clock) -> None:
    """Earlier questions of the same reader in the same chat, oldest first, and none of more than an hour ago."""
    assert ask(readers, 1, "أول") == ()
    clock.now += 3000
    assert ask(readers, 2, "ثان") == ("أول",)
    ask(readers, 3, "غيره", user=8)
    ask(readers, 4, "في غيرها", chat=9)
    clock.now += 1000
    assert ask(readers, 5, "ثالث") == ("ثان",)


def test_no_more_than_six_questions_are_leaned_on(readers: Readers) -> None:
    """The newest ones count."""
    for message in range(8):
        ask(readers, message, str(message))
    assert ask(readers, 99, "؟") == tuple("234567")


def test_what_was_not_answered_is_not_leaned_on(readers: Readers) -> None:
    """A question that is tried again does not lean on itself."""
    readers.ask(Place(7, 7, 1), "أول", TODAY, PLAIN)
    assert ask(readers, 2, "ثان") == ()
    assert readers.ask(Place(7, 7, 2), "ثان", TODAY, PLAIN).history == ()


def test_what_no_database_takes_is_replaced(readers: Readers) -> None:
    """U+0000 and half a character are kept as U+FFFD and a question mark; the question is kept all the same."""
    asked = readers.ask(Place(7, 7, 1), "\0ماذا\ud83d", TODAY, PLAIN)
    assert asked.question == "\ufffdماذا?"
    assert readers.asked(asked.number, 7) == asked


def test_a_talk_ends(readers: Readers) -> None:
    """After its end nothing is leaned on, but the question is found again."""
    ask(readers, 1, "أول")
    readers.end_talk(7, 7)
    assert ask(readers, 2, "ثان") == ()
    found = readers.asked_in(7, 1)
    assert found is not None
    assert found.answer_id == 1001


def test_a_corrected_question_keeps_its_number(readers: Readers) -> None:
    """It leans on the same earlier ones as before, and later ones lean on the new words."""
    ask(readers, 1, "أول")
    ask(readers, 2, "ثان")
    before, _ = readers.asked_in(7, 1), ask(readers, 1, "أول مصحح")
    after = readers.asked_in(7, 1)
    assert before is not None
    assert after is not None
    assert (after.number, after.question, after.history) == (before.number, "أول مصحح", ())
    assert ask(readers, 3, "ثالث") == ("أول مصحح", "ثان")


def test_a_question_is_its_chats(readers: Readers, url: str) -> None:
    """Its number means nothing in another chat, and nothing to another bot."""
    asked = readers.ask(Place(7, 7, 1), "أول", TODAY, PLAIN)
    another = Readers.open(url, 2)
    assert readers.asked(asked.number, 7) == asked
    assert readers.asked(asked.number, 8) is None
    assert another.asked(asked.number, 7) is None
    another.close()


def test_settings_come_back_as_they_were(readers: Readers) -> None:
    """Language, number and filters, whatever the outlet's name."""
    kept = Preferences(Language.ARABIC, 5, Filters(date(2016, 7, 1), None, ('قناة "العربية"، [1]',)))
    readers.prefer(7, PLAIN)
    readers.prefer(7, kept)
    assert readers.preferences(7) == kept
    assert readers.preferences(8) == PLAIN
    assert readers.ask(Place(7, 7, 1), "؟", TODAY, kept).preferences == kept


def test_a_reader_has_one_vote(readers: Readers) -> None:
    """Who votes again thinks otherwise now; another reader's vote is another."""
    asked = readers.ask(Place(7, 7, 1), "أول", TODAY, PLAIN)
    for user, is_good in ((7, True), (8, True), (7, False)):
        readers.vote(asked, user, Language.ARABIC, [{"file": "a"}], is_good=is_good)
    assert sorted(vote.is_good for vote in readers.votes()) == [False, True]
    assert readers.count() == (1, 1, 1)


def test_old_questions_and_votes_go(readers: Readers, clock: Clock) -> None:
    """Each after its own time."""
    asked = readers.ask(Place(7, 7, 1), "أول", TODAY, PLAIN)
    readers.vote(asked, 7, Language.ARABIC, [], is_good=True)
    clock.now += 100
    assert readers.forget(50, 200) == 1
    assert readers.count() == (0, 1, 0)
    assert readers.forget(50, 50) == 1
    assert readers.count() == (0, 0, 0)


@beside_a_file
def test_what_is_deleted_is_gone_from_the_file(readers: Readers, url: str) -> None:
    """The words are overwritten, and not only let go of."""
    asked = readers.ask(Place(7, 7, 1), "سر لا يعرفه أحد", TODAY, PLAIN)
    readers.vote(asked, 7, Language.ARABIC, [], is_good=True)
    readers.forget_reader(7)
    readers.close()
    path = Path(url.removeprefix("sqlite:///"))
    assert readers.asked_in(7, 1) is None
    readers.close()
    assert "سر لا يعرفه أحد".encode() not in path.read_bytes()
