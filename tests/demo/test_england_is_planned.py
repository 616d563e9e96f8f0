"""The plan of England: exact, repeatable, and possible night by night."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.england.bundle import complete
from demo.england.chance import stream
from demo.england.country import all_blocks
from demo.england.diary import MONTHS, add_months, write_diary
from demo.england.geography import FIRST_DAY, LAST_DAY, commissioners
from demo.england.housing import England, plan_england
from demo.england.people import plan_households
from demo.england.records import write_country
from demo.england.rounding import apportion, running_shares
from demo.england.targets import TYPES, targets_at
from tests.demo.conftest import SCALE

WEIGHTS = st.lists(st.integers(0, 500), min_size=1, max_size=40).filter(any)


@given(total=st.integers(0, 5000), weights=WEIGHTS)
def test_apportioned_parts_add_up_and_are_fair(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(total=st.integers(0, 5000), weights=WEIGHTS, phase=st.fractions(0, Fraction(99, 100)))
def test_running_shares_never_exceed_a_fair_share_rounded_up(
    total: int, weights: list[int], phase: Fraction
) -> None:
    parts = running_shares(total, weights, phase=phase)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert 0 <= part <= -(-total * weight // sum(weights))


def test_there_were_120_authorities_in_the_year() -> None:
    assert len(commissioners()) == 120
    assert len({area.gss_code for area in commissioners()}) == 120


@pytest.mark.parametrize("scale", ["0.01", "0.02", "0.1"])
def test_households_meet_every_target_at_any_scale(scale: str) -> None:
    targets = targets_at(Decimal(scale))
    households = plan_households(targets)
    members = [m for kind in TYPES for one in households[kind] for m in one.members]
    assert {kind: len(households[kind]) for kind in TYPES} == dict(targets.households)
    assert len(members) == sum(targets.individuals.values())
    assert sum(m.band == "young" for m in members) == targets.of("C2.age_16_25")
    assert sum(not m.is_child for m in members) == targets.adults


def test_every_authority_of_the_whole_country_has_places() -> None:
    england = plan_england(Decimal(1))
    places: Counter[str] = Counter()
    for block in all_blocks(england.providers):
        places[block.authority] += block.places
    assert len(places) == 120
    assert sum(places.values()) == 16_350


def test_no_two_households_are_in_one_place_on_one_night(small_england: England) -> None:
    for block in all_blocks(small_england.providers):
        visits = [each.visit for each in small_england.story(block).residences]
        for place in range(block.places):
            line = sorted((v for v in visits if v.place == place), key=lambda v: v.started_on)
            for one, following in pairwise(line):
                assert one.ended_on is not None
                assert one.ended_on <= following.started_on


def test_a_stay_is_as_long_as_it_was_meant_to_be() -> None:
    lengths = {"under_1m": 8, "1_3m": 9, "3_6m": 6, "over_6m": 10}
    visits = write_diary(13, lengths, 11, opens={}, rng=stream("test"))
    ended = [(v, v.ended_on) for v in visits if v.ended_on and v.ended_on <= LAST_DAY]
    assert Counter(visit.length for visit, _ in ended) == lengths
    for visit, last_day in ended:
        least, below = MONTHS[visit.length]
        assert add_months(visit.started_on, least) <= last_day >= FIRST_DAY
        assert last_day < add_months(visit.started_on, below)


def test_more_households_than_the_nights_can_hold_are_refused() -> None:
    lengths = {"under_1m": 0, "1_3m": 0, "3_6m": 5, "over_6m": 0}
    with pytest.raises(ValueError, match="cannot hold"):
        write_diary(1, lengths, 0, opens={}, rng=stream("test"))


def test_the_same_scale_gives_the_same_bundles(small_england: England) -> None:
    again = plan_england(SCALE)
    for (_, one), (_, other) in zip(
        write_country(small_england), write_country(again), strict=True
    ):
        assert one == other


def test_names_and_numbers_are_plainly_invented(small_england: England) -> None:
    for _, rows in write_country(small_england):
        for person in dict(complete(rows))["people"]:
            assert person["phone"] == "" or person["phone"].startswith("07700 900")
            assert person["email"] == "" or person["email"].endswith("@example.org")
            assert person["postcode"] == "" or person["postcode"].startswith("ZZ")


def test_nothing_is_dated_after_the_records_were_handed_over(small_england: England) -> None:
    latest = date(2023, 10, 31) + timedelta(days=1)
    for _, rows in write_country(small_england):
        for delivery in rows["support"]:
            assert delivery["delivered_on"] < latest.isoformat()
