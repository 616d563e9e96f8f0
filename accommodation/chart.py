"""The two-week chart: rooms as rows, nights as columns, one span for each stay.

Pure: it is given what is in the rooms and returns spans that fill every row exactly.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["in", "due", "late", "closed", "prep", "past", "free"]

DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """Nights in one room: from ``starts_on`` up to, not including, ``until`` (None: open)."""

    kind: Kind
    starts_on: datetime.date
    until: datetime.date | None
    name: str = ""
    title: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Some nights of a row. ``before`` and ``beyond``: it reaches past the chart's edges."""

    kind: Kind
    starts_on: datetime.date
    nights: int
    name: str = ""
    title: str = ""
    note: str = ""
    url: str = ""
    before: bool = False
    beyond: bool = False

    @property
    def leaving(self) -> bool:
        """Say whether the last day of a stay lies within the chart."""
        return self.kind == "in" and not self.beyond

    @property
    def short(self) -> bool:
        """Say whether there is room for hardly a word."""
        return self.nights == 1


@dataclass(frozen=True, slots=True)
class Day:
    """One column of the chart."""

    date: datetime.date
    is_today: bool

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= 5


def days(first: datetime.date, *, today: datetime.date, length: int = DAYS) -> list[Day]:
    """Return the columns from ``first``."""
    dates = [first + datetime.timedelta(days=offset) for offset in range(length)]
    return [Day(date=date, is_today=date == today) for date in dates]


def spans(
    occupations: Iterable[Occupation], first: datetime.date, *, length: int = DAYS
) -> list[Span]:
    """Return the row's spans in order, with free spans between, ``length`` nights in all.

    Where two occupations share a night, as a closure over a stay may, the one given first has it.
    """
    end = first + datetime.timedelta(days=length)
    nights: list[Occupation | None] = [None] * length
    for occupation in occupations:
        start = max(occupation.starts_on, first)
        stop = min(occupation.until or end, end)
        for offset in range((start - first).days, (stop - first).days):
            nights[offset] = nights[offset] or occupation
    return _joined(nights, first, end)


def _joined(
    nights: Sequence[Occupation | None], first: datetime.date, end: datetime.date
) -> list[Span]:
    """Join neighbouring nights of one occupation into a span."""
    found: list[Span] = []
    previous: Occupation | None = None
    for offset, occupation in enumerate(nights):
        if found and occupation is previous:
            found[-1] = replace(found[-1], nights=found[-1].nights + 1)
            continue
        previous = occupation
        found.append(_span(occupation, first + datetime.timedelta(days=offset), first, end))
    return found


def _span(
    occupation: Occupation | None, day: datetime.date, first: datetime.date, end: datetime.date
) -> Span:
    if occupation is None:
        return Span(kind="free", starts_on=day, nights=1)
    return Span(
        kind=occupation.kind,
        starts_on=day,
        nights=1,
        name=occupation.name,
        title=occupation.title,
        note=occupation.note,
        url=occupation.url,
        before=occupation.starts_on < first,
        beyond=occupation.until is None or occupation.until > end,
    )


def free_by_day(rows: Sequence[Sequence[Span]], *, length: int = DAYS) -> list[int]:
    """Return how many rooms are free on each night."""
    free = [0] * length
    for row in rows:
        offset = 0
        for span in row:
            if span.kind == "free":
                for night in range(offset, offset + span.nights):
                    free[night] += 1
            offset += span.nights
    return free
