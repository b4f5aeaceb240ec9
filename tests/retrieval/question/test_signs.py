"""Which words speak of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.signs import runs_of


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
