"""Places that an authority buys, and rooms, as an administrator sets them up."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accommodation.models import Provision, Unit
from accommodation.services import create_provision, create_unit
from accounts.tenancy import enter
from audit.models import Event
from tests.cast import Cast
from tests.pages import Page, assert_well_made, client_of

PLACES = {
    "accommodation_type": "refuge", "authority_code": "Suffolk", "bedspaces": "8",
    "commissioned_from": "2022-04-01", "commissioned_to": "", "continues": "",
}  # fmt: skip


def service_path(cast: Cast, end: str = "") -> str:
    return f"/z/services/{cast.house.pk}/{end}"


def rooms(*names: str, **more: str) -> dict[str, str]:
    """What the form of several rooms sends."""
    rows = {f"form-{at}-name": name for at, name in enumerate(names)}
    return {"form-TOTAL_FORMS": "6", "form-INITIAL_FORMS": "0"} | rows | more


def provision_of(cast: Cast, **more: Any) -> Provision:
    with enter(cast.alder, by=cast.ada):
        return create_provision(
            service=cast.house, accommodation_type="refuge", bedspaces=8, by=cast.ada, **more
        )


def unit_of(cast: Cast) -> Unit:
    with enter(cast.alder, by=cast.ada):
        return create_unit(service=cast.house, name="Room 1", by=cast.ada)


def every_path(cast: Cast) -> list[str]:
    return [
        service_path(cast, "places/"), service_path(cast, "rooms/"),
        f"/z/places/{provision_of(cast).pk}/", f"/z/rooms/{unit_of(cast).pk}/",
    ]  # fmt: skip


def test_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    for path in every_path(cast):
        assert Client().get(path)["Location"].startswith("/in/")


def test_the_wrong_role_and_a_stranger_find_nothing(cast: Cast) -> None:
    for path in every_path(cast):
        for user in (cast.ines, cast.kay, cast.mara, cast.cora, cast.bea):
            assert client_of(user).get(path).status_code == 404
            assert client_of(user).send(path, PLACES).status_code == 404


def test_places_are_recorded_for_an_authority_found_by_its_name(cast: Cast) -> None:
    client = client_of(cast.ada)

    sent = client.send(service_path(cast, "places/"), PLACES)
    page = assert_well_made(client.get(sent["Location"]), sent["Location"])

    assert "Refuge Suffolk County Council 8 Fri 1 Apr 2022" in page.text
    with enter(cast.alder, by=None):
        assert Provision.objects.get().authority_code == "E10000029"
        assert Event.objects.filter(verb="provision.create", actor_id=cast.ada.pk).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"accommodation_type": ""}, "Choose the type"),
        ({"authority_code": "Atlantis"}, "No authority is called that"),
        ({"authority_code": "north"}, "Several authorities are called that"),
        ({"bedspaces": ""}, "Enter a whole number of places"),
        ({"bedspaces": "-1"}, "Enter a whole number of places"),
        ({"commissioned_from": ""}, "Enter the first day that the authority buys it"),
        ({"commissioned_to": "2021-01-01"}, "The last day is on or after the first"),
        ({"continues": "00000000-0000-4000-8000-000000000000"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_places_is_said(change: dict[str, str], said: str, cast: Cast) -> None:
    answer = client_of(cast.ada).send(service_path(cast, "places/"), PLACES | change)

    assert said in Page(answer).text
    with enter(cast.alder, by=None):
        assert not Provision.objects.exists()


def test_a_name_that_was_typed_stays_in_the_form(cast: Cast) -> None:
    answer = client_of(cast.ada).send(
        service_path(cast, "places/"), PLACES | {"authority_code": "Atlantis"}
    )

    assert 'value="Atlantis"' in answer.content.decode()


def test_places_are_carried_on_once_and_by_their_own_type(cast: Cast) -> None:
    first = provision_of(cast, authority_code="E10000029", commissioned_from=dt.date(2022, 4, 1))
    client, path = client_of(cast.ada), service_path(cast, "places/")
    more = {"continues": str(first.pk), "commissioned_from": "2023-04-01"}

    other_type = client.send(path, PLACES | more | {"accommodation_type": "sanctuary"})
    client.send(path, PLACES | more)
    again = client.send(path, PLACES | more)

    assert "Only places of the same type are carried on" in Page(other_type).text
    assert "Select a valid choice" in Page(again).text
    with enter(cast.alder, by=None):
        assert Provision.objects.get(continues=first).bedspaces == 8


def test_a_commission_is_ended_and_not_overwritten_unseen(cast: Cast) -> None:
    first = provision_of(cast, authority_code="E10000029", commissioned_from=dt.date(2022, 4, 1))
    client, path = client_of(cast.ada), f"/z/places/{first.pk}/"
    ended = PLACES | {"commissioned_to": "2026-03-31", "version": "1"}

    assert 'value="Suffolk County Council"' in client.get(path).content.decode()
    client.send(path, ended)
    late = client.send(path, PLACES | {"bedspaces": "9", "version": "1"})

    assert "Somebody changed this while you were writing" in Page(late).text
    assert "to 31/03/2026" in Page(late).text
    with enter(cast.alder, by=None):
        first.refresh_from_db()
    assert (first.commissioned_to, first.bedspaces) == (dt.date(2026, 3, 31), 8)


def test_what_is_being_written_of_places_is_kept(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.post(f"/unsaved/provision/{cast.house.pk}/", PLACES | {"authority_code": "Suff"})

    answer = client.get(service_path(cast, "places/"))

    assert 'value="Suff"' in answer.content.decode()


def test_several_rooms_are_added_at_once_in_their_order(cast: Cast) -> None:
    client = client_of(cast.ada)
    more = {"form-0-sleeps": "4", "form-0-step_free": "on"}

    sent = client.send(service_path(cast, "rooms/"), rooms("Room 10", "Room 2", **more))
    page = Page(client.get(sent["Location"]))

    assert "2 rooms are there." in page.text
    assert page.text.index("Room 2") < page.text.index("Room 10")
    with enter(cast.alder, by=None):
        found = {one.name: (one.sleeps, one.step_free, one.cot) for one in Unit.objects.all()}
    assert found == {"Room 10": (4, "yes", "no"), "Room 2": (None, "no", "no")}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (rooms(), "Enter the name of a room"),
        (rooms("Room 2", "room 2"), "There is a room 2 already"),
        (rooms("Room 1"), "There is a Room 1 already"),
        (rooms("Room 2", **{"form-0-sleeps": "none"}), "Enter a whole number from 1 to 50"),
        (rooms("", **{"form-0-sleeps": "3"}), "Enter the name of the room"),
    ],
)
def test_of_rooms_all_are_added_or_none(sent: dict[str, str], said: str, cast: Cast) -> None:
    unit_of(cast)

    answer = client_of(cast.ada).send(service_path(cast, "rooms/"), sent)

    assert said in Page(answer).text
    with enter(cast.alder, by=None):
        assert Unit.objects.count() == 1


def test_more_rows_keep_what_was_typed_and_save_nothing(cast: Cast) -> None:
    answer = client_of(cast.ada).send(service_path(cast, "rooms/"), rooms("Room 2", more_rows="1"))

    assert 'value="Room 2"' in answer.content.decode()
    assert 'name="form-11-name"' in answer.content.decode()
    with enter(cast.alder, by=None):
        assert not Unit.objects.exists()


def test_a_room_is_changed_and_not_overwritten_unseen(cast: Cast) -> None:
    client, path = client_of(cast.ada), f"/z/rooms/{unit_of(cast).pk}/"

    client.send(path, {"name": "Garden room", "sleeps": "2", "cot": "on", "version": "1"})
    late = client.send(path, {"name": "Room 9", "version": "1"})

    assert "Somebody changed this while you were writing" in Page(late).text
    with enter(cast.alder, by=None):
        found = Unit.objects.get()
        said = (found.name, found.sleeps, found.step_free, found.cot)
    assert said == ("Garden room", 2, "no", "yes")


def test_a_fault_in_the_third_room_leaves_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter([True, True])

    def fail_in_the_end(**kwargs: Any) -> Unit:
        if next(made, None) is None:
            raise RuntimeError("a fault")
        return create_unit(**kwargs)

    monkeypatch.setattr("accommodation.setting_up.services.create_unit", fail_in_the_end)
    answer = client_of(cast.ada).send(service_path(cast, "rooms/"), rooms("A", "B", "C"))

    assert answer.status_code == 500
    with enter(cast.alder, by=None):
        assert not Unit.objects.exists()
