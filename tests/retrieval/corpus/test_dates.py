"""When was it published?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.dates import find_implied, find_stated, parse_published, remove_dates
from retrieval.model import Certainty, Dating, Span


def _stated(line: str) -> Dating | None:
    return find_stated(line, [Span(0, len(line))])


def _implied(text: str) -> Dating | None:
    return find_implied(text, [Span(0, len(text))])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2016-07-27", "2016-07-27"),
        ("2016-07-27T11:50", "2016-07-27T11:50:00"),
        ("2018-02-24T17:34:53+00:00", "2018-02-24T17:34:53+00:00"),
        ("2018-02-24T17:34:53Z", "2018-02-24T17:34:53+00:00"),
        ("2018-02-24 17:34", "2018-02-24T17:34:00"),
        ("Wed, 27 Jul 2016 11:50:00 +0300", "2016-07-27T11:50:00+03:00"),
        ("27/07/2016", "2016-07-27"),
        ("07/27/2016", "2016-07-27"),
        ("27/7/2016 11:50 م", "2016-07-27T23:50"),
        ("2016/07/27", "2016-07-27"),
        ("27 تموز 2016", "2016-07-27"),
        ("٢٧ يوليو ٢٠١٦", "2016-07-27"),
        ("27 July 2016", "2016-07-27"),
        ("2016-07", "2016-07"),
        ("2016", "2016"),
    ],
)
def test_published_forms(value: str, expected: str) -> None:
    """A record's date is read in ISO 8601 and the forms that feeds and newspapers use, as exactly as it is given."""
    dating = parse_published(value)
    assert dating is not None
    assert (dating.isoformat(), dating.certainty, dating.evidence) == (expected, Certainty.STATED, None)


@pytest.mark.parametrize("value", [None, "", " ", "أمس", "31/02/2016", "2016-13", "2016-00", "yesterday", "0", "99999"])
def test_no_date_is_unknown(value: str | None) -> None:
    """What is no date is kept unknown and is no error."""
    assert parse_published(value) is None


@pytest.mark.parametrize(
    ("line", "day", "clock", "evidence"),
    [
        ("تابعنا على:  11:50 2016-07-27", "2016-07-27", "11:50", "2016-07-27"),
        ("نشر في: الأربعاء 27 تموز/يوليو 2016 الساعة 09:05", "2016-07-27", "09:05", "الأربعاء 27 تموز/يوليو 2016"),
        ("الخميس ٢٨ يوليو ٢٠١٦ - ١٢:١٥ ص", "2016-07-28", "00:15", "الخميس ٢٨ يوليو ٢٠١٦"),
        ("28 جويلية 2016", "2016-07-28", None, "28 جويلية 2016"),
        ("28 غشت 2016", "2016-08-28", None, "28 غشت 2016"),
        ("1 كانون الثاني 2016", "2016-01-01", None, "1 كانون الثاني 2016"),
        ("1 كانون الأول (ديسمبر) 2016", "2016-12-01", None, "1 كانون الأول (ديسمبر) 2016"),
        ("3 من آب عام 2016", "2016-08-03", None, "3 من آب عام 2016"),
        ("5/8/2016", "2016-08-05", None, "5/8/2016"),
    ],
)
def test_printed_dates(line: str, day: str, clock: str | None, evidence: str) -> None:
    """Printed dates are found with Levantine, Egyptian and Maghrebi months and with both kinds of digits."""
    dating = _stated(line)
    assert dating is not None
    assert dating.evidence is not None
    assert (dating.earliest, dating.latest) == (date.fromisoformat(day), date.fromisoformat(day))
    assert (dating.clock, dating.evidence.of(line)) == (clock, evidence)


@pytest.mark.parametrize("line", ["27 تموز", "12345-07-27", "2016-7-272", "11:50", "99/99/2016", "الأربعاء"])
def test_half_a_date_is_not_stated(line: str) -> None:
    """A day without its year, or an impossible one, states nothing."""
    assert _stated(line) is None


def test_evidence_is_in_the_coordinates_of_the_text() -> None:
    """The evidence points at the day wherever its line stands."""
    text = "عنوان\nنشر في 3 أيار 2016\nنص"
    dating = find_stated(text, [Span(6, 25)])
    assert dating is not None
    assert dating.evidence is not None
    assert dating.evidence.of(text) == "3 أيار 2016"


def test_a_weekday_and_the_officials_imply_the_year() -> None:
    """The year is the one of the official's term in which the weekday fits; the day itself is only near."""
    text = "قال وزير الخارجية الأميركي جون كيري مساء الجمعة 15 تموز إن المحادثات مستمرة."
    dating = _implied(text)
    assert dating == Dating(
        date(2016, 7, 8), date(2016, 7, 22), Certainty.IMPLIED, evidence=Span(text.index("الجمعة"), text.index(" إن"))
    )


def test_a_day_with_its_year_implies_the_week() -> None:
    """A weekday with the full date needs no official."""
    dating = _implied("وصل الوفد يوم الأربعاء 27 يوليو 2016 إلى العاصمة.")
    assert dating is not None
    assert dating.earliest <= date(2016, 7, 27) <= dating.latest


@pytest.mark.parametrize(
    "text",
    [
        "وصل الوفد يوم الجمعة 15 تموز إلى العاصمة.",
        "في عام 2015 وقع الاتفاق، ووصل الوفد يوم الجمعة 15 تموز.",
        "قال وزير الخارجية الأميركي السابق جون كيري الجمعة 15 تموز إنه باق.",
        "قال وزير الخارجية جون كيري السبت 15 تموز إنه باق.",
        "قال وزير الخارجية جون كيري في 15 تموز إنه باق.",
        "قال وزير الخارجية جون كيري الجمعة 15 تموز، ثم الاثنين 5 أيلول، إنه باق.",
        "الجمعة 45 تموز 2016",
        "",
    ],
    ids=["no year", "other year", "former", "weekday fits no year", "no weekday", "far apart", "impossible", "empty"],
)
def test_what_does_not_follow_is_not_claimed(text: str) -> None:
    """Where no year or several fit, nothing is claimed."""
    assert _implied(text) is None


def test_dates_can_be_left_out_of_a_line() -> None:
    """What is left of a date line are its other words."""
    assert remove_dates("نشر: الأربعاء 27 تموز 2016، 11:50").split() == ["نشر:", "،"]


@given(st.text(st.sampled_from("0123456789٠١٢-/.: الجمعةتموزيوليو2016"), max_size=120))
def test_any_line_is_read(line: str) -> None:
    """No line raises, and evidence always lies in it."""
    parse_published(line)
    for dating in (_stated(line), _implied(line)):
        assert dating is None or (dating.evidence is not None and dating.evidence.of(line))


@given(st.datetimes())
def test_iso_dates_come_back(moment: object) -> None:
    """A moment written in ISO 8601 is read as it was."""
    value = moment.isoformat()  # type: ignore[attr-defined]
    dating = parse_published(value)
    assert dating is not None
    assert dating.isoformat() == value
