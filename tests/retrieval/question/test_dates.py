"""Which time is asked for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Period
from retrieval.question.dates import names_of, read_dates, read_periods, without
from retrieval.question.words import words_of

TODAY = date(2018, 7, 18)  # a Wednesday


def day(text: str) -> date | None:
    """Read a day as the tables of this file write it; a dash is an open side."""
    return None if text == "-" else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("What did she say in July 2016?", "2016-07-01", "2016-07-31"),
        ("on 12 July 2018", "2018-07-12", "2018-07-12"),
        ("on the 12th of July, 2018", "2018-07-12", "2018-07-12"),
        ("July 12, 2018", "2018-07-12", "2018-07-12"),
        ("7/9/2018", "2018-09-07", "2018-09-07"),
        ("٧/٩/٢٠١٨", "2018-09-07", "2018-09-07"),
        ("2016-07-01", "2016-07-01", "2016-07-01"),
        ("2016-07", "2016-07-01", "2016-07-31"),
        ("the last week of July 2016", "2016-07-25", "2016-07-31"),
        ("early 2018", "2018-01-01", "2018-04-30"),
        ("late August 2018", "2018-08-21", "2018-08-31"),
        ("in the summer of 2018", "2018-06-01", "2018-09-22"),
        ("in winter 2018", "2017-12-01", "2018-03-20"),
        ("since autumn 2016", "2016-09-01", "-"),
        ("في صيف عام 2018", "2018-06-01", "2018-09-22"),
        ("in the summer of last year", "2017-06-01", "2017-09-22"),
        ("between May and June 2018", "2018-05-01", "2018-06-30"),
        ("between December and February 2018", "2017-12-01", "2018-02-28"),
        ("12-15 July 2018", "2018-07-12", "2018-07-15"),
        ("in July and August 2018", "2018-07-01", "2018-08-31"),
        ("from 2016 to 2018", "2016-01-01", "2018-12-31"),
        ("Sept. 2018", "2018-09-01", "2018-09-30"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("in 1867", "1867-01-01", "1867-12-31"),
        ("in 2000", "2000-01-01", "2000-12-31"),
        ("سنة ٢٠١٨", "2018-01-01", "2018-12-31"),
        ("لعام 2018", "2018-01-01", "2018-12-31"),
        ("في غشت 2018", "2018-08-01", "2018-08-31"),
        ("في تموز/يوليو 2016", "2016-07-01", "2016-07-31"),
        ("بآب 2016", "2016-08-01", "2016-08-31"),
        ("الأول من أيلول 2018", "2018-09-01", "2018-09-01"),
        ("الأسبوع الأخير من تموز 2016", "2016-07-25", "2016-07-31"),
        ("بين عامي 2016 و2018", "2016-01-01", "2018-12-31"),
        ("من 12 إلى 15 تموز 2016", "2016-07-12", "2016-07-15"),
        ("في كانون الثاني/يناير 2018", "2018-01-01", "2018-01-31"),
        ("since March 2018", "2018-03-01", "-"),
        ("after 12 July 2018", "2018-07-13", "-"),
        ("before July 2018", "-", "2018-06-30"),
        ("until July 2018", "-", "2018-07-31"),
        ("منذ آذار 2018", "2018-03-01", "-"),
        ("بعد عام 2016", "2017-01-01", "-"),
        ("قبل تموز 2016", "-", "2016-06-30"),
        ("حتى 2018", "-", "2018-12-31"),
        ("yesterday", "2018-07-17", "2018-07-17"),
        ("last month", "2018-06-01", "2018-06-30"),
        ("last July", "2017-07-01", "2017-07-31"),
        ("late last month", "2018-06-21", "2018-06-30"),
        ("أمس", "2018-07-17", "2018-07-17"),
        ("ماذا قال اليوم؟", "2018-07-18", "2018-07-18"),
        ("شو صار مبارح", "2018-07-17", "2018-07-17"),
        ("الأسبوع الماضي", "2018-07-07", "2018-07-15"),
        ("تموز من العام الماضي", "2017-07-01", "2017-07-31"),
    ],
)
def test_a_time_is_read(text: str, earliest: str, latest: str) -> None:
    """Days, months, years, their parts, ranges, open sides and what counts from today are read, in both languages."""
    assert read_periods(text, TODAY) == (Period(day(earliest), day(latest)),)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("in May", "2000-05-01", "2000-05-31"),
        ("mid-August", "2000-08-11", "2000-08-20"),
        ("since March", "2000-03-01", "2000-12-31"),
        ("before July", "2000-01-01", "2000-06-30"),
        ("between December and February", "2000-12-01", "2001-02-28"),
        ("12 تموز", "2000-07-12", "2000-07-12"),
        ("شهر أيلول", "2000-09-01", "2000-09-30"),
        ("شهر ٧", "2000-07-01", "2000-07-31"),
        ("بسبتمبر", "2000-09-01", "2000-09-30"),
    ],
)
def test_a_month_without_a_year_is_that_of_every_year(text: str, earliest: str, latest: str) -> None:
    """Without a year the period is yearly, and a side that opens ends with the year."""
    assert read_periods(text, TODAY) == (Period(day(earliest), day(latest), is_yearly=True),)


@pytest.mark.parametrize(
    "text",
    [
        "What did Theresa May say about May?",
        "the March on Washington",
        "من مارس ضغوطا على الحكومة؟",
        "باب المندب",
        "ماذا قالت روسيا اليوم؟",
        "What did Russia Today report?",
        "اليوم العالمي للمرأة",
        "after the Moscow visit",
        "before the October summit",
        "in the summer",
        "the Arab Spring",
        "بعد زيارة موسكو",
        "2000 people",
        "a loan of $2018",
        "2,018 tents",
        "30 February",
        "on Friday",
        "قال يوم الجمعة",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    """Names, verbs, amounts and events are none, and weekdays stay words."""
    assert read_periods(text, TODAY) == ()


def test_without_today_yesterday_is_a_word() -> None:
    """What counts from a day that nobody knows is not read."""
    assert read_periods("yesterday, last week, أمس") == ()


def test_the_words_of_a_time_can_be_left_out() -> None:
    """A period knows the words that it was read from, with what leads to it; the rest is the question."""
    text = "What did Lavrov say in the last week of July 2016 about the truce?"
    periods = read_periods(text, TODAY)
    assert " ".join(word.key for word in without(words_of(text), periods)) == "what did lavrov say about the truce"


def test_undirected_words_name_the_day_itself() -> None:
    """In a document "since March 2018" names that month."""
    assert read_periods("منذ آذار 2018", is_directed=False) == (Period(date(2018, 3, 1), date(2018, 3, 31)),)


def test_a_time_is_named_in_all_spellings() -> None:
    """A day goes by its month in every region, its year and its number; an open period by nothing."""
    month, *others = names_of(Period(date(2018, 8, 12), date(2018, 8, 12)))
    assert {"أغسطس", "آب", "غشت", "August"} <= set(month)
    assert others == [("2018",), ("12",)]
    assert not list(names_of(Period(date(2018, 8, 12), None)))


PIECES = st.sampled_from(
    [
        "in",
        "on",
        "since",
        "بين",
        "and",
        "و",
        "من",
        "في",
        "شهر",
        "عام",
        "تموز",
        "May",
        "july",
        "بآب",
        "12",
        "31",
        "2016",
        "٢٠١٨",
        "/",
        "-",
        ".",
        ",",
        "last",
        "week",
        "of",
        "early",
        "أمس",
        "الماضي",
        "th",
        "9999",
        "0",
        "\n",
        "'",
    ]
)


@given(st.text() | st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=12).map("".join), st.dates())
def test_any_text_can_be_read(text: str, today: date) -> None:
    """No text and no day fails; places lie in the text, in order, and no period ends before it begins."""
    end = 0
    for reading in read_dates(text, today):
        assert end <= reading.span.start < reading.span.end <= len(text)
        end = reading.span.end
        assert 0 <= reading.period.words.start < reading.period.words.stop <= len(words_of(text))
        earliest, latest = reading.period.earliest, reading.period.latest
        assert earliest is None or latest is None or earliest <= latest
