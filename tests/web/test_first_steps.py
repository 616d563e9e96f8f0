"""The page of the organisation: what is managed, and the first steps until they are done."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accommodation.services import create_provision
from accounts import roles
from accounts.models import Organisation, User
from accounts.services import create_organisation, create_service
from accounts.settings import change
from accounts.tenancy import enter
from cases.services import NewPerson, open_case
from tests.cast import Cast, hire
from tests.pages import Page, assert_well_made, client_of
from web.checklist import checklist

PATH = "/z/"


def test_a_stranger_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(PATH)["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora"])
def test_the_wrong_role_finds_nothing(who: str, cast: Cast) -> None:
    assert client_of(getattr(cast, who)).get(PATH).status_code == 404


def test_an_administrator_is_led_there_and_finds_all_that_she_manages(cast: Cast) -> None:
    client = client_of(cast.ada)
    assert client.get("/")["Location"] == PATH

    page = assert_well_made(client.get(PATH), PATH)

    for address in ("/z/us/", "/z/services/", "/z/people/", "/z/settings/", "/z/roles/"):
        assert address in page.addresses
        assert client.get(address).status_code == 200


def test_an_empty_organisation_is_told_its_next_step(db: None) -> None:
    elm = create_organisation(name="Elm", kind="charity", by=None)
    client = client_of(hire("Ann", elm, roles.Administrator))

    assert "1 of 7 done" in Page(client.get(PATH)).text
    assert "Give a telephone number for when Rowan fails Next" in Page(client.get(PATH)).text
    with enter(elm, by=None):
        change("failure_telephone", to="01632 960111", by=None)
    assert "Add a service Next" in Page(client.get(PATH)).text
    with enter(elm, by=None):
        create_service(name="House", by=None)
    assert "Invite somebody who opens cases Next" in Page(client.get(PATH)).text
    hire("Ivy", elm, roles.IDVA)
    assert "Invite a second administrator Next" in Page(client.get(PATH)).text
    assert "4 of 7 done" in Page(client.get(PATH)).text


def test_every_step_leads_to_a_page_that_is_there(db: None) -> None:
    elm = create_organisation(name="Elm", kind="charity", by=None)
    client = client_of(hire("Ann", elm, roles.Administrator))

    for address in Page(client.get(PATH)).addresses:
        if address.startswith("/z/"):
            assert client.get(address).status_code == 200, address


def test_the_list_goes_away_with_the_first_case_and_the_first_return(cast: Cast) -> None:
    client = client_of(cast.ada)
    hire("Ann", cast.alder, roles.Administrator)
    with enter(cast.alder, by=None):
        change("failure_telephone", to="01632 960111", by=None)
        create_provision(
            service=cast.house, accommodation_type="refuge", bedspaces=3,
            authority_code="E10000030", commissioned_from=dt.date(2022, 4, 1), by=None,
        )  # fmt: skip
    assert "Derive the first annual return Next" in Page(client.get(PATH)).text

    assert client_of(cast.mara).get("/y/2022-23/E10000030/").status_code == 200

    assert "First steps" not in Page(client.get(PATH)).text


def test_a_return_that_counts_nothing_of_theirs_is_not_their_first(db: None) -> None:
    elm = create_organisation(name="Elm", kind="charity", by=None)
    ann, max_ = hire("Ann", elm, roles.Administrator), hire("Max", elm, roles.ServiceManager)
    with enter(elm, by=None):
        create_provision(
            service=create_service(name="House", by=None), accommodation_type="refuge",
            bedspaces=3, authority_code="E10000030", commissioned_from=dt.date(2022, 4, 1), by=None,
        )  # fmt: skip
    look = "/y/2022-23/E10000030/"
    assert client_of(max_).get(look).status_code == 200
    with enter(elm, by=max_):
        open_case(
            survivor=NewPerson(given_name="Somebody"), opened_on=timezone.localdate(), by=max_
        )

    assert last_step(ann) == ("Derive the first annual return", False)
    assert "Max Example finds it under “Annual return”" in Page(client_of(ann).get(PATH)).text
    assert client_of(max_).get(look).status_code == 200
    assert last_step(ann) == ("Derive the first annual return", True)


def last_step(user: User) -> tuple[str, bool]:
    """Return the last line of the list, and whether it is done."""
    with enter(Organisation.objects.get(name="Elm"), by=user):
        steps = checklist(user)
    assert steps
    return steps.steps[-1].words, steps.steps[-1].done


def test_whoever_may_open_no_return_is_led_to_invite_who_may(db: None) -> None:
    elm = create_organisation(name="Elm", kind="charity", by=None)
    page = Page(client_of(hire("Ann", elm, roles.Administrator)).get(PATH))

    assert "Invite a service manager: the return is not an administrator’s to open." in page.text


def test_the_list_can_be_put_away(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        change("first_steps", to=False, by=cast.ada)

    assert "First steps" not in Page(client_of(cast.ada).get(PATH)).text


def test_the_page_costs_the_same_however_many_work_here(cast: Cast) -> None:
    client = client_of(cast.ada)
    with CaptureQueriesContext(connection) as few:
        client.get(PATH)
    for number in range(20):
        hire(f"Worker{number}", cast.alder, roles.IDVA)

    with CaptureQueriesContext(connection) as many:
        client.get(PATH)

    assert len(many) == len(few)
