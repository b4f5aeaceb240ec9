"""Tests of what stands around an excerpt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.furniture import date_text, shortened, web_address
from bot.messages import ENGLISH
from retrieval import Certainty
from tests.bot.nouns import texts


@pytest.mark.parametrize(
    ("published", "certainty", "expected"),
    [
        (None, None, "undated"),
        ("2016-07-27T11:50", Certainty.STATED, "\u20682016-07-27 11:50\u2069"),
        ("2016-07", Certainty.IMPLIED, "≈ \u20682016-07\u2069 (implied by the text)"),
        ("2016-07-12/2016-08-13", Certainty.STATED, "\u20682016-07-12 – 2016-08-13\u2069"),
        ("2016", None, "\u20682016\u2069"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(
    published: str | None, certainty: Certainty | None, expected: str
) -> None:
    """Days, times, months, years and ranges are written as such; what is only implied says so."""
    assert date_text(published, certainty, ENGLISH) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "tg://user?id=1",
        "https://",
        "http://[",
        "https://a b",
        "https://a\nb",
        "https://a/" + "&" * 400,
    ],
)
def test_what_is_no_web_address_is_not_linked(url: str) -> None:
    """Other schemes, white space, no host, and addresses without end are left out."""
    assert web_address(url) is None


def test_a_web_address_stays_as_it_is() -> None:
    """A proper address is linked unchanged."""
    assert web_address("https://example.org/أخبار?a=1&b=2") == "https://example.org/أخبار?a=1&b=2"


@given(texts, st.integers(2, 50))
def test_a_shortened_name_is_one_short_line(text: str, max_chars: int) -> None:
    """A name takes one line and not too much of it, and says where it was cut."""
    line = shortened(text, max_chars)
    assert len(line) <= max_chars
    assert line == " ".join(line.split())
    assert line.endswith("…") or shortened(text, 10**6) == line
