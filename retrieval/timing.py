"""Is this of the time that is asked for? By the date of its document, else by the times that its words name.

What a text calls "yesterday", «العام الماضي» or «في تموز» counts from its document's date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from retrieval.model import Dating, Days, Period
from retrieval.question.dates import read_periods
from retrieval.question.days import ANY_YEAR
from retrieval.question.signs import telling

SURELY, NEARLY, MAYBE = 1.0, 0.8, 0.5
_TEXTS_REMEMBERED = 5000
# A newspaper tells on a day what was said the day before.
_LAG = timedelta(days=1)
_YEARS_AROUND = (-1, 0, 1)
_MOST_YEARS = 200


def share_of(periods: Sequence[Period], dating: Dating | None, circles: Sequence[str]) -> float:
    """Tell how surely a sentence is of the periods that are asked for, from 0 to 1; 1 where none is.

    Args:
        periods: What is asked for; of several the mean counts.
        dating: When the document was published.
        circles: The sentence, it with those around it, and its whole document.

    Returns:
        Of each period 1 where the document was published in it, or the sentence names a time in it; little less where
        those around it do; a half where the document may have been published in it, or names one elsewhere, which may
        be the time of something else; else 0.
    """
    if not periods:
        return SURELY
    return sum(_share(period, dating, circles) for period in periods) / len(periods)


def dated_in(period: Period, dating: Dating | None) -> float:
    """Tell how surely a document was published in a period, or on the day after it: 1, a half, or 0."""
    if dating is None:
        return 0.0
    years = range(dating.earliest.year - 1, dating.latest.year + 1)
    return max(_dated_in(made, dating) for made in _realized(period, years))


def days_of(period: Period, datings: Iterable[Dating]) -> tuple[Days, ...]:
    """List the days on which a document of a period is published, a yearly one in each year that has documents."""
    known = [dating for found in datings for dating in (found.earliest.year, found.latest.year)]
    years = range(min(known, default=ANY_YEAR) - 1, max(known, default=ANY_YEAR) + 1)
    return tuple(Days(made.earliest, _later(made.latest)) for made in _realized(period, years))


def names_time_in(period: Period, text: str, dating: Dating | None) -> bool:
    """Tell whether a text names a time that lies in a period, or, where that is open, the same bound: "after 2024"."""
    if any(_lies_in(found, period) for found in _times_of(text, dating)):
        return True
    is_open = period.earliest is None or period.latest is None
    return is_open and any(_opens_in(found, period) for found in _open_times_of(text, dating))


def _share(period: Period, dating: Dating | None, circles: Sequence[str]) -> float:
    dated = dated_in(period, dating)
    if dated == SURELY:
        return dated
    named = zip((SURELY, NEARLY, MAYBE), circles, strict=True)
    # What could add nothing to the date is not read.
    return next((share for share, text in named if share > dated and names_time_in(period, text, dating)), dated)


def _dated_in(period: Period, dating: Dating) -> float:
    late = replace(period, latest=_later(period.latest))
    if late.holds(dating.earliest, dating.latest):
        return SURELY
    return MAYBE if late.touches(dating.earliest, dating.latest) else 0.0


def _later(day: date | None) -> date | None:
    return day + _LAG if day is not None and day < date.max else day


@lru_cache(_TEXTS_REMEMBERED)
def _times_of(text: str, dating: Dating | None) -> tuple[Period, ...]:
    """Read the times that a text names, those without a year in the one nearest to its date."""
    return tuple(_nearest(period, dating) for period in _read_all(text, dating, is_directed=False))


@lru_cache(_TEXTS_REMEMBERED)
def _open_times_of(text: str, dating: Dating | None) -> tuple[Period, ...]:
    """Read the times that a text names by one end: since May 2016, بعد عام 2024."""
    found = _read_all(text, dating, is_directed=True)
    return tuple(period for period in found if period.earliest is None or period.latest is None)


def _read_all(text: str, dating: Dating | None, *, is_directed: bool) -> Iterable[Period]:
    day = dating.earliest if dating and dating.earliest == dating.latest else None
    return dict.fromkeys(period for part in telling(text) for period in _read(part, day, is_directed))


@lru_cache(_TEXTS_REMEMBERED)
def _read(part: str, day: date | None, is_directed: bool) -> tuple[Period, ...]:
    return read_periods(part, day, is_directed=is_directed)


def _opens_in(time: Period, asked: Period) -> bool:
    """Tell whether all of an open time lies in an open period."""
    if time.latest is None and asked.latest is None:
        return time.earliest is not None and asked.earliest is not None and time.earliest >= asked.earliest
    if time.earliest is None and asked.earliest is None:
        return time.latest is not None and asked.latest is not None and time.latest <= asked.latest
    return False


def _nearest(period: Period, dating: Dating | None) -> Period:
    if not period.is_yearly or dating is None:
        return period
    middle = dating.earliest + (dating.latest - dating.earliest) / 2
    realized = _realized(period, [middle.year + more for more in _YEARS_AROUND])
    return min(realized, key=lambda made: abs((made.earliest or middle) - middle))


def _lies_in(time: Period, asked: Period) -> bool:
    """Tell whether a time lies in a period; where only one of them has a year, whether it does in some year."""
    if not time.is_yearly:
        years = _years_of(time)
    elif not asked.is_yearly:
        years = _years_of(asked)
    else:
        years = range(ANY_YEAR - 1, ANY_YEAR + 1)
        return any(_inside(time, made) for made in _realized(asked, years))
    return any(_inside(t, a) for t in _realized(time, years) for a in _realized(asked, years))


def _years_of(period: Period) -> range:
    first = period.earliest or period.latest or date.max
    last = period.latest or period.earliest or date.max
    return range(max(first.year - 1, last.year - _MOST_YEARS), last.year + 2)


def _inside(time: Period, asked: Period) -> bool:
    return time.earliest is not None and time.latest is not None and asked.holds(time.earliest, time.latest)


def _realized(period: Period, years: Iterable[int]) -> list[Period]:
    """Give a period with its years: itself, or a yearly one in each of some years."""
    if not period.is_yearly or period.earliest is None or period.latest is None:
        return [period]
    first, last = period.earliest, period.latest
    within = (year for year in years if date.min.year < year < date.max.year)
    return [Period(_in_year(first, year), _in_year(last, year)) for year in within] or [period]


def _in_year(day: date, year: int) -> date:
    year += day.year - ANY_YEAR
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)
