"""The two-week chart: every row is filled exactly, whatever is in the room."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from accommodation.chart import DAYS, Occupation, free_by_day, spans

FIRST = datetime.date(2026, 11, 23)


def day(offset: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=offset)


def stay(start: int, until: int | None) -> Occupation:
    return Occupation(kind="in", starts_on=day(start), until=None if until is None else day(until))


def test_an_empty_room_is_one_free_span() -> None:
    row = spans([], FIRST)

    assert [(span.kind, span.nights) for span in row] == [("free", DAYS)]


def test_the_day_of_leaving_is_a_free_night() -> None:
    row = spans([stay(0, 4)], FIRST)

    assert [(span.kind, span.nights) for span in row] == [("in", 4), ("free", 10)]
    assert row[0].leaving


def test_a_stay_that_reaches_past_both_edges_says_so() -> None:
    (only,) = spans([stay(-30, None)], FIRST)

    assert only.before
    assert only.beyond
    assert not only.leaving


def test_one_household_may_follow_another_on_the_same_day() -> None:
    row = spans([stay(0, 3), stay(3, 5)], FIRST)

    assert [(span.nights, span.starts_on) for span in row[:2]] == [(3, day(0)), (2, day(3))]


def test_free_rooms_are_counted_for_each_night() -> None:
    rows = [spans([stay(0, 2)], FIRST), spans([], FIRST)]

    assert free_by_day(rows)[:3] == [1, 1, 2]


@given(
    st.lists(
        st.tuples(st.integers(-20, 20), st.one_of(st.none(), st.integers(-20, 40))), max_size=6
    )
)
def test_every_row_has_fourteen_nights(bounds: list[tuple[int, int | None]]) -> None:
    row = spans([stay(start, until) for start, until in bounds], FIRST)

    assert sum(span.nights for span in row) == DAYS
    assert all(span.nights > 0 for span in row)
