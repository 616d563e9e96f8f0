"""Every way in, tried as far as one factor goes: none of them opens a page of the work.

An address that strangers may ask is either a way that is tried here or one that leads nowhere; a
new one without either fails.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.beginning import new_code
from accounts.models import User
from accounts.sign_in import invitations, recovery
from accounts.tenancy import enter
from tests.cast import Cast
from tests.sign_in.identity import Identity, begin, come_back
from tests.sign_in.people import code, enrolled, enter_code, enter_password, with_password
from tests.sign_in.test_every_address import ADDRESSES, PUBLIC
from tests.sign_in.test_passkeys import browser, enter_passkey, key_of

pytestmark = pytest.mark.django_db

Way = Callable[[Cast], Client]

NEW = "a kettle under the moon"
# Where a session with one factor may be sent: to enrol, or out.
_BACK = ("/in/app/", "/in/", "/in/?next=")


def with_a_password(cast: Cast) -> Client:
    client = Client()
    enter_password(client, enrolled(cast.ines))
    return client


def with_a_password_and_nothing_enrolled(cast: Cast) -> Client:
    client = Client()
    enter_password(client, with_password(cast.ines))
    return client


def with_a_code_alone(cast: Cast) -> Client:
    client = Client()
    enrolled(cast.ines)
    enter_code(client, code())
    return client


def with_an_invitation(cast: Cast) -> Client:
    with enter(cast.alder, by=cast.ada):
        path = invitations.renew(user=cast.ines, by=cast.ada, now=timezone.now())
    client = Client()
    client.post(path, {"password": NEW})
    return client


def with_a_recovery(cast: Cast) -> Client:
    now = timezone.now()
    enrolled(cast.ines)
    with enter(cast.alder, by=cast.ada):
        asked = recovery.ask(user=cast.ines, by=cast.ada, now=now)
        told = recovery.agree(recovery=asked, by=cast.mara, now=now)
        path = recovery.take_link(recovery=asked, by=cast.ada, now=now)
    client = Client()
    client.post(path, {"code": told, "new_password": NEW})
    return client


def with_the_organisations_own_sign_in(cast: Cast) -> Client:
    return through_a_provider(enrolled(cast.ines))


def with_the_organisations_own_sign_in_and_nothing_enrolled(cast: Cast) -> Client:
    return through_a_provider(cast.ines)


def with_the_organisations_own_sign_in_trusted_and_nothing_enrolled(cast: Cast) -> Client:
    return through_a_provider(cast.ines, trusts_mfa=True)


def through_a_provider(user: User, **more: bool) -> Client:
    """A browser that comes back from a provider which says that it asked for two factors."""
    client = Client()
    with Identity() as identity, identity.configured(**more):
        location = begin(client)["Location"]
        come_back(client, identity.approve(location, email=user.email, amr=["pwd", "mfa"]))
    return client


def with_a_passkey_that_verified_nobody(cast: Cast) -> Client:
    key, client = key_of(enrolled(cast.ines)), browser()
    enter_passkey(client, key, verified=False)
    return client


def with_a_cookie_and_no_second_step(cast: Cast) -> Client:
    client = Client()
    client.force_login(enrolled(cast.ines))
    return client


def with_a_new_password_of_her_own(cast: Cast) -> Client:
    client = with_a_password_and_nothing_enrolled(cast)
    client.post("/me/password/", {"password": "three random words", "new_password": NEW})
    return client


WAYS: dict[Way, str] = {
    with_a_password: "account_login",
    with_a_password_and_nothing_enrolled: "account_login",
    with_a_code_alone: "mfa_authenticate",
    with_an_invitation: "invitation",
    with_a_recovery: "recovery",
    with_the_organisations_own_sign_in: "provider_back",
    with_the_organisations_own_sign_in_and_nothing_enrolled: "provider_back",
    with_the_organisations_own_sign_in_trusted_and_nothing_enrolled: "provider_back",
    with_a_passkey_that_verified_nobody: "mfa_login_webauthn",
    with_a_cookie_and_no_second_step: "account_login",
    with_a_new_password_of_her_own: "account_login",
}
# Strangers may ask these, and nobody is signed in by them.
LEADS_NOWHERE = {"passkey_challenge", "provider", "web:csp_report", "accounts:begin"}
# Tried below, where there is nobody yet.
THE_BEGINNING = {"accounts:begin_with"}


def test_every_address_that_strangers_may_ask_is_tried() -> None:
    assert {*WAYS.values()} | LEADS_NOWHERE | THE_BEGINNING == PUBLIC.keys()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_with_one_factor_no_page_of_the_work_opens(
    way: Callable[[Cast], Client], cast: Cast
) -> None:
    cache.clear()
    client = way(cast)

    assert_outside(client, f"/c/{cast.amira.reference}/")
    # The browser's session opens nothing at the interface for other programs, either.
    assert client.get("/api/cases/").status_code in (302, 401, 403)


def test_the_first_person_of_all_enrols_before_anything_else(db: None) -> None:
    client = Client()
    client.post("/begin/", {"code": new_code()})
    client.post("/begin/you/", _FIRST)

    assert User.objects.get().full_name == "Ada Begins"
    assert_outside(client, "/c/")


def test_no_address_of_ours_signs_in_by_mail_or_without_a_password() -> None:
    names = {name for name, _ in ADDRESSES}

    assert not {name for name in names if "reset" in name or "login_code" in name}


def assert_outside(client: Client, path: str) -> None:
    """Check that the session of this browser reaches the way in alone."""
    for address in (path, "/d/", "/z/steps/", "/me/", "/z/settings/"):
        answer: Any = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(_BACK), address


_FIRST = {
    "full_name": "Ada Begins",
    "email": "ada.begins@example.org",
    "password": "otter lamp seventeen quiet",
    "again": "otter lamp seventeen quiet",
    "organisation_name": "Alder",
    "kind": "charity",
    "authority_code": "",
}
