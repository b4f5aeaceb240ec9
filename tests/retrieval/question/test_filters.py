"""Which documents may answer at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import FilterError, FilterFault
from retrieval.model import Certainty, Dating
from retrieval.question.filters import Filters, read_filters, without_filters

TODAY = date(2018, 7, 18)


def published(earliest: str, latest: str | None = None) -> Dating:
    """Date a document to a day, or to a range of days."""
    return Dating(date.fromisoformat(earliest), date.fromisoformat(latest or earliest), Certainty.STATED)


@pytest.mark.parametrize(
    ("text", "left", "filters"),
    [
        ("من قال ذلك؟", "من قال ذلك؟", Filters()),
        ("who? from:2016-07-01", "who?", Filters(date(2016, 7, 1))),
        ("FROM:2016 who to:2016-07?", "who", Filters(date(2016, 1, 1), date(2016, 7, 31))),
        ("من قال to:٢٠١٦-٠٧ ذلك", "من قال   ذلك", Filters(None, date(2016, 7, 31))),
        ("from:yesterday who", "who", Filters(date(2018, 7, 17))),
        ("source:BBC source:«الحياة» who", "who", Filters(sources=("BBC", "الحياة"))),
        ('source:"Sky News" who', "who", Filters(sources=("Sky News",))),
        ("Where is he from: Syria?", "Where is he from: Syria?", Filters()),
        ("https://source:1/x", "https://source:1/x", Filters()),
    ],
)
def test_filters_stand_anywhere(text: str, left: str, filters: Filters) -> None:
    """They are read and taken out of the question; everything else stays as it is."""
    assert read_filters(text, TODAY) == (left, filters)


@pytest.mark.parametrize(
    ("text", "fault", "said"),
    [
        ("who from:yesterdayish", FilterFault.DATE, "from:yesterdayish"),
        ("who to:31/2/2018", FilterFault.DATE, "to:31/2/2018"),
        ("who to:July", FilterFault.DATE, "2016-07"),
        ("who from:2018 to:2016", FilterFault.ORDER, "from:2018-01-01 to:2016-12-31"),
        ("who source:!!!", FilterFault.SOURCE, "source:BBC"),
    ],
)
def test_a_bad_filter_is_named(text: str, fault: FilterFault, said: str) -> None:
    """One sentence says which filter it is and how to write one."""
    with pytest.raises(FilterError) as caught:
        read_filters(text, TODAY)
    assert caught.value.fault is fault
    assert said in str(caught.value)


def test_dates_are_conditions() -> None:
    """A document must be of the time, at least perhaps; one without a date never is."""
    filters = Filters(date(2016, 7, 10), date(2016, 7, 31))
    assert filters.admit(published("2016-07-31"), None)
    assert filters.admit(published("2016-07-08", "2016-07-12"), None)
    assert not filters.admit(published("2016-08-01"), None)
    assert not filters.admit(None, "BBC")


@pytest.mark.parametrize("wanted", ["bbc", "BBC عربي", "عربي", "bbcعربى"])
def test_an_outlet_is_known_by_a_part_of_its_name(wanted: str) -> None:
    """Case, spaces and interchangeable letters do not matter; another outlet is another."""
    assert Filters(sources=(wanted,)).admit(None, "BBC عربي")
    assert not Filters(sources=(wanted,)).admit(None, "الأهرام")
    assert not Filters(sources=(wanted,)).admit(None, None)


def test_hamzas_do_not_matter() -> None:
    """«الاهرام» is «الأهرام»."""
    assert Filters(sources=("الاهرام",)).admit(None, "الأهرام")


def test_joined_filters_demand_both() -> None:
    """The narrower end holds."""
    one, other = Filters(date(2016, 1, 1), date(2016, 12, 31)), Filters(date(2016, 7, 1), None, ("BBC",))
    assert one.joined(other) == Filters(date(2016, 7, 1), date(2016, 12, 31), ("BBC",))


@given(
    st.text() | st.lists(st.sampled_from(["from:", "to:", "source:", "2016", " ", "x", '"', "-07", "؟"])).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is written, there are filters or one error of ours, and none is left in the question."""
    assert without_filters(without_filters(text)) == without_filters(text)
    with suppress(FilterError):
        assert read_filters(text, TODAY)[0] == without_filters(text)
