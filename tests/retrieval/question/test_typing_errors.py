"""Words that nothing knows are read as the known words that they are nearest to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.typing_errors import neighbours, separated
from retrieval.question.words import words_of

COUNTS = {
    "المفاوضات": 9,
    "المعارضه": 5,
    "جبهه": 4,
    "النصره": 3,
    "قال": 8,
    "ساعدت": 2,
    "المساعدات": 2,
    "الهدنه": 1,
    "opposition": 1,
}


def count(word: str) -> int:
    """Count a word; question words are known everywhere."""
    return COUNTS.get(word, int(word in {"ما", "ماذا", "شو"}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("المفاوظات", ["المفاوضات"]),  # a wrong letter
        ("المعارضضه", ["المعارضه"]),  # one too many
        ("المساعدت", ["المساعدات"]),  # one missing
        ("المفاوضتا", ["المفاوضات"]),  # two in each other's place
        ("opposision", ["opposition"]),
        ("المعارضه", []),  # known
        ("الهدنا", []),  # too short
        ("المفاوشخات", []),  # two wrong letters
    ],
)
def test_one_letter_is_forgiven(typed: str, meant: list[str]) -> None:
    """In a longer word that nothing knows; what is known is never taken for something else."""
    assert list(neighbours(typed, count)) == meant


def test_the_commonest_neighbour_is_first() -> None:
    """Of several words as near, those that the archive has most often count, and not more than a few."""
    counts = {f"كلمات{letter}": times for times, letter in enumerate("بتثجح", 1)}
    assert neighbours("كلماتخ", lambda word: counts.get(word, 0)) == ("كلماتح", "كلماتج", "كلماتث")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("جبهةالنصرة", ["جبهه", "النصره"]),
        ("ماقال كيري", ["ما", "قال", "كيري"]),
        ("ماذاقال", ["ماذا", "قال"]),
        ("عالهدنة", ["علي", "الهدنه"]),
        ("هالمساعدات", ["هذا", "المساعدات"]),
        ("عنب", ["عنب"]),
        ("المساعدت", ["المساعدت"]),  # not «ألم ساعدت»
        ("المعارضة", ["المعارضه"]),
        ("جبههساعدت", ["جبههساعدت"]),  # two words, but nothing shows where one ends
    ],
)
def test_a_missing_space_is_put_back(typed: str, meant: list[str]) -> None:
    """Before the article, behind a word that asks and behind what dialects join, where the halves are known."""
    assert [word.key for word in separated(words_of(typed), count)] == meant


@given(st.text(max_size=60))
def test_nothing_is_lost(text: str) -> None:
    """What is written stays as it is written, whatever it is; no letter is added by a space."""
    words = words_of(text)
    assert "".join(word.written for word in separated(words, count)) == "".join(word.written for word in words)


@given(st.text(max_size=30))
def test_neighbours_are_known(word: str) -> None:
    """Only known words are offered."""
    assert all(count(near) for near in neighbours(word, count))


def test_a_long_run_of_letters_is_left_alone() -> None:
    """No word is that long, and its neighbours are too many to try."""
    word = "المفاوضة" * 500
    assert neighbours(word, count) == ()
    assert [found.key for found in separated(words_of(word), count)] == [words_of(word)[0].key]
