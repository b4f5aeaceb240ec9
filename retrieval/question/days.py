"""Which days are meant? Arithmetic of the calendar: months, years, their parts, and what lies so far from today."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]
"""The first and the last of a run of days."""

ANY_YEAR = 2000
"""The year in which days of no certain year are given; it has a 29 February."""

_DECEMBER = 12
_PARTS = ("early", "mid", "late")
_WEEK = timedelta(days=7)
_SEASONS = {"winter": (12, 3, 20), "spring": (3, 6, 20), "summer": (6, 9, 22), "autumn": (9, 12, 21)}
"""The month in which a season begins by the weather, and the day on which it ends by the stars: people mean either."""
_FIRST_WEEKDAYS = (5, 6, 0)
"""Weeks begin on Saturday, Sunday or Monday, by country (Unicode CLDR, weekData); Monday is 0."""


def day(year: int, month: int, number: int) -> Days | None:
    """Give a day of the calendar; None where there is no such day."""
    try:
        made = date(year, month, number)
    except ValueError:
        return None
    return made, made


def is_season(part: str) -> bool:
    """Tell a season of the year from another part of it."""
    return part in _SEASONS


def month_of(year: int, month: int) -> Days:
    """Give the days of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_of(year: int) -> Days:
    """Give the days of a year."""
    return date(year, 1, 1), date(year, _DECEMBER, 31)


def part_of(days: Days, part: str) -> Days:
    """Take a part of a month or of a year.

    Args:
        days: The whole; what is neither a month nor a year has no parts, and is given back.
        part: "early", "mid" or "late", the decades of a month and the thirds of a year, or "week N", counted from the
            first day of a month, "week -1" being its last seven days, or a season of a year: "winter" is the one that
            ends in it.
    """
    first, last = days
    if part in _SEASONS:
        return _season(first.year, *_SEASONS[part]) if days == year_of(first.year) else days
    if days == month_of(first.year, first.month):
        return _part_of_month(first, last, part)
    if days == year_of(first.year) and part in _PARTS:
        start = 4 * _PARTS.index(part) + 1
        return date(first.year, start, 1), month_of(first.year, start + 3)[1]
    return days


def _season(year: int, start: int, end: int, day_of_end: int) -> Days:
    return date(year - (start > end), start, 1), date(year, end, day_of_end)


def _part_of_month(first: date, last: date, part: str) -> Days:
    if part in _PARTS:
        number = _PARTS.index(part)
        return first.replace(day=10 * number + 1), last if part == "late" else first.replace(day=10 * (number + 1))
    week = int(part.removeprefix("week "))
    if week < 0:
        return last - timedelta(days=6), last
    return first + (week - 1) * _WEEK, min(first + week * _WEEK - timedelta(days=1), last)


def from_today(unit: str, count: int, today: date) -> Days | None:
    """Find the day, week, month or year that lies so many of them from today; None beyond the calendar's ends.

    A week has the days that it has in any country.
    """
    try:
        if unit == "day":
            found = today + timedelta(days=count)
            return found, found
        if unit == "week":
            starts = [
                today - timedelta(days=(today.weekday() - first) % 7) + count * _WEEK for first in _FIRST_WEEKDAYS
            ]
            return min(starts), max(starts) + timedelta(days=6)
        if unit == "month":
            years, month = divmod(today.year * _DECEMBER + today.month - 1 + count, _DECEMBER)
            return month_of(years, month + 1)
        return year_of(today.year + count)
    except (ValueError, OverflowError):
        return None


def nearest_month(month: int, count: int, today: date) -> Days | None:
    """Find the month of a name that is the last before today's (-1), of this year (0) or the next after today's (1)."""
    years = 0 if count == 0 or (month - today.month) * count > 0 else count
    try:
        return month_of(today.year + years, month)
    except ValueError:
        return None
