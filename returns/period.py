"""Periods that a return covers: years from 1 April to 31 March, and calendar quarters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

YEAR_NAME = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR = 2018
"""The register of authorities reaches back to 2019; before April 2018 nothing can be placed."""


class UnknownYear(ValueError):
    """The text names no year that a return can be derived for. The message is for people."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Calendar days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def name(self) -> str:
        """``2022-23`` for a year of the return, otherwise the two days."""
        if self == year_beginning(self.first.year):
            return f"{self.first.year}-{self.last.year % 100:02}"
        return f"{self.first.isoformat()} to {self.last.isoformat()}"

    @property
    def year(self) -> str:
        """The name of the year of the return that it begins in."""
        return year_of(self.first).name

    def previous(self) -> "Period":
        """The same days of the year before."""
        return Period(_a_year_earlier(self.first), _a_year_earlier(self.last))

    def quarters(self) -> Iterator["Period"]:
        """The four quarters of a year of the return."""
        for months in (0, 3, 6, 9):
            first = _first_of_month(self.first, months)
            yield Period(first, _first_of_month(self.first, months + 3) - timedelta(days=1))


def year_beginning(year: int) -> Period:
    """The return's year that begins on 1 April of this calendar year."""
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def year_of(day: date) -> Period:
    """The year of the return that a day lies in."""
    return year_beginning(day.year if day.month >= 4 else day.year - 1)


def year_named(name: str, *, today: date) -> Period:
    """The period of a year's name such as ``2022-23``. Raises UnknownYear."""
    match = YEAR_NAME.fullmatch(name)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise UnknownYear(f"“{name}” is not a year of the return. Write it like 2022-23.")
    if int(match[1]) < FIRST_YEAR:
        raise UnknownYear(
            f"There is no return for {name}. The first is {FIRST_YEAR}-{FIRST_YEAR % 100 + 1}."
        )
    if date(int(match[1]), 4, 1) > today:
        raise UnknownYear(f"The year {name} has not begun, so there is nothing to count.")
    return year_beginning(int(match[1]))


def years_in_hand(today: date) -> list[Period]:
    """The year of the return that ended last, and the one that runs."""
    running = year_of(today)
    return [running.previous(), running]


def _a_year_earlier(day: date) -> date:
    next_day = day + timedelta(days=1)
    if next_day.day == 1:  # a month's last day stays a month's last day
        return next_day.replace(year=next_day.year - 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def _first_of_month(day: date, months: int) -> date:
    index = day.month - 1 + months
    return date(day.year + index // 12, index % 12 + 1, 1)
