"""The register of authorities, with dates."""

from datetime import date

import pytest

from accommodation import authorities
from tests.returns.bundles import CAMDEN, CARLISLE, CUMBERLAND, CUMBRIA, DARTFORD, KENT, LONDON

BEFORE, AFTER = date(2023, 3, 31), date(2023, 4, 1)
WESTMORLAND = "E06000064"


def test_there_were_120_tier_1_authorities_in_2022_23_and_121_after() -> None:
    year = authorities.tier1_existing_during(date(2022, 4, 1), BEFORE)

    assert len(year) == 120
    assert len(authorities.tier1_existing_during(AFTER, AFTER)) == 121


@pytest.mark.parametrize(
    ("code", "day", "areas"),
    [
        (KENT, BEFORE, {KENT}),
        (DARTFORD, BEFORE, {KENT}),
        (CAMDEN, BEFORE, {LONDON}),
        (LONDON, BEFORE, {LONDON}),
        (CUMBRIA, BEFORE, {CUMBRIA}),
        (CUMBRIA, AFTER, {CUMBERLAND, WESTMORLAND}),
        (CARLISLE, BEFORE, {CUMBRIA}),
        (CARLISLE, AFTER, {CUMBERLAND}),
        (CUMBERLAND, BEFORE, {CUMBRIA}),
        (CUMBERLAND, AFTER, {CUMBERLAND}),
        ("E08000020", AFTER, {"E08000037"}),
        ("E07000190", BEFORE, {"E10000027"}),  # Taunton Deane, merged in 2019 and again in 2023
        ("E07000190", AFTER, {"E06000066"}),
        ("E06000058", date(2019, 3, 31), {"E06000028", "E06000029", "E10000009"}),
    ],
)
def test_a_code_leads_to_its_areas_on_a_day(code: str, day: date, areas: set[str]) -> None:
    assert authorities.tier1_areas_on(code, day) == areas


@pytest.mark.parametrize("day", [date(2018, 4, 1), date(2022, 4, 1), AFTER, date(2030, 1, 1)])
def test_every_code_leads_to_living_tier_1_authorities_on_every_day(day: date) -> None:
    for code in authorities.register():
        areas = authorities.tier1_areas_on(code, day)
        assert areas
        for area in areas:
            assert authorities.get(area).is_tier1
            assert authorities.get(area).exists_on(day)


def test_an_unknown_code_is_said_to_be_unknown() -> None:
    assert authorities.find("E99999999") is None
    with pytest.raises(authorities.UnknownAuthority):
        authorities.tier1_areas_on("E99999999", AFTER)


def test_a_stretch_of_days_is_cut_to_the_life_of_the_authority() -> None:
    long = date(2020, 1, 1), date(2030, 1, 1)

    assert authorities.within_lifetime(CUMBRIA, *long) == (date(2020, 1, 1), BEFORE)
    assert authorities.within_lifetime(CUMBERLAND, *long) == (AFTER, date(2030, 1, 1))
    assert authorities.within_lifetime(CUMBRIA, AFTER, None) is None
    assert authorities.within_lifetime(KENT, None, None) == (date.min, date.max)


def test_successors_know_their_predecessors() -> None:
    assert set(authorities.predecessors(CUMBERLAND)) == {
        CUMBRIA,
        CARLISLE,
        "E07000026",
        "E07000029",
    }
