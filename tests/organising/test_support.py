"""Help from outside: for hours, listed, ended at once, and never a case."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import roles, support
from accounts.access import has_permission
from accounts.models import SupportAccess, User
from accounts.permissions import Permission
from accounts.services import create_membership
from accounts.tenancy import enter
from audit.models import Event
from tests.cast import LONG_AGO, Cast, hire, make_user
from tests.pages import Page, assert_well_made, client_of

PATH = "/z/support/"
NEW = f"{PATH}new/"
SAM = {
    "full_name": "Sam Example", "email": "sam@example.org", "hours": "2",
    "reason": "The return takes long",
}  # fmt: skip


@pytest.fixture
def sam(cast: Cast) -> User:
    """Somebody from outside to whom Alder has given two hours."""
    user = make_user("Sam")
    client_of(cast.ada).send(NEW, SAM)
    return user


def given(cast: Cast) -> SupportAccess:
    with enter(cast.alder, by=None):
        return SupportAccess.objects.get()


def may_change_settings(user: User, cast: Cast) -> bool:
    with enter(cast.alder, by=user):
        found = User.objects.get(pk=user.pk)
        return has_permission(found, Permission.SETTINGS_MANAGE)


@pytest.mark.parametrize("path", [PATH, NEW, "/z/doing/"])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("path", [PATH, NEW, "/z/doing/"])
@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "bea"])
def test_the_wrong_role_finds_nothing(who: str, path: str, cast: Cast) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(path).status_code == 404
    assert client.send(path, SAM).status_code in (404, 405)
    with enter(cast.alder, by=None):
        assert not SupportAccess.objects.exists()


def test_somebody_new_gets_a_link_that_is_shown_once(cast: Cast) -> None:
    answer = client_of(cast.ada).send(NEW, SAM)

    assert "/in/new/" in answer.content.decode()
    page = assert_well_made(client_of(cast.ada).get(PATH), PATH)
    assert "Sam Example sam@example.org The return takes long" in page.text
    assert "/in/new/" not in page.text


def test_support_sees_settings_and_diagnostics_and_nothing_else(sam: User, cast: Cast) -> None:
    client = client_of(sam)

    for path in ("/z/", "/z/settings/", "/z/doing/"):
        assert_well_made(client.get(path), path)
    for path in ("/z/people/", "/z/services/", "/z/us/", PATH, "/c/", "/b/", "/y/", "/m/"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/c/{cast.amira.reference}/").status_code == 404


def test_it_ends_by_itself_within_the_hour(sam: User, cast: Cast) -> None:
    assert may_change_settings(sam, cast)
    end = given(cast).ends_at
    with time_machine.travel(end - dt.timedelta(seconds=1), tick=False):
        assert may_change_settings(sam, cast)
    with time_machine.travel(end, tick=False):
        assert not may_change_settings(sam, cast)


def test_it_is_ended_at_once_by_a_button(sam: User, cast: Cast) -> None:
    client = client_of(sam)
    assert client.get("/z/settings/").status_code == 200

    client_of(cast.ada).send(f"{PATH}{given(cast).pk}/end/", {})

    assert client.get("/z/settings/").status_code in (403, 404)
    assert not may_change_settings(sam, cast)
    with enter(cast.alder, by=None):
        verbs = set(Event.objects.filter(actor_id=cast.ada.pk).values_list("verb", flat=True))
    assert {"support.give", "support.end"} <= verbs
    assert "ended by Ada Example" in Page(client_of(cast.ada).get(PATH)).text


def test_another_organisations_support_is_not_there(sam: User, cast: Cast) -> None:
    admin = hire("Ann", cast.birch, roles.Administrator)
    client = client_of(admin)

    assert "Sam Example" not in Page(client.get(PATH)).text
    assert client.send(f"{PATH}{given(cast).pk}/end/", {}).status_code == 404
    assert may_change_settings(sam, cast)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"full_name": ""}, "Enter the name"),
        ({"email": "sam"}, "Enter an e-mail address, such as"),
        ({"email": "ines@example.org"}, "works here already"),
        ({"email": "ada@example.org"}, "works here already"),
        ({"hours": "0"}, "Enter a whole number from 1 to 24"),
        ({"hours": "25"}, "Enter a whole number from 1 to 24"),
        ({"reason": ""}, "Say what for"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_given(
    change: dict[str, str], said: str, cast: Cast
) -> None:
    answer = client_of(cast.ada).send(NEW, SAM | change)

    assert said in Page(answer).text
    with enter(cast.alder, by=None):
        assert not SupportAccess.objects.exists()


def test_the_role_of_support_is_given_for_hours_or_not_at_all(cast: Cast) -> None:
    user = make_user("Sam")
    role = client_of(cast.ada).send(
        f"/z/people/{cast.ines.pk}/role/",
        {"role": "support", "where": "", "starts_on": timezone.localdate().isoformat()},
    )
    assert "Select a valid choice" in Page(role).text
    with (
        enter(cast.alder, by=None),
        pytest.raises(IntegrityError, match="for_hours"),
        transaction.atomic(),
    ):
        create_membership(user=user, role=roles.Support, starts_on=LONG_AGO, by=None)
    with enter(cast.alder, by=cast.ada), pytest.raises(support.TooLong):
        support.give(
            email="sam@example.org", full_name="Sam", hours=25, reason="Long",
            now=timezone.now(), today=timezone.localdate(), by=cast.ada,
        )  # fmt: skip


def test_diagnostics_tell_of_work_and_versions_and_of_nobody(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.ada).get("/z/doing/"), "/z/doing/")

    assert "waiting 0, running 0, done 0, failed 0" in page.text
    assert "PostgreSQL" in page.text
    assert "Amira" not in page.text
