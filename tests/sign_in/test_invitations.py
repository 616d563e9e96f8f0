"""An invited person's link: for three days, once, to a password and a second factor."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.models import Invitation, User
from accounts.services import create_membership
from accounts.sign_in import invitations
from accounts.tenancy import enter
from tests.cast import LONG_AGO, Cast
from tests.pages import client_of
from tests.sign_in.people import code, enter_password

pytestmark = pytest.mark.django_db

PASSWORD = "a kettle under the moon"
OVER = b"This link is over"


@pytest.fixture
def invited(cast: Cast) -> tuple[User, str]:
    cache.clear()
    with enter(cast.alder, by=cast.ada):
        user, path = invite(cast, "New@example.org", "New Person")
        create_membership(user=user, role=roles.IDVA, starts_on=LONG_AGO, by=cast.ada)
    return user, path


def invite(cast: Cast, email: str, full_name: str = "Other Person") -> tuple[User, str]:
    return invitations.invite(email=email, full_name=full_name, by=cast.ada, now=timezone.now())


def test_the_link_leads_to_a_password_then_a_second_factor(invited: tuple[User, str]) -> None:
    user, path = invited
    client = Client()

    assert client.get(path).status_code == 200
    assert client.post(path, {"password": PASSWORD})["Location"] == "/"
    assert client.get("/d/")["Location"] == "/in/app/"
    secret = client.get("/in/app/").context["form"].secret
    assert client.post("/in/app/", {"code": code(secret=secret)})["Location"] == "/in/codes/"
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert User.objects.get(pk=user.pk).email == "new@example.org"


def test_until_then_nobody_signs_in_with_the_address(invited: tuple[User, str]) -> None:
    user, _ = invited

    assert enter_password(Client(), user, PASSWORD).status_code == 200


def test_it_works_once(invited: tuple[User, str]) -> None:
    _, path = invited
    Client().post(path, {"password": PASSWORD})

    assert OVER in Client().post(path, {"password": "another kettle somewhere"}).content


@pytest.mark.parametrize(("hours", "lives"), [(71.9, True), (72.1, False)])
def test_it_lives_for_three_days(invited: tuple[User, str], hours: float, lives: bool) -> None:
    _, path = invited

    with time_machine.travel(time.time() + hours * 3600):
        answer = Client().post(path, {"password": PASSWORD})

    assert (answer.status_code == 302) == lives


@pytest.mark.parametrize("password", ["short", "NewPerson2026", "passwordpassword", ""])
def test_a_password_that_is_easily_guessed_is_refused(
    invited: tuple[User, str], password: str
) -> None:
    _, path = invited

    assert Client().post(path, {"password": password}).status_code == 200
    assert Client().post(path, {"password": PASSWORD}).status_code == 302


def test_an_address_that_is_taken_is_refused(invited: tuple[User, str], cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada), pytest.raises(invitations.AddressIsTaken):
        invite(cast, "NEW@example.org")


def test_another_link_ends_the_one_before(invited: tuple[User, str], cast: Cast) -> None:
    user, before = invited

    with enter(cast.alder, by=cast.ada):
        after = invitations.renew(user=user, by=cast.ada, now=timezone.now())

    assert OVER in Client().get(before).content
    assert Client().get(after).status_code == 200


def test_whoever_has_enrolled_gets_no_link(invited: tuple[User, str], cast: Cast) -> None:
    user, path = invited
    Client().post(path, {"password": PASSWORD})
    user.refresh_from_db()

    with enter(cast.alder, by=cast.ada), pytest.raises(invitations.LinkIsOver):
        invitations.renew(user=user, by=cast.ada, now=timezone.now())


def test_the_database_holds_no_link(invited: tuple[User, str]) -> None:
    _, path = invited

    assert path.split("/")[-2] not in str(Invitation.objects.values().get())


def test_a_manager_makes_another_link_from_the_persons_page(cast: Cast) -> None:
    page = client_of(cast.ada).send(f"/z/access/{cast.kay.pk}/", {"act": "invite"})

    assert b"/in/new/" in page.content
    assert Invitation.objects.get().expires_at > timezone.now() + timedelta(hours=71)


def test_without_its_event_nobody_is_invited(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("audit.events.write", fails)
    with pytest.raises(RuntimeError), enter(cast.alder, by=cast.ada):
        invite(cast, "x@example.org")

    assert not User.objects.filter(email="x@example.org").exists()
