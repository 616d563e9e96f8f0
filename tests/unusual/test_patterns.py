"""Each pattern finds what it is for, and leaves the ordinary alone."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from cases.looked.standing import Standing
from cases.unusual.facts import Act, Alike, CaseFact, Colleague, Day, Done, Habits, Limits
from cases.unusual.patterns import PATTERNS, Flag

MONDAY = datetime.date(2026, 11, 2)
DAY = datetime.timedelta(days=1)
INES, KAY, MARA = (UUID(int=number) for number in (1, 2, 3))
OWN, OTHER = UUID(int=100), UUID(int=101)
BY_CODE = {one.code: one for one in PATTERNS}


def at(hour: float, day: datetime.date = MONDAY) -> datetime.datetime:
    """Return a moment of a day."""
    begins = datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
    return begins + datetime.timedelta(hours=hour)


def did(user: UUID, hour: float, act: Act, *cases: UUID) -> Done:
    """Somebody does something with a case."""
    return Done(user, at(hour), act, cases, frozenset(cases))


def opened(user: UUID, case: UUID, hour: float = 10) -> Done:
    """Somebody opens a case."""
    return did(user, hour, Act.OPENED, case)


def a_day(*done: Done, **more: Any) -> Day:
    """Return a Monday: Ines works on one case, Kay on the other, Mara manages."""
    standing = Standing()
    for user, case in ((INES, OWN), (KAY, OTHER)):
        allocation: Any = SimpleNamespace(
            worker_id=user, starts_on=MONDAY - 90 * DAY, ends_on=None, ended_at=None
        )
        standing.allocations[user, case].append(allocation)
        standing.workers[case].append(allocation)
    staff = {one: Colleague(one) for one in (INES, KAY)}
    staff[MARA] = Colleague(MARA, manages=True, counts_for_return=True)
    cases = {
        OWN: CaseFact(OWN, 1, workers=frozenset({INES})),
        OTHER: CaseFact(OTHER, 50, workers=frozenset({KAY})),
    }
    given: dict[str, Any] = {
        "staff": staff, "cases": cases, "standing": standing, "habits": Habits(),
        "limits": Limits(),
    }  # fmt: skip
    return Day(day=MONDAY, done=done, **(given | more))


def found(code: str, day: Day) -> list[Flag]:
    """Return what one pattern finds."""
    return list(BY_CODE[code].find(day))


def many(number: int, first: int = 1000) -> dict[UUID, CaseFact]:
    """Return so many cases of nobody, with numbers one after the other."""
    return {
        (pk := uuid4()): CaseFact(pk, first + 7 * count if first != 1 else count)
        for count in range(number)
    }


def with_cases(day: Day, more: dict[UUID, CaseFact]) -> Day:
    """Return a day with further cases."""
    return replace(day, cases={**day.cases, **more})


def busy(user: UUID, cases: Sequence[UUID], hour: float = 10, gap: float = 1 / 60) -> list[Done]:
    """Open cases one after the other."""
    return [opened(user, case, hour + gap * number) for number, case in enumerate(cases)]


def test_there_are_eleven_and_each_has_its_words() -> None:
    assert len(PATTERNS) == len(BY_CODE) == 11
    for one in PATTERNS:
        assert one.words.endswith("."), one.code
        assert len(one.code) * len(PATTERNS) < 200


@pytest.mark.parametrize(
    ("code", "kind"),
    [("same_name", Alike.NAME), ("same_name", Alike.DECLARED), ("colleague", Alike.COLLEAGUE),
     ("own", Alike.OWN)],
)  # fmt: skip
def test_a_likeness_is_told_of_who_looked(code: str, kind: Alike) -> None:
    day = a_day(opened(INES, OTHER), alike={(INES, OTHER): frozenset({kind})})

    assert found(code, day) == [Flag(INES, OTHER)]
    assert found(code, a_day(opened(INES, OTHER))) == []


def test_their_family_name_and_a_colleagues_name_in_their_own_case_are_work() -> None:
    alike = {(INES, OWN): frozenset({Alike.NAME, Alike.COLLEAGUE})}
    day = a_day(opened(INES, OWN), alike=alike)

    assert found("same_name", day) == []
    assert found("colleague", day) == []


def test_a_colleagues_case_read_while_she_is_there_has_no_tie() -> None:
    there = did(KAY, 9, Act.WROTE, OTHER)

    assert found("no_tie", a_day(opened(INES, OTHER), there)) == [Flag(INES, OTHER)]
    assert found("no_tie", a_day(opened(INES, OWN), there)) == []
    assert found("no_tie", a_day(opened(MARA, OTHER), there)) == []


@pytest.mark.parametrize(
    "reason",
    [
        [did(INES, 11, Act.WROTE, OTHER), did(KAY, 9, Act.OTHER)],
        [],
        [did(KAY, 9, Act.OTHER), *(did(INES, 9 + n, Act.MET) for n in range(3))],
    ],
    ids=["recorded in it", "worker away", "day of meetings"],
)
def test_what_explains_a_look_is_no_flag(reason: list[Done]) -> None:
    assert found("no_tie", a_day(opened(INES, OTHER), *reason)) == []


def test_a_case_of_their_team_is_theirs_to_read_and_a_likeness_in_it_is_told() -> None:
    east = frozenset({UUID(int=200)})
    staff = {one: Colleague(one, teams=east) for one in (INES, KAY)}
    there = did(KAY, 9, Act.WROTE, OTHER)
    alike = {(INES, OTHER): frozenset({Alike.NAME, Alike.COLLEAGUE})}
    day = a_day(opened(INES, OTHER), there, staff=staff, alike=alike)

    assert found("no_tie", day) == []
    assert found("same_name", day) == found("colleague", day) == [Flag(INES, OTHER)]
    day.staff = staff | {KAY: Colleague(KAY, teams=frozenset({UUID(int=201)}))}
    assert found("no_tie", day) == [Flag(INES, OTHER)]


def test_a_restricted_case_is_told_of_whoever_does_not_work_on_it() -> None:
    day = a_day(opened(INES, OTHER), opened(KAY, OTHER))
    cases = {**day.cases, OTHER: replace(day.cases[OTHER], restricted=True)}
    day = replace(day, cases=cases)

    assert found("restricted", day) == [Flag(INES, OTHER)]
    assert found("restricted", a_day(opened(INES, OTHER))) == []
    day.habits.opened.add((INES, OTHER))
    assert found("restricted", day) == []


def test_many_cases_in_an_hour_are_a_burst_unless_they_are_usual() -> None:
    cases = many(13)
    day = with_cases(a_day(*busy(INES, list(cases))), cases)

    assert found("burst", day) == [Flag(INES)]
    assert found("burst", with_cases(a_day(*busy(INES, list(cases), gap=1)), cases)) == []
    for number in range(1, 6):
        day.habits.hours[INES, MONDAY - number * DAY][10] = set(list(cases)[:9])
    assert found("burst", day) == []


def test_one_number_after_the_other_is_a_burst() -> None:
    cases = many(5, first=1)
    day = with_cases(a_day(*busy(INES, list(cases), gap=0.1)), cases)

    assert found("burst", day) == [Flag(INES)]
    four = list(cases)[:4]
    assert found("burst", with_cases(a_day(*busy(INES, four, gap=0.1)), cases)) == []


def test_searches_that_lead_nowhere_are_told() -> None:
    vain = [did(INES, 10 + n / 60, Act.SEARCHED, OTHER) for n in range(5)]

    assert found("fishing", a_day(*vain)) == [Flag(INES)]
    assert found("fishing", a_day(*vain[:4])) == []
    assert found("fishing", a_day(*vain, opened(INES, OTHER, 10.1))) == []
    assert found("fishing", a_day(*vain, opened(INES, OWN, 10.1))) == [Flag(INES)]
    day = a_day(*vain)
    day.habits.searches[INES, MONDAY - DAY] = 6
    assert found("fishing", day) == []


@pytest.mark.parametrize("hour", [3, 23.5, 21, 6.5])
def test_an_odd_hour_is_told_of_those_who_never_work_then(hour: float) -> None:
    day = a_day(opened(INES, OWN, hour))

    assert found("hours", day) == [Flag(INES, OWN)]
    band = day.limits.band_of(at(hour))
    day.habits.at_odd_hours[INES] = {(band, MONDAY - DAY), (band, MONDAY - 2 * DAY)}
    assert found("hours", day) == []


def test_a_shift_and_a_note_explain_the_hour() -> None:
    night = opened(INES, OWN, 3)

    assert found("hours", a_day(night, on_shift=frozenset({(INES, MONDAY)}))) == []
    assert found("hours", a_day(night, did(INES, 3.2, Act.WROTE, OWN))) == []
    assert found("hours", a_day(opened(INES, OWN, 12))) == []


def test_who_leaves_and_opens_more_than_usual_is_told() -> None:
    cases = many(9)
    staff = {INES: Colleague(INES, last_day=MONDAY + 5 * DAY)}
    day = with_cases(a_day(*busy(INES, list(cases), gap=0.5), staff=staff), cases)

    assert found("leaver", day) == [Flag(INES)]
    assert found("leaver", replace(day, staff={INES: Colleague(INES)})) == []
    for number in range(15, 25):
        day.habits.hours[INES, MONDAY - number * DAY][10] = set(cases)
    assert found("leaver", day) == []


def test_a_copy_of_anothers_case_is_told_of_who_leaves() -> None:
    staff = {INES: Colleague(INES, last_day=MONDAY)}

    assert found("leaver", a_day(did(INES, 10, Act.TOOK, OTHER), staff=staff)) == [Flag(INES)]
    assert found("leaver", a_day(did(INES, 10, Act.TOOK, OWN), staff=staff)) == []
    assert found("leaver", a_day(did(INES, 10, Act.TOOK), staff=staff)) == [Flag(INES)]


def test_the_last_day_looks_back_where_nobody_knew() -> None:
    staff = {INES: Colleague(INES, last_day=MONDAY)}
    day = a_day(staff=staff)
    day.habits.hours[INES, MONDAY - 3 * DAY][10] = {uuid4() for _ in range(20)}

    assert found("leaver", day) == [Flag(INES)]


def test_a_case_long_closed_is_told_of_whoever_never_worked_on_it() -> None:
    day = a_day(opened(INES, OTHER), opened(KAY, OTHER), opened(MARA, OTHER))
    closed_on = MONDAY - 60 * DAY
    day = replace(day, cases={OTHER: replace(day.cases[OTHER], closed_on=closed_on)})

    assert found("closed", day) == [Flag(INES, OTHER)]
    recent = replace(day.cases[OTHER], closed_on=MONDAY - DAY)
    assert found("closed", replace(day, cases={OTHER: recent})) == []


def test_a_sudden_audience_is_told_of_who_came_last() -> None:
    crowd = [uuid4() for _ in range(6)]
    day = a_day(opened(INES, OTHER, 11), this_week={OTHER: set(crowd[:5])})

    assert found("audience", day) == [Flag(INES, OTHER)]
    assert found("audience", a_day(opened(INES, OTHER), this_week={OTHER: set(crowd[:4])})) == []
    assert found("audience", replace(day, done=[opened(KAY, OTHER)])) == []
    for week in (1, 2, 3):
        day.habits.audience[OTHER, week] = set(crowd)
    assert found("audience", day) == []
