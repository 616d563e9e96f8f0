"""The organisation, its services and teams, as an administrator sets them up."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import roles, services
from accounts.models import Organisation, Service, Team
from accounts.services import create_service, create_team
from accounts.tenancy import enter
from audit.errors import NoOrganisationEntered
from audit.models import Event
from tests.cast import Cast, hire
from tests.pages import Page, assert_well_made, client_of

SERVICES = "/z/services/"
NEW = f"{SERVICES}new/"
US = "/z/us/"
REFUGE = {"name": "Rose House", "kind": "accommodation", "specialist_groups": ["disabled"]}


@pytest.mark.parametrize("path", [US, SERVICES, NEW])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("path", [US, SERVICES, NEW])
@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "bea"])
def test_the_wrong_role_finds_nothing(who: str, path: str, cast: Cast) -> None:
    assert client_of(getattr(cast, who)).get(path).status_code == 404


def test_a_new_service_is_there_with_its_event(cast: Cast) -> None:
    client = client_of(cast.ada)

    sent = client.send(NEW, REFUGE)
    page = assert_well_made(client.get(sent["Location"]), sent["Location"])

    assert page.headings == ["Rose House"]
    assert "for disabled people" in page.text
    with enter(cast.alder, by=None):
        assert Event.objects.filter(verb="service.create", actor_id=cast.ada.pk).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "Enter the name of the service"),
        ({"kind": ""}, "Choose what it is"),
        ({"by_and_for_groups": ["lgbtq"]}, "Choose these groups under “Specialist for” as well"),
    ],
)
def test_what_is_wrong_with_a_service_is_said(
    change: dict[str, object], said: str, cast: Cast
) -> None:
    answer = client_of(cast.ada).send(NEW, REFUGE | change)

    assert said in Page(answer).text
    with enter(cast.alder, by=None):
        assert Service.objects.count() == 1


def test_a_service_is_changed_and_nobody_overwrites_unseen(cast: Cast) -> None:
    client, path = client_of(cast.ada), f"{SERVICES}{cast.house.pk}/change/"
    client.send(path, REFUGE | {"version": "1"})

    late = client.send(path, REFUGE | {"name": "Lily House", "version": "1"})

    assert "Somebody changed this while you were writing" in Page(late).text
    assert "Lily House" in late.content.decode()
    with enter(cast.alder, by=None):
        assert Service.objects.get().name == "Rose House"


def test_what_is_being_written_of_a_service_is_kept(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.post("/unsaved/service/", {"name": "Half a na", "kind": "community"})

    page = client.get(NEW)

    assert "Half a na" in page.content.decode()
    assert "We kept what you were writing" in Page(page).text


def test_teams_are_added_and_renamed(cast: Cast) -> None:
    client = client_of(cast.ada)

    client.send(f"{SERVICES}{cast.house.pk}/team/", {"name": "Night"})
    with enter(cast.alder, by=None):
        team = Team.objects.get()
    client.send(f"/z/teams/{team.pk}/", {"name": "Late", "version": "1"})

    assert "Late" in Page(client.get(f"{SERVICES}{cast.house.pk}/")).text
    late = client.send(f"/z/teams/{team.pk}/", {"name": "Night", "version": "1"})
    assert "Somebody changed this" in Page(late).text


def test_what_is_anothers_is_not_there(cast: Cast) -> None:
    with enter(cast.birch, by=None):
        team = create_team(service=cast.birch_house, name="Elsewhere", by=None)
    client = client_of(cast.ada)

    for path in (
        f"{SERVICES}{cast.birch_house.pk}/", f"{SERVICES}{cast.birch_house.pk}/change/",
        f"{SERVICES}{cast.birch_house.pk}/team/", f"/z/teams/{team.pk}/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404
        assert client.send(path, {"name": "Mine"}).status_code in (404, 405)


def test_the_organisation_gets_another_name_but_never_becomes_an_authority(cast: Cast) -> None:
    client = client_of(cast.ada)

    client.send(US, {"name": "Alder Trust", "kind": "charity", "version": "1"})
    refused = client.send(US, {"name": "Alder", "kind": "authority", "version": "2"})

    assert "Select a valid choice" in Page(refused).text
    assert Organisation.objects.get(pk=cast.alder.pk).name == "Alder Trust"
    late = client.send(US, {"name": "Alder", "kind": "charity", "version": "1"})
    assert "Somebody changed this" in Page(late).text


def test_nobody_changes_another_organisation(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada), pytest.raises(NoOrganisationEntered):
        services.change_organisation(
            organisation=cast.birch, name="Mine", expected_version=1, by=cast.ada
        )

    assert Organisation.objects.get(pk=cast.birch.pk).name == "Birch"


def test_a_long_list_has_pages_and_costs_the_same(cast: Cast) -> None:
    client = client_of(cast.ada)
    with CaptureQueriesContext(connection) as few:
        client.get(SERVICES)
    with enter(cast.alder, by=None):
        for number in range(60):
            create_service(name=f"House {number}", by=None)

    with CaptureQueriesContext(connection) as many:
        answer = client.get(SERVICES)

    assert "1 to 50 of 61 services" in Page(answer).text
    assert len(many) == len(few)


def test_an_organisation_without_a_service_is_told_what_to_do(cast: Cast) -> None:
    empty = services.create_organisation(name="Elm", kind="charity", by=None)
    admin = hire("Ann", empty, roles.Administrator)

    assert "There is no service yet." in Page(client_of(admin).get(SERVICES)).text
