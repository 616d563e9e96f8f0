"""Random draws that seek the days and ages where a rule turns."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

DAY = timedelta(days=1)
FOREVER = date(9999, 12, 31)
LEAP_BIRTHS = (date(2004, 2, 29), date(1996, 2, 29), date(2008, 2, 29), date(1956, 2, 29))

T = TypeVar("T")


def add_months(day: date, months: int) -> date:
    """The same day of a later or earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Draws:
    """One bundle's draws; all of them follow from the random numbers that it is given."""

    def __init__(self, random: Random, focus: int | None = None) -> None:
        """`focus` is the year, by the calendar year that it begins in, whose edges are sought."""
        self.random = random
        self.focus = focus or self.one_of((2022, 2022, 2021, 2023))
        self.turns = self._turns_of_the_year()

    def one_of(self, options: Sequence[T]) -> T:
        return options[self.random.randint(0, len(options) - 1)]

    def up_to(self, most: int) -> int:
        return self.random.randint(0, most)

    def chance(self, percent: int) -> bool:
        return self.random.randint(0, 99) >= 100 - percent

    def some_of(self, options: Sequence[str], *, percent: int) -> list[str]:
        return [option for option in options if self.chance(percent)]

    def day(
        self, near: Sequence[date] = (), *, since: date | None = None, until: date | None = None
    ) -> date:
        """A day where something turns, `near` ones for choice, moved into the span given."""
        options = list(near) if near and self.chance(60) else self.turns
        day = self.one_of(options) + self.one_of((0, 0, -1, 1)) * DAY
        if self.chance(10):
            day = date(self.focus, 4, 1) + (self.up_to(600) - 120) * DAY
        if since is not None:
            day = max(day, since)
        return day if until is None else min(day, until)

    def last_day(self, first: date, near: Sequence[date]) -> date:
        """A last day for a span: round months after its first day, or where something turns."""
        if self.chance(50):
            months = add_months(first, self.one_of((1, 3, 6, 12)))
            return max(months + self.one_of((0, -1, 1)) * DAY, first)
        if self.chance(20):
            return first + self.up_to(3) * DAY
        return self.day(near, since=first)

    def birth(self, ages: Sequence[int], on: date) -> date | None:
        """A date of birth so that an age is reached on the day, or one day to either side."""
        if self.chance(10):
            return None
        if self.chance(20):
            return self.one_of(LEAP_BIRTHS)
        return add_months(on, -12 * self.one_of(ages)) + self.one_of((0, 1, -1)) * DAY

    def _turns_of_the_year(self) -> list[date]:
        """Year ends, month ends and the days about 29 February around the year in focus."""
        first = date(self.focus, 4, 1)
        following = date(self.focus + 1, 4, 1)
        days = [first, first - DAY, following - DAY, following, date(self.focus, 6, 15)]
        for month in (5, 8, 11):
            days.append(date(self.focus, month, calendar.monthrange(self.focus, month)[1]))
        for year in (self.focus, self.focus + 1):
            days += [date(year, 1, 31), date(year, 3, 1), date(year, 3, 1) - DAY]
        return days
