"""Days on which somebody is there to act: the organisation's week, less the bank holidays.

The bank holidays of England and Wales from 2024 to 2028 stand in ``data/bank_holidays.csv``. They
are facts from https://www.gov.uk/bank-holidays, published under the Open Government Licence v3.0.
Beyond the last year of the file the week alone counts.
"""

import csv
import datetime
from collections.abc import Collection
from functools import cache
from importlib import resources

from django.utils import timezone

from accounts.settings import value_of
from accounts.settings.declared import WEEK

ONE_DAY = datetime.timedelta(days=1)
_NUMBER = {code: number for number, (code, _) in enumerate(WEEK)}


@cache
def bank_holidays() -> dict[datetime.date, str]:
    """Return the bank holidays that are known, with their names."""
    text = (resources.files("accounts") / "data" / "bank_holidays.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {datetime.date.fromisoformat(row["day"]): row["name"] for row in rows}


def working_week() -> frozenset[int]:
    """Return the organisation's working days, Monday as 0; a week without any has all seven."""
    chosen = frozenset(_NUMBER[code] for code in value_of("working_days"))
    return chosen or frozenset(range(7))


def is_working(day: datetime.date, week: Collection[int]) -> bool:
    """Say whether somebody is there on a day."""
    return day.weekday() in week and day not in bank_holidays()


def after_working_days(
    at: datetime.datetime, count: int, *, week: Collection[int] | None = None
) -> datetime.datetime:
    """Return the same time of day so many working days later.

    What comes on a day on which nobody is there counts from the first moment of the next working
    day: two working days from a Saturday are over when Tuesday is.
    """
    days = working_week() if week is None else week
    local = timezone.localtime(at)
    day, time = local.date(), local.time()
    if not is_working(day, days):
        # Over with the last of these days: at the first moment of the one after.
        for _ in range(count):
            day = _next(day, days)
        return _at(day + ONE_DAY, datetime.time())
    for _ in range(count):
        day = _next(day, days)
    return _at(day, time)


def _next(day: datetime.date, week: Collection[int]) -> datetime.date:
    day += ONE_DAY
    while not is_working(day, week):
        day += ONE_DAY
    return day


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """Return a local time of a day; one that the clocks leap over is the same moment after."""
    local = datetime.datetime.combine(day, time, timezone.get_current_timezone())
    return local.astimezone(datetime.UTC)
