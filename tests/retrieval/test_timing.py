"""Is this of the time that is asked for?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Certainty, Dating, Period
from retrieval.question.dates import read_periods
from retrieval.question.signs import telling
from retrieval.timing import dated_in, names_time_in, share_of


def published(earliest: str, latest: str | None = None) -> Dating:
    """Date a document to a day, or to a range of days."""
    return Dating(date.fromisoformat(earliest), date.fromisoformat(latest or earliest), Certainty.STATED)


def asked(text: str) -> Period:
    """Read the one period of a question."""
    (period,) = read_periods(text)
    return period


@pytest.mark.parametrize(
    ("text", "dating", "share"),
    [
        ("in July 2016", published("2016-07-31"), 1.0),
        ("on 12 July 2016", published("2016-07-13"), 1.0),
        ("on 12 July 2016", published("2016-07-14"), 0.0),
        ("in July 2016", published("2016-06-28", "2016-07-05"), 0.5),
        ("in July", published("2011-07-04"), 1.0),
        ("in July", published("2011-06-04"), 0.0),
        ("between December and February", published("2011-01-04"), 1.0),
        ("since March 2018", published("2026-01-01"), 1.0),
        ("before March 2018", published("2018-03-09"), 0.0),
        ("in July 2016", None, 0.0),
    ],
)
def test_the_date_of_a_document(text: str, dating: Dating | None, share: float) -> None:
    """News of a day is printed on it or on the next; a range that lies partly outside is half sure."""
    assert dated_in(asked(text), dating) == share


@pytest.mark.parametrize(
    ("text", "sentence", "dating", "named"),
    [
        ("in July 2016", "وقع الاتفاق في 15 تموز", published("2016-08-02"), True),
        ("in July 2016", "وقع الاتفاق في 15 تموز", published("2018-08-02"), False),
        ("in July 2016", "وقع الاتفاق في 15 تموز 2016", published("2018-08-02"), True),
        ("in July 2016", "وقع الاتفاق في يوليو", None, True),
        ("in July 2016", "قال أمس إن الهدنة صامدة", published("2016-08-01"), True),
        ("on 15 July 2016", "وقع الاتفاق في تموز 2016", None, False),
        ("in July", "وقع الاتفاق في 15 تموز 2016", None, True),
        ("in 2017", "نزح كثيرون خلال العام الماضي", published("2018-06-20"), True),
        ("in 1867", "بيعت الأرض عام 1867", published("2018-02-19"), True),
        ("after 2024", "سئل عن البقاء بعد عام 2024", published("2018-03-19"), True),
        ("after 2024", "سئل عن البقاء بعد عام 2020", published("2018-03-19"), False),
        ("after 2024", "سئل عن البقاء في عام 2024", published("2018-03-19"), False),
        ("before 2010", "كان ذلك قبل عام 2009", published("2018-03-19"), True),
    ],
)
def test_the_times_that_a_sentence_names(text: str, sentence: str, dating: Dating | None, named: bool) -> None:
    """They count from the document's date, and lie in the period as a whole."""
    assert names_time_in(asked(text), sentence, dating) is named


def test_without_a_period_everything_is_of_the_time() -> None:
    """Nothing is asked, so nothing is missing."""
    assert share_of((), None, ("", "", "")) == 1.0


def test_the_nearer_a_time_is_named_the_more_it_counts() -> None:
    """In the sentence, around it, somewhere in the document, nowhere."""
    period, named = asked("in July 2016"), "في تموز 2016"
    circles = [(named, named, named), ("", named, named), ("", "", named), ("", "", "")]
    shares = [share_of((period,), None, circle) for circle in circles]
    assert shares == sorted(shares, reverse=True)
    assert (shares[0], shares[-1]) == (1.0, 0.0)


@given(st.dates(), st.dates(), st.booleans(), st.dates())
def test_any_days_can_be_compared(one: date, other: date, is_yearly: bool, day: date) -> None:
    """No date is too early or too late, and a share is one."""
    first, last = sorted((one, other))
    period = Period(first.replace(year=2000, day=28), last.replace(year=2001, day=28), is_yearly=is_yearly)
    assert dated_in(period, Dating(first, last, Certainty.STATED)) in {0.0, 0.5, 1.0}
    assert 0.0 <= share_of((period,), Dating(day, day, Certainty.STATED), ("في تموز", "أمس", "2016")) <= 1.0


_WORDS = st.sampled_from(
    [
        *("قال", "الوزير", "أن", "الحكومة", "ستعلن", "قرارها", "عن", "المباني", "said", "the", "minister"),
        *("في", "منذ", "قبل", "بعد", "بين", "و", "إلى", "من", "يوم", "عام", "شهر", "مطلع", "last", "in", "of"),
        *("15", "2018", "3", "تموز", "يوليو", "بتموز", "وحزيران", "July", "أمس", "الماضي", "الأسبوع", "الجمعة", "week"),
    ]
)


@given(st.lists(st.tuples(_WORDS, st.sampled_from([" ", " ", " ", "، ", ". ", "\n", "؟ "])), max_size=40))
def test_what_is_cut_out_of_a_text_names_the_times_of_the_whole(pieces: list[tuple[str, str]]) -> None:
    """Reading only the words around those of time leaves out no time and adds none."""
    text = "".join(word + gap for word, gap in pieces)
    today = date(2018, 7, 18)
    cut = {period for part in telling(text) for period in read_periods(part, today, is_directed=False)}
    assert cut == set(read_periods(text, today, is_directed=False))
