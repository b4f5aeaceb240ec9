"""Which documents may answer at all? `from:2016-07-01`, `to:2016-07` and `source:NAME` in a question to `Filters`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from retrieval.errors import FilterError, FilterFault
from retrieval.model import Dating, Period, Span
from retrieval.question.dates import read_dates
from retrieval.question.words import words_of

FROM, TO, SOURCE = "from", "to", "source"
_MOST_SHOWN = 40
_FILTER = re.compile(
    r"(?<!\S)(?P<name>from|to|source):"
    r"(?P<value>(?:\"[^\"]*\"|«[^»]*»|“[^”]*”)(?=[؟?،,؛;!.]*+(?!\S))|\S+)",
    re.IGNORECASE,
)
_QUOTES = '"«»“”'
_ENDS = "؟?،,؛;!."


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a document must meet: published from `earliest` to `latest`, both included, by one of `sources`.

    None and no source demand nothing. A document that nobody dated meets no condition on dates; one of which only a
    range is known may lie partly outside. An outlet's name need hold the given one only in part, in any case, with or
    without hamzas.
    """

    earliest: date | None = None
    latest: date | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise FilterError(FilterFault.ORDER, FROM, f"{self.earliest.isoformat()} {TO}:{self.latest.isoformat()}")
        for source in self.sources:
            if not _plain(source):
                raise FilterError(FilterFault.SOURCE, SOURCE, source[:_MOST_SHOWN])

    @classmethod
    def of(
        cls,
        earliest: str | None = None,
        latest: str | None = None,
        sources: Iterable[str] = (),
        *,
        today: date | None = None,
    ) -> Self:
        """Read filters from what a reader wrote: a day, month or year, also in words.

        Raises:
            FilterError: A value cannot be read, or the dates are in the wrong order.
        """
        first = _days(FROM, earliest, today).earliest if earliest is not None else None
        last = _days(TO, latest, today).latest if latest is not None else None
        return cls(first, last, tuple(sources))

    @property
    def by_date(self) -> bool:
        """Tell whether dates are demanded."""
        return self.earliest is not None or self.latest is not None

    @property
    def by_source(self) -> bool:
        """Tell whether outlets are demanded."""
        return bool(self.sources)

    def __bool__(self) -> bool:
        return self.by_date or self.by_source

    def joined(self, others: Filters) -> Filters:
        """Demand what these filters and others do; where both set an end, the narrower holds.

        Raises:
            FilterError: Nothing can meet both dates.
        """
        starts = [day for day in (self.earliest, others.earliest) if day is not None]
        ends = [day for day in (self.latest, others.latest) if day is not None]
        return replace(
            self,
            earliest=max(starts, default=None),
            latest=min(ends, default=None),
            sources=tuple(dict.fromkeys((*self.sources, *others.sources))),
        )

    def admit(self, published: Dating | None, source: str | None) -> bool:
        """Tell whether a document of this date and outlet meets all conditions."""
        if not self.admit_source(source):
            return False
        if not self.by_date or published is None:
            return not self.by_date
        return Period(self.earliest, self.latest).touches(published.earliest, published.latest)

    def admit_source(self, source: str | None) -> bool:
        """Tell whether an outlet is one of those demanded."""
        return not self.sources or any(_plain(wanted) in _plain(source or "") for wanted in self.sources)


def read_filters(text: str, today: date | None = None) -> tuple[str, Filters]:
    """Part a question from its filters, which may stand anywhere in it; the last of a name holds, of outlets all.

    Raises:
        FilterError: A value cannot be read, or the dates are in the wrong order.
    """
    found = [(match["name"].lower(), _bare(match["value"])) for match in _FILTER.finditer(text)]
    if not found:
        return text, Filters()
    last = dict(found)
    sources = [value for name, value in found if name == SOURCE]
    return without_filters(text), Filters.of(last.get(FROM), last.get(TO), sources, today=today)


def without_filters(text: str) -> str:
    """Take the filters out of a question, whatever their values."""
    return _FILTER.sub(" ", text).strip() if _FILTER.search(text) else text


def filters_in(text: str) -> str:
    """Give the filters of a question as they are written, with a space between them."""
    return " ".join(match[0] for match in _FILTER.finditer(text))


def _days(name: str, value: str, today: date | None) -> Period:
    """Read a value that is one date and nothing else."""
    value = value.strip()
    whole = Span(0, len(value))
    for reading in read_dates(value, today, is_directed=False):
        if reading.span == whole and not reading.period.is_yearly:
            return reading.period
    raise FilterError(FilterFault.DATE, name, value[:_MOST_SHOWN])


def _bare(value: str) -> str:
    return value.rstrip(_ENDS).strip(_QUOTES).strip() if value else value


def _plain(name: str) -> str:
    return "".join(word.key for word in words_of(name))
