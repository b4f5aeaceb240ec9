"""Which documents print nearly the same?"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.catalogue.database import Database
from retrieval.catalogue.duplicates import RUN, DuplicateLedger, Duplicates, hash_of, sketch

WORDS = [f"كلمة{number}" for number in range(3000)]


def text(seed: int, length: int = 200) -> list[str]:
    """Write a text of its own."""
    return random.Random(seed).choices(WORDS, k=length)


def entered(*texts: list[str]) -> tuple[Database, Duplicates]:
    """Enter texts under numbers from 1."""
    database = Database(None)
    ledger = DuplicateLedger(database)
    with database.writing():
        for number, words in enumerate(texts, 1):
            ledger.enter(number, list(map(hash_of, words)))
        ledger.settle()
    return database, Duplicates(database)


def test_copies_with_another_beginning_or_end_are_found() -> None:
    """An outlet that puts a line before an agency's report, or cuts its end, prints nearly the same."""
    agency = text(1)
    _, duplicates = entered(agency, [*text(2, 10), *agency], agency[:170], text(3))
    assert duplicates.of(1).keys() == {2, 3}
    assert list(duplicates.groups()) == [(1, 2, 3)]


def test_a_copy_shares_everything() -> None:
    """The share is an estimate of what two texts have in common, and exact where they are the same."""
    _, duplicates = entered(text(1), text(1))
    assert duplicates.of(1) == {2: 1.0}


@pytest.mark.parametrize("other", [text(2), text(1)[:60] + text(2, 140), sorted(text(1)), [], ["كلمة"] * 3])
def test_other_articles_are_not(other: list[str]) -> None:
    """Nor is one on the same event that shares a third, one of the same words, and one too short to tell."""
    _, duplicates = entered(text(1), other)
    assert duplicates.of(1) == {}
    assert list(duplicates.groups()) == []


def test_what_is_struck_out_is_nobodys_duplicate() -> None:
    """A document that is gone is in no group."""
    database, duplicates = entered(text(1), text(1), text(1))
    with database.writing():
        DuplicateLedger(database).strike(2)
    assert list(duplicates.groups()) == [(1, 3)]


def test_a_sketch_is_the_same_in_every_process() -> None:
    """It is kept for years: no hash of this process alone may be a part of it."""
    words = map(hash_of, ["قال", "الوزير", "إن", "المصنع", "سيفتح", "غدا"])
    assert sketch(list(words)).hex()[:16] == "e3349dc6c9cdd26a"


@given(st.lists(st.integers(0, 2**32 - 1), min_size=RUN, max_size=60), st.integers(0, 60))
def test_a_sketch_is_of_a_set_of_runs(words: list[int], start: int) -> None:
    """Where a run stands and how often changes nothing: a text printed in a circle may begin anywhere."""
    assert sketch(words * 2) == sketch(words[start:] + words * 2 + words[:start])
