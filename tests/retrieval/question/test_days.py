"""Which days are meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.days import from_today, month_of, nearest_month, part_of, year_of

UNITS = st.sampled_from(["day", "week", "month", "year"])


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [("early", 1, 10), ("mid", 11, 20), ("late", 21, 28), ("week 1", 1, 7), ("week 4", 22, 28), ("week -1", 22, 28)],
)
def test_parts_of_a_month(part: str, first: int, last: int) -> None:
    """A month has decades and weeks; the last of them end with it."""
    assert part_of(month_of(2018, 2), part) == (date(2018, 2, first), date(2018, 2, last))


def test_parts_of_a_year_are_its_thirds() -> None:
    """Together they are the year."""
    parts = [part_of(year_of(2018), part) for part in ("early", "mid", "late")]
    assert parts == [(month_of(2018, n)[0], month_of(2018, n + 3)[1]) for n in (1, 5, 9)]


def test_the_last_month_of_a_name() -> None:
    """In July "last July" is a year ago, and "last March" is not."""
    today = date(2018, 7, 18)
    assert nearest_month(7, -1, today) == month_of(2017, 7)
    assert nearest_month(3, -1, today) == month_of(2018, 3)
    assert nearest_month(3, 1, today) == month_of(2019, 3)


@given(UNITS, st.dates())
def test_this_unit_holds_today(unit: str, today: date) -> None:
    """Today lies in the present day, week, month and year; beyond the ends of the calendar there is nothing."""
    found = from_today(unit, 0, today)
    assert found is None or found[0] <= today <= found[1]
    for count in (-1, 1):
        other = from_today(unit, count, today)
        assert other is None or other[0] <= other[1]
