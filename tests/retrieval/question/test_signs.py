"""Which words speak of time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.dates import read_periods
from retrieval.question.signs import runs_of, telling


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("بتموز", ["ب", "تموز"]),
        ("للعام", ["ل", "العام"]),
        ("باب", ["باب"]),
        ("بآب", ["ب", "اب"]),
        ("واشنطن", ["واشنطن"]),
    ],
)
def test_a_particle_is_parted_from_a_word_of_time(text: str, keys: list[str]) -> None:
    """Other words that begin with the same letter stay whole, and a door is no August."""
    assert [piece.word.key for run in runs_of(text) for piece in run] == keys


def test_a_full_stop_ends_a_run() -> None:
    """Not so one within a date, or behind a short month."""
    assert len(list(runs_of("in July. 2016 was"))) == 2
    assert len(list(runs_of("12.7.2016 Sept. 2018"))) == 1


@given(st.text())
def test_pieces_are_words_at_their_places(text: str) -> None:
    """Pieces stand in the order of the text, inside it."""
    spans = [piece.span for run in runs_of(text) for piece in run]
    assert spans == sorted(spans)
    assert all(span.end <= len(text) for span in spans)


@pytest.mark.parametrize("text", ["قتل 12 شخصا", "نحو 250 ألف دولار", "5 of 12 people", "فاز 3-1"])
def test_amounts_alone_tell_no_time(text: str) -> None:
    """Numbers without a month, a year or a word that counts from today are not worth reading."""
    assert list(telling(text)) == []


_PIECES = (
    "12 7 2016 ٢٠١٨ 15 99 / - شهر month of عام تموز يوليو July Sept. أمس last year الماضي من إلى مطلع بين و للشهر وشهر"
)


@given(st.lists(st.sampled_from(_PIECES.split()), max_size=5).map(" ".join))
def test_whatever_names_a_time_is_told(text: str) -> None:
    """What is not cut out of a text names no time."""
    if read_periods(text, date(2016, 7, 12), is_directed=False):
        assert list(telling(text))
