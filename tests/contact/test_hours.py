"""Hours of the week: by the clock on the wall, past midnight, and while the clocks change."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from contact.hours import ALWAYS, DAYS, Hours, Timetable

LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)
# The days around both changes of 2026, and an ordinary week.
STARTS = (
    dt.datetime(2026, 3, 27, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 23, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
)

times = st.builds(dt.time, st.integers(0, 23), st.sampled_from((0, 15, 30)))
hours = st.builds(Hours, st.frozensets(st.sampled_from(DAYS), min_size=1), times, times)
timetables = st.builds(
    Timetable, st.lists(hours, max_size=3).map(tuple), st.lists(hours, max_size=2).map(tuple)
)
moments = st.builds(
    lambda start, minutes: start + dt.timedelta(minutes=15 * minutes),
    st.sampled_from(STARTS), st.integers(0, 4 * 24 * 4),
)  # fmt: skip


def local(
    year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0
) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, fold=fold, tzinfo=LONDON)


def on(day: str, start: str, until: str) -> Hours:
    return Hours(frozenset({day}), dt.time.fromisoformat(start), dt.time.fromisoformat(until))


@given(timetables, moments)
def test_the_next_moment_is_the_first_that_a_walk_by_quarter_hours_finds(
    timetable: Timetable, at: dt.datetime
) -> None:
    walk = [at + 15 * MINUTE * number for number in range(1, 8 * 24 * 4)]
    first = next((one for one in walk if timetable.holds_at(one)), None)

    found = timetable.next_after(at)

    if timetable.holds_at(at) and first == walk[0]:
        assert found is None or timetable.holds_at(found)
    elif first is not None:
        assert found == first


@given(timetables, moments)
def test_what_ends_holds_until_then_and_not_afterwards(
    timetable: Timetable, at: dt.datetime
) -> None:
    if not timetable.holds_at(at):
        return
    end = timetable.end_after(at)
    if end is not None:
        assert timetable.holds_at(end - MINUTE)
        assert not timetable.holds_at(end)


def test_half_past_nine_stays_half_past_nine_when_the_clocks_change() -> None:
    timetable = Timetable((on("monday", "09:30", "12:00"),))

    for saturday, monday in (((2026, 3, 28), (2026, 3, 30)), ((2026, 10, 24), (2026, 10, 26))):
        assert timetable.next_after(local(*saturday, 12)) == local(*monday, 9, 30)
        assert not timetable.holds_at(local(*monday, 9, 29))


def test_an_hour_that_does_not_happen_begins_when_the_clocks_have_gone_on() -> None:
    timetable = Timetable((on("sunday", "01:30", "02:30"),))

    assert timetable.next_after(local(2026, 3, 28, 12)) == local(2026, 3, 29, 2)


def test_an_hour_that_happens_twice_holds_twice() -> None:
    timetable = Timetable((on("sunday", "01:00", "01:30"),))

    assert timetable.holds_at(local(2026, 10, 25, 1, 15))
    assert not timetable.holds_at(local(2026, 10, 25, 1, 45))
    assert timetable.holds_at(local(2026, 10, 25, 1, 15, fold=1))


def test_hours_past_midnight_are_those_of_the_evening() -> None:
    timetable = Timetable((on("friday", "22:00", "02:00"),))

    assert timetable.holds_at(local(2026, 11, 28, 1))
    assert not timetable.holds_at(local(2026, 11, 27, 1))


def test_blocked_hours_beat_safe_ones_and_no_hours_are_never() -> None:
    blocked = Timetable((ALWAYS,), (on("friday", "12:00", "00:00"),))

    assert not blocked.holds_at(local(2026, 11, 27, 15))
    assert blocked.next_after(local(2026, 11, 27, 15)) == local(2026, 11, 28, 0)
    assert Timetable().next_after(local(2026, 11, 27, 15)) is None


def test_hours_are_said_as_people_say_them() -> None:
    weekdays = Hours(frozenset(DAYS[:5]), dt.time(9, 30), dt.time(12))

    assert weekdays.words == "Monday to Friday, 09:30 to 12:00"
    assert ALWAYS.words == "Every day, at any time"
    assert Hours.from_record(weekdays.as_record()) == weekdays
