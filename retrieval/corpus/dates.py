"""When was it published? What a record or the page states; else what the text implies; else nothing is claimed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING

from retrieval.lexicon import alternatives, read_table
from retrieval.model import Certainty, Dating, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

# Of 24 days that 3,000 articles of 2018 named by weekday, day and month without a year, 21 lay within a week of their
# article's date.
_NEAR = timedelta(days=7)

_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s?(?P<half>[صم]|[AaPp][Mm])(?!\w))?"
)
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<y>{_YEAR})\s?[-/.]\s?(?P<m>\d\d?)\s?[-/.]\s?(?P<d>\d\d?)|"
    rf"(?P<d2>\d\d?)\s?[-/.]\s?(?P<m2>\d\d?)\s?[-/.]\s?(?P<y2>{_YEAR}))(?!\d)"
)
_BARE_MONTH = re.compile(rf"(?P<y>{_YEAR})(?:-(?P<m>\d\d))?")


def parse_published(value: str | None) -> Dating | None:
    """Read a record's field: ISO 8601, RFC 2822, day/month/year, or a date in Arabic words.

    Returns:
        A stated dating without evidence; a range for a bare month or year; None where the value is no date.
    """
    text = (value or "").strip()[:100].translate(_DIGITS)
    return (_parse_iso(text) or _parse_mail(text) or _parse_range(text) or _parse_printed(text)) if text else None


def find_stated(text: str, spans: Iterable[Span]) -> Dating | None:
    """Find the day that a page prints about itself, in the first of its date lines that holds one.

    Args:
        text: The document's text.
        spans: The lines that can tell, best first.

    Returns:
        A stated dating whose evidence is the printed day; None where no line prints one with its year.
    """
    for span in spans:
        line = span.of(text).translate(_DIGITS)
        if found := _find_full_date(line):
            day, place = found
            return Dating(day, day, Certainty.STATED, _find_clock(line), place.shift(span.start))
    return None


def find_implied(text: str, spans: Iterable[Span]) -> Dating | None:
    """Conclude the date from the days that the text names by weekday, day and month.

    News names a day so when it is near. Its year stands beside it, or is the only one in which the weekday fits of
    those in which the officials whom the text names held office. The document was published within a week of that day.

    Returns:
        A range, implied; None where no year or several fit, or where the days lie too far apart.
    """
    lines = [(span.start, span.of(text).translate(_DIGITS)) for span in spans]
    if not any(_words_pattern().search(line) for _, line in lines):
        return None
    term = _find_term([line for _, line in lines])
    days = [found for start, line in lines for found in _named_days(line, start, term)]
    if not days:
        return None
    first, last = min(days, key=_by_day), max(days, key=_by_day)
    if last.day - first.day > 2 * _NEAR:
        return None
    return Dating(last.day - _NEAR, first.day + _NEAR, Certainty.IMPLIED, evidence=last.span)


def remove_dates(line: str) -> str:
    """Leave out the days, weekdays and times of day that a line names."""
    plain = line.translate(_DIGITS)
    for pattern in (_NUMERIC, _words_pattern(), _CLOCK, _weekday_pattern()):
        plain = pattern.sub(" ", plain)
    return plain


@dataclass(frozen=True, slots=True)
class _NamedDay:
    """A calendar day and the words that name it."""

    day: date
    span: Span


@dataclass(frozen=True, slots=True)
class _Tenure:
    """How a text names somebody in office, and from when to when that was so."""

    pattern: re.Pattern[str]
    first: date
    last: date


def _by_day(named: _NamedDay) -> date:
    return named.day


def _parse_iso(text: str) -> Dating | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _at(moment, has_clock=len(text) > len("2016-07-27"))


def _parse_mail(text: str) -> Dating | None:
    try:
        return _at(parsedate_to_datetime(text), has_clock=True)
    except (ValueError, IndexError, OverflowError):
        return None


def _at(moment: datetime, *, has_clock: bool) -> Dating:
    day = moment.date()
    return Dating(day, day, Certainty.STATED, moment.timetz().isoformat() if has_clock else None)


def _parse_range(text: str) -> Dating | None:
    """Read a bare year or month."""
    found = _BARE_MONTH.fullmatch(text)
    if not found:
        return None
    year, month = int(found["y"]), int(found["m"] or 0)
    if month > len(calendar.month_name) - 1 or found["m"] == "00":
        return None
    latest = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    return Dating(date(year, month or 1, 1), latest, Certainty.STATED)


def _parse_printed(text: str) -> Dating | None:
    found = _find_full_date(text)
    return Dating(found[0], found[0], Certainty.STATED, _find_clock(text)) if found else None


def _find_full_date(line: str) -> tuple[date, Span] | None:
    """Find the first day with its year; 27/7/2016 counts the day first, as Arabic newspapers do."""
    for found in _NUMERIC.finditer(line):
        year, month, day = (int(found[name] or found[name + "2"]) for name in "ymd")
        if made := _make_date(year, month, day) or _make_date(year, day, month):
            return made, Span(*found.span())
    for found in _words_pattern().finditer(line):
        if found["year"] and (made := _make_date(int(found["year"]), _month(found["month"]), int(found["day"]))):
            return made, Span(*found.span())
    return None


def _find_clock(line: str) -> str | None:
    """Read the first time of day as HH:MM, of 24 hours."""
    found = _CLOCK.search(line)
    if not found:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half in {"م", "pm"} and hour < 12:
        hour += 12
    if half in {"ص", "am"} and hour == 12:
        hour = 0
    return f"{hour:02}:{found['minute']}"


def _named_days(line: str, start: int, term: tuple[date, date] | None) -> Iterator[_NamedDay]:
    """Yield the days named with a weekday whose year is certain."""
    for found in _words_pattern().finditer(line):
        if not found["weekday"]:
            continue
        month, day, weekday = _month(found["month"]), int(found["day"]), _weekdays()[found["weekday"].lower()]
        years = [int(found["year"])] if found["year"] else range(term[0].year, term[1].year + 1) if term else []
        dates = [made for year in years if (made := _make_date(year, month, day)) and made.isoweekday() == weekday]
        if not found["year"] and term:
            dates = [made for made in dates if term[0] <= made <= term[1]]
        if len(dates) == 1:
            yield _NamedDay(dates[0], Span(*found.span()).shift(start))


def _find_term(lines: Sequence[str]) -> tuple[date, date] | None:
    """Find from when to when every official named in the lines held office, from the last year of it that is mentioned.

    Years that are mentioned without officials do not date a text: of 3,000 articles of 2018, they would have dated four
    without a stated date, and two of these wrongly.
    """
    terms = [term for term in _tenures() if any(term.pattern.search(line) for line in lines)]
    if not terms:
        return None
    first, last = max(term.first for term in terms), min(term.last for term in terms)
    mentioned = [int(year) for line in lines for year in _YEARS.findall(line)]
    latest = max((year for year in mentioned if first.year < year <= last.year), default=None)
    return (date(latest, 1, 1) if latest else first), last


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    return _months()[" ".join(name.lower().split())]


@cache
def _months() -> dict[str, int]:
    return {name.lower(): int(number) for number, names in read_table("months") for name in alternatives(names)}


@cache
def _weekdays() -> dict[str, int]:
    return {name.lower(): int(number) for number, names in read_table("weekdays") for name in alternatives(names)}


def _any_of(names: Iterable[str]) -> str:
    """Write a pattern for any of some names, the longest first."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s{1,3}") for name in sorted(names, key=len, reverse=True))


@cache
def _tenures() -> tuple[_Tenure, ...]:
    """Read the officials; at most three words part the office from the name, and «السابق» may not be among them."""
    return tuple(
        _Tenure(
            re.compile(
                rf"(?:{_any_of(alternatives(offices))})\s{{1,3}}(?:(?!(?:ال)?(?:سابق|أسبق))\w{{1,20}}\s{{1,3}}){{0,3}}"
                rf"(?:{_any_of(alternatives(names))})(?!\w)(?!\s{{1,3}}السابق)"
            ),
            date.fromisoformat(first),
            date.fromisoformat(last),
        )
        for names, offices, first, last in read_table("tenures")
    )


@cache
def _weekday_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:يوم\s{{1,3}})?(?:{_any_of(_weekdays())})(?!\w)", re.IGNORECASE)


@cache
def _words_pattern() -> re.Pattern[str]:
    """Match «الجمعة 15 تموز/يوليو 2016» and its parts; a day and a month are always there."""
    months = _any_of(_months())
    return re.compile(
        rf"(?:(?<!\w)(?P<weekday>{_any_of(_weekdays())})\s{{0,3}}[،,]?\s{{0,3}}(?:الموافق\s{{1,3}})?)?"
        rf"(?<!\d)(?P<day>\d\d?)(?:\s{{1,3}}من)?[\s/-]{{1,3}}(?P<month>{months})(?!\w)"
        rf"(?:\s{{0,3}}[/(-]\s{{0,3}}(?:{months})(?!\w)\)?)?"
        rf"(?:\s{{0,3}}[،,/-]?\s{{0,3}}(?:(?:من\s{{1,3}})?(?:عام|سنة|العام)\s{{1,3}})?(?P<year>{_YEAR})(?!\d))?",
        re.IGNORECASE,
    )
