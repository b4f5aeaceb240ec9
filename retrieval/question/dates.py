"""Which time is asked for? "In July 2016", «الأسبوع الأخير من تموز», "since March", «أمس» to periods.

A month has the same meaning under its Latin, Syriac and Maghrebi name. A day stands before its month where both are
numbers, as Arabic newspapers write it. "After the visit" is no time of the calendar and is left alone, and so are names
of weekdays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from retrieval.lexicon import alternatives, read_table
from retrieval.model import Period, Span
from retrieval.question import days
from retrieval.question.days import Days
from retrieval.question.signs import Piece, Signs, runs_of, signs, weekdays
from retrieval.question.words import Word

FIRST_YEAR, LAST_YEAR = 1000, 2100
_FIRST_BARE_YEAR = 1900
_MOST_NAMED = 3
_MOST_FILLS = 2  # "of the"
_ONE_DAY = timedelta(days=1)
_MONTHS = range(1, 13)
_DAYS = range(1, 32)
Ends = tuple[date | None, date | None, bool]
"""A period's first and last day, and whether they are of any year."""

_DASH = re.compile(r"\s*[-–—]\s*")
_SEPARATORS = {"/", "-", "."}
_DIRECTIONS = {"since", "until", "after", "before"}
_GOES_ON = re.compile(r"\s[A-Za-z]")
_LEADS_OF_TIME = {"in", "since", "between"}  # "before May" and "by May" may speak of a person
# What stands beside the digits of an amount: $2,000, 1,990.5, 2000%.
_AMOUNT_BEFORE = re.compile(r"[\d.,:$€£#%+*]\Z")
_AMOUNT_AFTER = re.compile(r"[.,:٫٬]?\d|\s?[%٪$€£]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A period with the place of its words in the text."""

    period: Period
    span: Span


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of a period, as far as it is named: `end` is the piece behind, `is_sure` that it can be nothing else."""

    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    days: Days | None = None
    is_sure: bool = True

    @property
    def is_bare_day(self) -> bool:
        """Tell a number that is a day only beside another end: "12-15 July"."""
        return self.day is not None and self.month is None


def read_periods(text: str, today: date | None = None, *, is_directed: bool = True) -> tuple[Period, ...]:
    """Read the times that a text names, in their order.

    Args:
        text: A question, or words of a document.
        today: What "yesterday" and "last week" count from; None: they are left alone.
        is_directed: Whether "since" and "before" open a side of the period; otherwise it is what they lead to.
    """
    return tuple(reading.period for reading in read_dates(text, today, is_directed=is_directed))


def read_dates(text: str, today: date | None = None, *, is_directed: bool = True) -> Iterator[Reading]:
    """Read the times that a text names, each with its place."""
    for run in runs_of(text):
        yield from _Run(text, run, today, is_directed=is_directed).readings()


def without(words: Sequence[Word], periods: Sequence[Period]) -> list[Word]:
    """Leave the words of periods out of the words of their question."""
    taken = {place for period in periods for place in period.words}
    return [word for place, word in enumerate(words) if place not in taken]


def names_of(period: Period) -> Iterator[tuple[str, ...]]:
    """Name the months, the years and the day that a period lies in: of each all that a text may write for it.

    A period of many months or years, and one that is open, is not named by any.
    """
    if period.earliest is None or period.latest is None:
        return
    first, last = period.earliest, period.latest
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    if months <= _MOST_NAMED:
        asked = {str((first.month - 1 + more) % 12 + 1) for more in range(months)}
        yield tuple(name for number, names in read_table("months") if number in asked for name in alternatives(names))
    if not period.is_yearly and last.year - first.year < _MOST_NAMED:
        yield tuple(str(year) for year in range(first.year, last.year + 1))
    if first == last:
        yield (str(first.day),)


class _Run:
    """Pieces that may belong together, and what is read of them."""

    def __init__(self, text: str, pieces: Sequence[Piece], today: date | None, *, is_directed: bool) -> None:
        self._text = text
        self._pieces = pieces
        self._words = [piece.word for piece in pieces]
        # Each place is looked at by several readers.
        self._phrases = [signs().at(self._words, place) for place in range(len(pieces))]
        self._today = today
        self._is_directed = is_directed

    def readings(self) -> Iterator[Reading]:
        place = 0
        while place < len(self._pieces):
            found = self._period(place)
            if found is None:
                place += 1
                continue
            end, (earliest, latest, is_yearly) = found
            first, last = self._pieces[place], self._pieces[end - 1]
            period = Period(earliest, latest, is_yearly, range(first.place, last.place + 1))
            yield Reading(period, Span(first.span.start, last.span.end))
            place = end

    def _period(self, place: int) -> tuple[int, Ends] | None:
        """Read the period that begins at a place, with what leads to it: where it ends, and its days."""
        length, lead = self._sign(place, "lead") or (0, None)
        if lead is None and not self._may_begin(place):
            return None
        start = self._skip(place + length)
        first = self._point(start) or self._bare_day(start)
        if first is None:
            return None
        if lead in _DIRECTIONS and self._is_attributive(first, place + length):
            return None
        if (ranged := self._range(first, lead)) is not None:
            return ranged
        if first.is_bare_day or lead == "between" or not self._is_time(first, start, lead):
            return None
        made = _days_of(first)
        return (first.end, _directed(*made, lead if self._is_directed else None)) if made else None

    def _is_attributive(self, point: _Point, start: int) -> bool:
        """Tell a month or year that tells which of several things is meant, and not when: before the October summit."""
        is_plain = point.day is None and point.days is None and point.part is None
        goes_on = _GOES_ON.match(self._text, self._pieces[point.end - 1].span.end) is not None
        return is_plain and goes_on and self._words[start].key == "the"

    def _may_begin(self, place: int) -> bool:
        """Tell whether a date may begin here; "of" and "the" are no beginning, and the month of "12 July" neither."""
        found = self._phrase(place)
        return self._pieces[place].number is not None or (found is not None and set(found[1]) != {"fill"})

    def _is_time(self, point: _Point, start: int, lead: str | None) -> bool:
        if point.is_sure:
            return True
        if point.month is None:
            return self._is_bare_year(start, lead)
        is_unsure = "unsure" in (self._phrase(start) or (0, {}))[1]
        return lead in _LEADS_OF_TIME if is_unsure else lead is not None

    def _range(self, first: _Point, lead: str | None) -> tuple[int, Ends] | None:
        """Read the other end: "between May and June 2018", «من 12 إلى 15 تموز», 2016-2018."""
        start = self._behind_join(first, lead)
        second = self._point(start) if start is not None else None
        if second is None or first.days is not None or second.days is not None:
            return None
        if first.month is None and second.month is not None and first.day is None:
            return None  # "from 2016 to July"
        if lead != "between" and self._is_and(first.end) and not _follows(first, second):
            return None
        filled = replace(first, year=first.year or second.year, month=first.month or second.month)
        if first.year and not second.year:
            second = replace(second, year=first.year)
        one, other = _days_of(filled), _days_of(second)
        if one is not None and other is not None and one[0] > other[1]:
            # Over New Year: "between December and February".
            if one[2]:
                other = (_a_year_later(other[0]), _a_year_later(other[1]), True)
            elif first.year is None and filled.year is not None:
                one = _days_of(replace(filled, year=filled.year - 1))
        if one is None or other is None or one[0] > other[1]:
            return None
        return second.end, (one[0], other[1], one[2])

    def _behind_join(self, first: _Point, lead: str | None) -> int | None:
        """Find where the other end would begin; "and" joins ends behind "between", and months in a row."""
        place = first.end
        if place < len(self._pieces) and _DASH.fullmatch(self._pieces[place].gap):
            return place
        length, join = self._sign(place, "join") or (0, None)
        if join == "to" or (join == "and" and (lead == "between" or first.month is not None)):
            return self._skip(place + length)
        return None

    def _is_and(self, place: int) -> bool:
        return (self._sign(place, "join") or (0, ""))[1] == "and"

    def _point(self, place: int) -> _Point | None:
        readers = (self._relative, self._part, self._numeric, self._day_first, self._month_first, self._year)
        return next((found for read in readers if (found := read(place)) is not None), None)

    def _bare_day(self, place: int) -> _Point | None:
        number = self._number(place)
        return _Point(place + 1, day=number) if number in _DAYS else None

    def _relative(self, place: int) -> _Point | None:
        """Read what counts from today; «اليوم العالمي» is a day, and not this one."""
        if self._today is None or (found := self._sign(place, "relative")) is None:
            return self._relative_month(place) if self._today is not None else None
        length, value = found
        unit, count = value.split()
        behind = self._words[place + length : place + length + 1]
        if (
            length == 1
            and count == "0"
            and behind
            and behind[0].key.startswith("ال")
            and behind[0].key not in weekdays()
        ):
            return None
        made = days.from_today(unit, int(count), self._today)
        return _Point(place + length, days=made) if made else None

    def _relative_month(self, place: int) -> _Point | None:
        """Read "last July" and «تموز الماضي»."""
        if self._today is None:
            return None
        before = self._sign(place, "modifier")
        month = self._sign(self._unit(place, "month") if before is None else place + before[0], "month")
        if month is None:
            return None
        end = (self._unit(place, "month") if before is None else place + before[0]) + month[0]
        count = before or self._sign(end, "modifier")
        if count is None:
            return None
        made = days.nearest_month(int(month[1]), int(count[1]), self._today)
        return _Point(end if before else end + count[0], days=made) if made else None

    def _part(self, place: int) -> _Point | None:
        if (found := self._sign(place, "part")) is None:
            return None
        start = self._skip(place + found[0])
        for read in (self._relative, self._month_first, self._year):
            inner = read(start)
            if inner is not None and inner.day is None and inner.part is None:
                return replace(inner, part=found[1], is_sure=not days.is_season(found[1]))  # the Arab Spring 2011
        return None

    def _numeric(self, place: int) -> _Point | None:
        """Read 12/7/2018, 2018-07-12, 2018-07 and 7/2018."""
        parts = self._numbers(place)
        gaps = [piece.gap for piece in self._pieces[place + 1 : place + 4]]
        if len(parts) >= 3 and gaps[0] == gaps[1] and gaps[0] in _SEPARATORS and gaps[2:] != gaps[:1]:
            orders = [parts[:3]] if _is_year(parts[0]) else [parts[2::-1], [parts[2], parts[0], parts[1]]]
            for year, month, day in orders:
                if _is_year(year) and days.day(year, month, day):
                    return _Point(place + 3, year, month, day)
            return None
        is_rest = bool(parts) and place > 0 and self._pieces[place].gap in _SEPARATORS  # of 31/2/2018
        if len(parts) >= 2 and gaps[0] in _SEPARATORS - {"."} and not is_rest:
            year, month = parts[:2] if _is_year(parts[0]) else parts[1::-1]
            if _is_year(year) and month in _MONTHS:
                return _Point(place + 2, year, month)
        return None

    def _numbers(self, place: int) -> list[int]:
        """List up to four numbers that follow each other."""
        found: list[int] = []
        while len(found) < 4 and (number := self._number(place + len(found))) is not None:
            found.append(number)
        return found

    def _day_first(self, place: int) -> _Point | None:
        """Read "the 12th of July 2018" and «12 من شهر تموز/يوليو 2018»."""
        number = self._number(place)
        end = place + 1
        if number is None:
            length, ordinal = self._sign(place, "ordinal") or (0, "")
            number, end = (int(ordinal), place + length) if length else (None, end)
        elif ending := self._sign(end, "ending"):
            end += ending[0]
        month = self._month(self._unit(self._skip(end), "month"))
        if number not in _DAYS or month is None:
            return None
        end, year = self._year_behind(month[0])
        point = _Point(end, year, month[1], number)
        return point if _days_of(point) else replace(point, end=month[0], year=None)

    def _month_first(self, place: int) -> _Point | None:
        """Read "July 12, 2018", «شهر تموز», "July 2018" and "July"; the last is sure only behind «شهر»."""
        start = self._unit(place, "month")
        found = self._month(start)
        if found is None:
            number = self._number(start)
            found = (start + 1, number) if start > place and number in _MONTHS and number is not None else None
        if found is None:
            return None
        end, month = found
        number = self._number(end)
        if number in _DAYS and days.day(days.ANY_YEAR, month, number or 0):
            ending = self._sign(end + 1, "ending")
            end, year = self._year_behind(end + 1 + (ending[0] if ending else 0))
            return _Point(end, year, month, number)
        end, year = self._year_behind(end)
        if year is None and "short" in (self._phrase(start) or (0, {}))[1]:
            return None
        return _Point(end, year, month, is_sure=year is not None or start > place)

    def _year(self, place: int) -> _Point | None:
        start = self._unit(place, "year")
        number = self._number(start)
        if number is None or not FIRST_YEAR <= number <= LAST_YEAR:
            return None
        return _Point(start + 1, year=number, is_sure=start > place)

    def _is_bare_year(self, place: int, lead: str | None) -> bool:
        """Tell a year from an amount; a round thousand is taken for one behind "in" alone."""
        piece = self._pieces[place]
        number = piece.number or 0
        span = piece.span
        if _AMOUNT_BEFORE.search(self._text, max(0, span.start - 1), span.start):
            return False
        if _AMOUNT_AFTER.match(self._text, span.end):
            return False
        if lead in _LEADS_OF_TIME:
            return True
        return number >= _FIRST_BARE_YEAR and number % 1000 != 0

    def _year_behind(self, place: int) -> tuple[int, int | None]:
        """Read the year behind a day or month: where it ends, and the year; the same place and None without one."""
        start = self._skip(place)
        relative = self._sign(start, "relative") if self._today is not None else None
        if relative and self._today and relative[1].startswith("year "):
            return start + relative[0], self._today.year + int(relative[1].split()[1])
        start = self._unit(start, "year")
        number = self._number(start)
        return (start + 1, number) if number is not None and _is_year(number) else (place, None)

    def _month(self, place: int) -> tuple[int, int] | None:
        """Read a month's name, maybe with another of its names: «تموز/يوليو», «تموز (يوليو)»."""
        found = self._sign(place, "month") or self._sign(place, "short")
        if found is None:
            return None
        end = place + found[0]
        again = self._sign(end, "month")
        if again and again[1] == found[1]:
            end += again[0]
        return end, int(found[1])

    def _unit(self, place: int, unit: str) -> int:
        """Step over «شهر» or "the year", where one stands."""
        found = self._sign(place, "unit")
        return self._skip(place + found[0]) if found and found[1] == unit else place

    def _skip(self, place: int) -> int:
        """Step over "of" and "the"."""
        for _ in range(_MOST_FILLS):
            place += (self._sign(place, "fill") or (0, ""))[0]
        return place

    def _sign(self, place: int, kind: str) -> tuple[int, str] | None:
        """Find the longest phrase at a place, if it may be of a kind: its length and value."""
        found = self._phrase(place)
        return (found[0], found[1][kind]) if found and kind in found[1] else None

    def _phrase(self, place: int) -> tuple[int, Signs] | None:
        return self._phrases[place] if place < len(self._phrases) else None

    def _number(self, place: int) -> int | None:
        return self._pieces[place].number if place < len(self._pieces) else None


def _days_of(point: _Point) -> tuple[date, date, bool] | None:
    """Resolve an end to days, and tell whether they are of any year; None where there is no such day."""
    found = point.days or _named_days(point)
    if found is None:
        return None
    first, last = days.part_of(found, point.part) if point.part else found
    return first, last, point.days is None and point.year is None


def _named_days(point: _Point) -> Days | None:
    year = point.year or days.ANY_YEAR
    if point.month is None:
        return days.year_of(year)
    if point.day is None:
        return days.month_of(year, point.month)
    return days.day(year, point.month, point.day)


def _directed(first: date, last: date, is_yearly: bool, lead: str | None) -> Ends:
    """Open a period to the side that its lead looks to; one of any year stays within its year."""
    new_year, year_end = days.year_of(first.year) if is_yearly else (None, None)
    if lead == "since":
        return first, year_end, is_yearly
    if lead == "until":
        return new_year, last, is_yearly
    if lead == "after" and last != year_end:
        return last + _ONE_DAY, year_end, is_yearly
    if lead == "before" and first != new_year:
        return new_year, first - _ONE_DAY, is_yearly
    return first, last, is_yearly


def _follows(first: _Point, second: _Point) -> bool:
    """Tell whether two ends are months, and one the next after the other: "in July and August 2018"."""
    if first.month is None or second.month is None or {first.day, second.day, first.part, second.part} != {None}:
        return False
    return first.year is None and second.month == first.month % 12 + 1


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _is_year(number: int) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR
