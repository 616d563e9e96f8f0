"""Living in a house: the arrival, a leaving date that moves, who is out, nights in and lost."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accommodation.models import Absence, Arrival, LeavingDate, Stay, Unit, UnitClosure
from accommodation.nights import nights
from accounts.tenancy import enter
from tests.pages import assert_well_made, client_of
from tests.scenes import Scene

DAY = datetime.timedelta(days=1)


def read(scene: Scene, path: str) -> str:
    return assert_well_made(client_of(scene.cast.mara).get(path), path).text


def test_strangers_find_none_of_it(scene: Scene) -> None:
    stay, house = scene.stay.pk, scene.cast.house.pk
    for path in (f"/b/stay/{stay}/arrival/", f"/b/h/{house}/nights/"):
        assert client_of(scene.cast.kay).get(path).status_code == 200
        for user in (scene.cast.bea, scene.cast.ines, scene.cast.ada):
            assert client_of(user).get(path).status_code == 404
    assert client_of(scene.cast.bea).send(f"/b/stay/{stay}/out/", {}).status_code == 404


def test_what_is_done_of_an_arrival_keeps_its_day_and_the_next_is_named(scene: Scene) -> None:
    path = f"/b/stay/{scene.stay.pk}/arrival/"
    client = client_of(scene.cast.kay)
    client.send(path, {"done": ["welcome"], "agreement": "licence", "version": "0"})
    sent = {"done": ["welcome", "agreement"], "eligible": "212.50", "personal": "9", "version": "1"}
    client.send(path, sent)
    again = client.send(path, sent)

    assert again.status_code == 409
    with enter(scene.cast.alder, by=scene.cast.kay):
        record = Arrival.objects.get().record
    assert record["eligible"] == "212.50"
    assert set(record["done"]) == {"welcome", "agreement"}
    stay = read(scene, f"/b/stay/{scene.stay.pk}/")
    assert "2 of 10 done. Next: Agreed to tell nobody the address" in stay


def test_a_longer_stay_has_a_reason_and_the_earlier_day_stays_known(scene: Scene) -> None:
    path = f"/b/stay/{scene.stay.pk}/until/"
    later = (timezone.localdate() + 30 * DAY).isoformat()
    client = client_of(scene.cast.kay)

    without = client.send(path, {"expected_to": later, "version": "1"})
    client.send(path, {"expected_to": later, "why_longer": "no_move_on", "version": "1"})

    assert "Choose why they stay longer" in assert_well_made(without, path).text
    with enter(scene.cast.alder, by=scene.cast.kay):
        assert LeavingDate.objects.get().why_longer == "no_move_on"
    assert "There is no home to move on to yet" in read(scene, f"/b/stay/{scene.stay.pk}/")


def test_who_is_out_stands_on_the_roll_call_until_they_are_back(scene: Scene) -> None:
    client, path = client_of(scene.cast.kay), f"/b/stay/{scene.stay.pk}/out/"
    roll = f"/b/h/{scene.cast.house.pk}/roll/"

    client.send(path, {"back_by": "2026-11-26T19:00"})
    assert "Out until Thu 26 Nov 19:00" in read(scene, roll)
    client.send(path, {})

    assert "Out until" not in read(scene, roll)
    with enter(scene.cast.alder, by=scene.cast.kay):
        assert Absence.objects.get().back_at is not None


def test_a_room_is_got_ready_after_somebody_left(scene: Scene) -> None:
    today = timezone.localdate()
    sent = {"ended_on": today.isoformat(), "planned": "yes",
            "ready_on": (today + 2 * DAY).isoformat()}  # fmt: skip

    client_of(scene.cast.kay).send(f"/b/left/{scene.running.pk}/", sent)

    with enter(scene.cast.alder, by=scene.cast.kay):
        closure = UnitClosure.objects.get()
        assert (closure.unit_id, closure.reason) == (scene.room_1.pk, "cleaning")
        assert (closure.starts_on, closure.ends_on) == (today, today + DAY)
    assert "Getting ready" in read(scene, "/b/")


def test_a_room_is_not_ready_before_they_left(scene: Scene) -> None:
    path = f"/b/left/{scene.running.pk}/"
    sent = {"ended_on": "2026-11-24", "planned": "yes", "ready_on": "2026-11-20"}

    answer = client_of(scene.cast.kay).send(path, sent)

    assert "on or after the day on which they left" in assert_well_made(answer, path).text


def test_the_nights_of_a_house_are_counted_on_its_page(scene: Scene) -> None:
    path = f"/b/h/{scene.cast.house.pk}/nights/?first=2026-11-01&last=2026-11-10"

    assert "10 of 30 nights were slept in: 33 in a hundred" in read(scene, path)


FIRST = datetime.date(2026, 11, 1)
offsets = st.integers(-10, 40)


@given(st.lists(st.tuples(offsets, st.none() | offsets), max_size=4),
       st.lists(st.tuples(offsets, st.none() | offsets), max_size=4),
       st.none() | offsets)  # fmt: skip
def test_each_night_of_a_room_is_slept_in_lost_or_free_and_never_two(
    slept: list[tuple[int, int | None]],
    closed: list[tuple[int, int | None]],
    given_up: int | None,
) -> None:
    last = FIRST + 29 * DAY
    room = Unit(decommissioned_on=None if given_up is None else FIRST + given_up * DAY)
    counted = nights(
        [room],
        [Stay(unit=room, starts_on=FIRST + a * DAY, ends_on=_end(b)) for a, b in slept],
        [UnitClosure(unit=room, starts_on=FIRST + a * DAY, ends_on=_end(b), reason="repair")
         for a, b in closed],
        first=FIRST, last=last,
    )  # fmt: skip

    [only] = counted.rooms
    assert only.slept + only.lost <= 30
    if given_up is None:
        assert only.in_use == 30


def _end(offset: int | None) -> datetime.date | None:
    return None if offset is None else FIRST + offset * DAY


def test_a_night_slept_in_a_closed_room_is_slept_in_and_not_lost() -> None:
    room = Unit()
    stay = Stay(unit=room, starts_on=FIRST, ends_on=FIRST + 2 * DAY)
    closure = UnitClosure(unit=room, starts_on=FIRST, ends_on=FIRST + 2 * DAY, reason="repair")

    counted = nights([room], [stay], [closure], first=FIRST, last=FIRST + 4 * DAY)

    assert (counted.slept, counted.lost, counted.free) == (2, [("Out of use, repair", 1)], 2)


@pytest.mark.parametrize("period", ["?first=2026-11-10&last=2026-11-01", "?first=x&last=y", ""])
def test_any_period_in_the_address_shows_nights(period: str, scene: Scene) -> None:
    path = f"/b/h/{scene.cast.house.pk}/nights/{period}"

    assert client_of(scene.cast.kay).get(path).status_code == 200
