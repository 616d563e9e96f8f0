"""Working days, bank holidays, nights, and the days on which the clocks change."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.working_days import after_working_days, bank_holidays, is_working

LONDON = ZoneInfo("Europe/London")
WEEK = frozenset(range(5))
MOMENTS = st.datetimes(
    min_value=datetime.datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime.datetime(2028, 11, 30),  # noqa: DTZ001
    timezones=st.just(LONDON),
)


def at(text: str) -> datetime.datetime:
    """Return a local time."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("came", "days", "due"),
    [
        ("2026-11-25 14:10", 2, "2026-11-27 14:10"),
        ("2026-11-27 14:10", 2, "2026-12-01 14:10"),
        # A night shift: what comes at three counts from three.
        ("2026-11-25 03:00", 1, "2026-11-26 03:00"),
        # On a Saturday nobody is there: Monday and Tuesday are its two days.
        ("2026-11-28 09:00", 2, "2026-12-02 00:00"),
        # Good Friday and Easter Monday are no days.
        ("2026-04-02 16:00", 1, "2026-04-07 16:00"),
        # Christmas 2026: Boxing Day is kept on the Monday.
        ("2026-12-24 10:00", 2, "2026-12-30 10:00"),
        # Over the night in which the clocks go forward, the same time on the wall.
        ("2026-03-27 12:00", 1, "2026-03-30 12:00"),
    ],
)
def test_working_days_are_counted(came: str, days: int, due: str) -> None:
    assert after_working_days(at(came), days, week=WEEK) == at(due)


def test_a_time_that_the_clocks_leap_over_is_the_moment_after() -> None:
    every_day = frozenset(range(7))

    due = after_working_days(at("2026-03-28 01:30"), 1, week=every_day)

    assert due.astimezone(LONDON) == at("2026-03-29 02:30")


@given(came=MOMENTS, days=st.integers(1, 10))
def test_as_many_working_days_lie_between_as_were_asked_for(
    came: datetime.datetime, days: int
) -> None:
    due = after_working_days(came, days, week=WEEK).astimezone(LONDON)
    between = [
        day
        for number in range((due.date() - came.date()).days + 1)
        if is_working(day := came.date() + datetime.timedelta(days=number), WEEK)
    ]

    if is_working(came.date(), WEEK):
        assert len(between) == days + 1
        assert is_working(due.date(), WEEK)
    else:
        assert due.time() == datetime.time()
        assert len([day for day in between if day < due.date()]) == days


@given(one=MOMENTS, other=MOMENTS, days=st.integers(1, 10))
def test_what_comes_first_is_due_first(
    one: datetime.datetime, other: datetime.datetime, days: int
) -> None:
    first, second = sorted((one, other), key=datetime.datetime.timestamp)

    # Once a year an hour of the night is there twice.
    an_hour = datetime.timedelta(hours=1)
    due = after_working_days(first, days, week=WEEK)
    assert due <= after_working_days(second, days, week=WEEK) + an_hour


def test_the_bank_holidays_are_eight_a_year_on_days_of_the_week() -> None:
    years = [day.year for day in bank_holidays()]

    assert {year: years.count(year) for year in set(years)} == dict.fromkeys(range(2024, 2029), 8)
    assert all(day.weekday() < 5 for day in bank_holidays())


@pytest.mark.parametrize("year", range(2024, 2029))
def test_easter_is_where_the_moon_puts_it(year: int) -> None:
    good_friday, monday = (
        next(day for day, held in bank_holidays().items() if day.year == year and held == name)
        for name in ("Good Friday", "Easter Monday")
    )

    assert good_friday == _easter(year) - datetime.timedelta(days=2)
    assert monday == _easter(year) + datetime.timedelta(days=1)


def _easter(year: int) -> datetime.date:
    """Return Easter Sunday, by the rule of 1876 for the Gregorian calendar."""
    century, of_century = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3
             + 15) % 30  # fmt: skip
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    later = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * later + 114, 31)
    return datetime.date(year, month, day + 1)
