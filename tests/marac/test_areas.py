"""The areas that an organisation hosts: set up by whoever runs the meetings or administers."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts import roles
from accounts.settings import change
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from marac.forms import ActionForm
from marac.models import AreaChange, MaracArea
from marac.services import create_area
from tests.cast import Cast, hire
from tests.pages import Page, assert_well_made, client_of

PATH = "/z/areas/"
WESTBROOK = {"name": "Westbrook", "threshold": "14", "repeat_months": "12"}


def area_of(cast: Cast) -> MaracArea:
    with enter(cast.alder, by=cast.ada):
        return create_area(name="Westbrook", by=cast.ada)


@pytest.mark.parametrize("path", [PATH, f"{PATH}new/"])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "bea"])
def test_the_wrong_role_or_a_stranger_finds_nothing(who: str, cast: Cast) -> None:
    client, area = client_of(getattr(cast, who)), area_of(cast)

    for path in (PATH, f"{PATH}new/", f"{PATH}{area.pk}/"):
        assert client.get(path).status_code == 404
        assert client.send(path, WESTBROOK).status_code in (404, 405)


def test_an_administrator_sets_an_area_up_and_sees_no_meeting(cast: Cast) -> None:
    client = client_of(cast.ada)

    sent = client.send(f"{PATH}new/", WESTBROOK)
    page = assert_well_made(client.get(sent["Location"]), PATH)

    assert "Westbrook 14 12 months" in page.text
    assert "Police" in page.text
    assert client.get("/m/").status_code == 404
    with enter(cast.alder, by=None):
        assert Event.objects.filter(verb="meeting_area.create", actor_id=cast.ada.pk).exists()


def test_whoever_runs_the_meetings_sets_areas_up_too(cast: Cast) -> None:
    client = client_of(hire("Cleo", cast.alder, roles.MaracCoordinator))

    client.send(f"{PATH}new/", WESTBROOK)

    page = assert_well_made(client.get(PATH), PATH)
    assert "Westbrook" in page.text
    assert "/z/settings/meeting_agencies/" not in page.addresses


def test_an_area_is_changed_and_not_overwritten_unseen(cast: Cast) -> None:
    client, area = client_of(cast.ada), area_of(cast)
    path = f"{PATH}{area.pk}/"

    client.send(path, WESTBROOK | {"threshold": "10", "version": "1"})
    late = client.send(path, WESTBROOK | {"threshold": "20", "version": "1"})

    assert "Somebody changed this meanwhile" in Page(late).text
    with enter(cast.alder, by=None):
        assert MaracArea.objects.get().threshold == 10


def test_what_its_rules_were_stands_on_its_page_and_is_never_rewritten(cast: Cast) -> None:
    client, area = client_of(cast.ada), area_of(cast)
    path = f"{PATH}{area.pk}/"
    before = area.threshold

    client.send(path, WESTBROOK | {"threshold": "10", "version": "1"})
    page = assert_well_made(client.get(path), path).text

    assert f"Ada Example threshold {before} 10" in page
    with enter(cast.alder, by=None):
        events.write("test.change", by=None, subjects=[area.pk])
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            AreaChange.objects.update(before="11")


@pytest.mark.parametrize(
    ("change_", "said"),
    [({"name": ""}, "Enter a name"), ({"threshold": "0"}, "greater than or equal to 1")],
)
def test_what_is_wrong_is_said(change_: dict[str, str], said: str, cast: Cast) -> None:
    assert said in Page(client_of(cast.ada).send(f"{PATH}new/", WESTBROOK | change_)).text


def test_the_agencies_are_suggested_in_the_organisations_own_words(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        change("meeting_agencies", to=["Police", "Fire & rescue"], by=cast.ada)
        shown = str(ActionForm()["agency"])
    with enter(cast.birch, by=cast.bea):
        elsewhere = str(ActionForm()["agency"])

    assert '<option value="Fire &amp; rescue">' in shown
    assert "Fire" not in elsewhere
    assert "Probation" in elsewhere
