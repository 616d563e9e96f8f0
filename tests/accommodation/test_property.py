"""Houses and rooms as bricks: what they fit, what kind of place they are, giving one up."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accommodation import property as houses
from accommodation.fitting import Household, against_the_house, why_not
from accommodation.models import Address, House, Unit
from accommodation.services import UnitGivenUp, give_unit
from accounts import roles
from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from audit.models import Event
from tests.cast import hire
from tests.pages import assert_well_made, client_of
from tests.scenes import Scene

DAY = datetime.timedelta(days=1)


def paths(scene: Scene) -> list[str]:
    """Every address of the house as bricks, the ones that anybody who sees rooms opens first."""
    house, room = scene.cast.house.pk, scene.room_2.pk
    return [
        f"/b/h/{house}/about/",
        f"/b/h/{house}/where/",
        f"/b/h/{house}/rules/",
        f"/b/h/{house}/where/change/",
        f"/b/{room}/fits/",
        f"/b/{room}/kind/",
        f"/b/{room}/up/",
    ]


def test_whoever_runs_the_house_opens_each_page_and_a_stranger_none(scene: Scene) -> None:
    for path in paths(scene):
        assert_well_made(client_of(scene.cast.mara).get(path), path)
        for user in (scene.cast.bea, scene.cast.ines, scene.cast.ada):
            assert client_of(user).get(path).status_code == 404, path


def test_a_key_worker_reads_and_changes_nothing(scene: Scene) -> None:
    answers = [client_of(scene.cast.kay).get(path).status_code for path in paths(scene)]

    assert answers == [200, 200, 404, 404, 404, 404, 404]


def test_the_address_opens_for_who_may_see_where_people_live_and_leaves_a_trace(
    scene: Scene,
) -> None:
    house = scene.cast.house
    path = f"/b/h/{house.pk}/where/"
    fay = hire("Fay", scene.cast.alder, roles.Finance)
    sent = {"lines": "2 Sample Row", "post": "PO Box 1", "standing": "safe", "version": "0"}

    client_of(scene.cast.mara).send(f"{path}change/", sent)

    assert "2 Sample Row" in assert_well_made(client_of(scene.cast.kay).get(path), path).text
    assert client_of(fay).get(f"/b/h/{house.pk}/about/").status_code == 200
    assert client_of(fay).get(path).status_code == 404
    for other in (f"/b/h/{house.pk}/", f"/b/h/{house.pk}/about/", f"/b/h/{house.pk}/roll/"):
        assert b"Sample Row" not in client_of(scene.cast.mara).get(other).content
    with enter(scene.cast.alder, by=None):
        assert Event.objects.filter(verb="house.see_where", actor_id=scene.cast.kay.pk).exists()


def test_a_home_of_its_own_has_an_address_of_its_own(scene: Scene) -> None:
    path = f"/b/h/{scene.cast.house.pk}/where/change/?home={scene.room_2.pk}"

    client_of(scene.cast.mara).send(path, {"lines": "3 Sample Row", "standing": "known"})

    with enter(scene.cast.alder, by=scene.cast.mara):
        assert Address.objects.get().unit_id == scene.room_2.pk
    other = f"/b/h/{scene.cast.house.pk}/where/change/?home={scene.cast.birch_house.pk}"
    assert client_of(scene.cast.mara).get(other).status_code == 404


def test_what_the_house_asks_is_changed_by_whoever_saw_it(scene: Scene) -> None:
    path = f"/b/h/{scene.cast.house.pk}/rules/"
    client_of(scene.cast.mara).send(path, {"assembly_point": "By the oak", "boys_up_to": "13"})

    again = client_of(scene.cast.mara).send(path, {"assembly_point": "By the gate"})

    assert again.status_code == 409
    with enter(scene.cast.alder, by=scene.cast.mara):
        assert House.objects.get().assembly_point == "By the oak"
    roll = f"/b/h/{scene.cast.house.pk}/roll/"
    page = assert_well_made(client_of(scene.cast.kay).get(roll), roll)
    assert "In a fire: By the oak" in page.text
    assert "1 adult, 1 child" in page.text


def test_what_a_room_fits_stands_on_the_chart(scene: Scene) -> None:
    sent = {"name": "Room 2", "sleeps": "3", "adults": "1", "children": "2", "cot": "on",
            "boys_up_to": "12", "version": str(scene.room_2.version)}  # fmt: skip

    client_of(scene.cast.mara).send(f"/b/{scene.room_2.pk}/fits/", sent)

    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")
    assert "1 + 2 · cot · boys up to 12" in page.text


def test_a_room_is_not_given_up_while_somebody_has_it(scene: Scene) -> None:
    path = f"/b/{scene.room_1.pk}/up/"
    sent = {"on": timezone.localdate().isoformat(), "version": str(scene.room_1.version)}

    page = assert_well_made(client_of(scene.cast.mara).send(path, sent), path)

    assert "Somebody has the room: Mira (until" in page.text
    with enter(scene.cast.alder, by=scene.cast.mara):
        assert Unit.objects.get(pk=scene.room_1.pk).decommissioned_on is None


def test_a_room_that_is_given_up_takes_nobody_and_leaves_the_chart(scene: Scene) -> None:
    today = timezone.localdate()
    with enter(scene.cast.alder, by=scene.cast.mara):
        houses.give_up_unit(unit=scene.room_2, on=today, expected_version=1, by=scene.cast.mara)
        with pytest.raises(UnitGivenUp):
            give_unit(episode=scene.running, unit=scene.room_2, starts_on=today, by=None)

    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")
    assert "Given up" in page.text
    later = (today + 3 * DAY).isoformat()
    path = f"/b/h/{scene.cast.house.pk}/?from={later}"
    assert "1 of 2 rooms" in assert_well_made(client_of(scene.cast.kay).get(path), path).text


def test_a_room_is_of_another_kind_from_a_day_on(scene: Scene) -> None:
    today = timezone.localdate()
    mara = scene.cast.mara
    with enter(scene.cast.alder, by=mara):
        for kind, day in (("refuge", today - DAY), ("dispersed", today + DAY)):
            houses.retype_unit(unit=scene.room_2, accommodation_type=kind, starts_on=day, by=mara)

    path = f"/b/h/{scene.cast.house.pk}/about/"
    assert "Refuge" in assert_well_made(client_of(mara).get(path), path).text
    refused = client_of(mara).send(
        f"/b/{scene.room_1.pk}/kind/",
        {"accommodation_type": "dispersed", "starts_on": today.isoformat()},
    )
    assert b"Somebody has the room: Mira" in refused.content


def test_two_changes_of_one_room_do_not_overwrite_each_other(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.mara):
        said = houses.Features(name="Room 2", sleeps=3)
        houses.change_unit(unit=scene.room_2, features=said, expected_version=1, by=None)
        with pytest.raises(ChangedMeanwhile):
            houses.change_unit(unit=scene.room_2, features=said, expected_version=1, by=None)


def test_why_a_room_does_not_fit_is_said_in_words() -> None:
    room = Unit(sleeps=3, adults=1, children=2, step_free="no", pets="no", boys_up_to=10)
    family = Household(adults=1, children=3, step_free=True, pets=True, boy_aged=12,
                       no_recourse=True)  # fmt: skip

    assert why_not(room, family) == [
        "too small", "not step-free", "no pets", "nobody pays without recourse", "boys up to 10",
    ]  # fmt: skip
    assert why_not(room, Household(adults=1, children=2)) == []
    assert why_not(Unit(), Household(adults=12, children=9)) == []


def test_an_area_that_is_too_near_is_told_whatever_room_is_free() -> None:
    house = House(too_near="Westbrook, North End")

    assert against_the_house(house, Household(area="westbrook")) == ["the area is too near"]
    assert against_the_house(house, Household(area="Eastham")) == []


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_a_room_never_fits_more_than_it_sleeps(
    adults: int, children: int, beds: int, cots: int
) -> None:
    room = Unit(sleeps=beds + cots, adults=beds, children=cots)

    fits = not why_not(room, Household(adults=adults, children=children))

    assert fits == (adults <= beds and adults + children <= beds + cots)
