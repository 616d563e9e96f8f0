"""Hours of the week by the clock on the wall, and the next moment at which they hold.

All of it is in local time: when the clocks change, half past nine is still half past nine.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone
from django.utils.text import get_text_list

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MIDNIGHT = dt.time(0)
# One week, the day before it for what runs past midnight, and the day after.
_LOOKED_AT = range(-1, 9)
# The clocks of Europe change at this hour of a Sunday in UTC.
_CLOCKS_CHANGE = dt.time(1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Hours:
    """From one time to another on some days of the week; an end that is no later is the next day's.

    ``until`` itself is outside. From midnight to midnight is the whole day.
    """

    days: frozenset[str]
    start: dt.time
    until: dt.time

    @classmethod
    def from_record(cls, held: Mapping[str, Any]) -> Self:
        """Read hours as they are sealed."""
        start, until = (dt.time.fromisoformat(held[name]) for name in ("from", "until"))
        return cls(frozenset(held["days"]), start, until)

    def as_record(self) -> dict[str, Any]:
        """Return what is sealed."""
        return {
            "days": [day for day in DAYS if day in self.days],
            "from": f"{self.start:%H:%M}",
            "until": f"{self.until:%H:%M}",
        }

    def hold_at(self, at: dt.datetime) -> bool:
        """Say whether a moment is within them, by the clock on the wall."""
        local = timezone.localtime(at)
        time, today = local.time(), DAYS[local.weekday()]
        if self.start < self.until:
            return today in self.days and self.start <= time < self.until
        yesterday = DAYS[local.weekday() - 1]
        return (today in self.days and time >= self.start) or (
            yesterday in self.days and time < self.until
        )

    @property
    def words(self) -> str:
        """Monday to Friday, 09:30 to 12:00."""
        if self.start == self.until == _MIDNIGHT:
            return f"{_days_in_words(self.days)}, at any time"
        return f"{_days_in_words(self.days)}, {self.start:%H:%M} to {self.until:%H:%M}"


ALWAYS = Hours(frozenset(DAYS), _MIDNIGHT, _MIDNIGHT)


@dataclass(frozen=True)
class Timetable:
    """When something is safe and, within that, when it is blocked. Without any hours: never."""

    safe: Sequence[Hours] = ()
    blocked: Sequence[Hours] = ()

    def holds_at(self, at: dt.datetime) -> bool:
        """Say whether a moment is within safe hours and within no blocked ones."""
        return any(one.hold_at(at) for one in self.safe) and not any(
            one.hold_at(at) for one in self.blocked
        )

    def next_after(self, at: dt.datetime) -> dt.datetime | None:
        """Return the first moment after this one at which it holds; None where there is none."""
        return min((one for one in self._edges(at) if self.holds_at(one)), default=None)

    def end_after(self, at: dt.datetime) -> dt.datetime | None:
        """Return the first moment after this one at which it no longer holds; None: no end."""
        return min((one for one in self._edges(at) if not self.holds_at(one)), default=None)

    def _edges(self, at: dt.datetime) -> Iterator[dt.datetime]:
        """Give each moment to come at which the answer may change, in no order."""
        first = timezone.localdate(at)
        times = {time for one in (*self.safe, *self.blocked) for time in (one.start, one.until)}
        for day in (first + dt.timedelta(days=number) for number in _LOOKED_AT):
            yield from (one for one in _moments(day, {_MIDNIGHT, *times}) if one > at)


def _moments(day: dt.date, times: Iterable[dt.time]) -> Iterator[dt.datetime]:
    """Give the moments at which clocks show these times on a day: twice where they go back."""
    zone = timezone.get_current_timezone()
    yield dt.datetime.combine(day, _CLOCKS_CHANGE)
    for time in times:
        for fold in (0, 1):
            yield dt.datetime.combine(day, time.replace(fold=fold), tzinfo=zone).astimezone(dt.UTC)


def _days_in_words(days: frozenset[str]) -> str:
    numbers = [number for number, day in enumerate(DAYS) if day in days]
    if len(numbers) == len(DAYS):
        return "Every day"
    names = [DAYS[number].capitalize() for number in numbers]
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{names[0]} to {names[-1]}"
    return get_text_list(names, "and")
