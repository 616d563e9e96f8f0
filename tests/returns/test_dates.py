"""Ages, months and overlaps: by example, and by what must hold of any dates."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.counting import dates
from returns.period import Period, UnknownYear, year_beginning, year_named, years_in_hand

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
TODAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2022-05-10", "2022-06-09", 0),
        ("2022-05-10", "2022-06-10", 1),
        ("2022-01-31", "2022-02-27", 0),
        ("2022-01-31", "2022-02-28", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1),
        ("2022-05-01", "2022-10-31", 5),
        ("2022-05-01", "2022-11-01", 6),
        ("2022-01-31", "2022-03-30", 1),
        ("2024-02-29", "2025-02-28", 12),
        ("2022-05-10", "2022-05-10", 0),
        ("2022-12-31", "2023-01-31", 1),
    ],
)
def test_months_are_reached_on_their_anniversary(first: str, last: str, months: int) -> None:
    assert dates.whole_months(date.fromisoformat(first), date.fromisoformat(last)) == months


@given(DAYS, st.integers(0, 100))
def test_a_month_is_reached_on_its_anniversary_and_not_the_day_before(
    first: date, months: int
) -> None:
    day = dates.month_anniversary(first, months)

    assert dates.whole_months(first, day) == months
    assert months == 0 or dates.whole_months(first, day - timedelta(days=1)) == months - 1


@given(DAYS, st.integers(0, 100))
def test_an_anniversary_keeps_the_day_or_takes_the_last_of_a_shorter_month(
    first: date, months: int
) -> None:
    day = dates.month_anniversary(first, months)

    length = monthrange(day.year, day.month)[1]
    assert day.day == min(first.day, length)
    assert (day.year - first.year) * 12 + day.month - first.month == months


@given(DAYS, DAYS, DAYS)
def test_a_longer_stay_is_never_shorter_in_months(one: date, two: date, three: date) -> None:
    first, earlier, later = sorted((one, two, three))

    assert dates.whole_months(first, earlier) <= dates.whole_months(first, later)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2004-02-29", "2022-02-28", 17),
        ("2004-02-29", "2022-03-01", 18),
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2004-06-01", "2022-05-31", 17),
        ("2004-06-01", "2022-06-01", 18),
        ("2022-06-01", "2022-06-01", 0),
    ],
)
def test_age_rises_on_the_birthday(born: str, day: str, age: int) -> None:
    assert dates.age_on(date.fromisoformat(born), date.fromisoformat(day)) == age


@given(DAYS, DAYS)
def test_age_rises_by_one_each_year(born: date, day: date) -> None:
    next_year = day + timedelta(days=366)

    assert dates.age_on(born, next_year) - dates.age_on(born, day) in (1, 2)


@given(DAYS, DAYS, DAYS, DAYS)
def test_stretches_share_days_both_ways(a: date, b: date, c: date, d: date) -> None:
    (first, last), (other_first, other_last) = sorted((a, b)), sorted((c, d))
    shared = dates.overlap_days(first, last, other_first, other_last)

    assert shared == dates.overlap_days(other_first, other_last, first, last)
    assert (shared > 0) == dates.is_live(first, last, Period(other_first, other_last))


@given(st.integers(2018, 2025))
def test_a_year_has_its_name_and_four_quarters(year: int) -> None:
    period = year_beginning(year)

    assert year_named(period.name, today=TODAY) == period
    quarters = list(period.quarters())
    assert [quarters[0].first, quarters[-1].last] == [period.first, period.last]
    for one, next_one in pairwise(quarters):
        assert one.last + timedelta(days=1) == next_one.first


def test_a_quarter_belongs_to_the_year_that_it_lies_in() -> None:
    assert {quarter.year for quarter in year_beginning(2022).quarters()} == {"2022-23"}


def test_the_days_of_the_year_before() -> None:
    february = Period(date(2025, 2, 1), date(2025, 2, 28))

    assert year_beginning(2022).previous() == year_beginning(2021)
    assert february.previous() == Period(date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    "name", ["2022", "2022/23", "2022-24", "22-23", "2022-2023", "", " 2022-23", "2017-18", "１２"]
)
def test_a_text_that_names_no_year_is_refused(name: str) -> None:
    with pytest.raises(UnknownYear):
        year_named(name, today=TODAY)


def test_a_year_that_has_not_begun_is_refused() -> None:
    assert year_named("2026-27", today=date(2026, 4, 1)).name == "2026-27"
    with pytest.raises(UnknownYear, match="has not begun"):
        year_named("2026-27", today=date(2026, 3, 31))
    with pytest.raises(UnknownYear, match="has not begun"):
        year_named("9999-00", today=TODAY)  # its last day is in no calendar


def test_the_years_in_hand_are_the_last_and_the_running_one() -> None:
    assert [each.name for each in years_in_hand(date(2026, 3, 31))] == ["2024-25", "2025-26"]
    assert [each.name for each in years_in_hand(date(2026, 4, 1))] == ["2025-26", "2026-27"]
