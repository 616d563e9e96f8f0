"""Whom a provider lets in, how far, and where one is configured."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import ProviderLink, SignIn, User
from accounts.sign_in import configured, recovery
from accounts.tenancy import enter
from tests.cast import Cast
from tests.pages import client_of
from tests.sign_in.identity import (
    REFUSED,
    SECRET,
    Identity,
    begin,
    come_back,
    identity,
    ines,
    is_in,
    is_refused,
    running,
    sent_there,
    sign_in,
)
from tests.sign_in.people import code, enrolled, enter_code

__all__ = ["identity", "ines", "running"]

pytestmark = pytest.mark.django_db

BUTTON = b"Sign in with Alder"
# What differs between two pages that say the same.
_DIFFERS = re.compile(rb'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


def page_after(identity: Identity, **claims: Any) -> bytes:
    answer = sign_in(Client(), identity, **claims)
    assert answer.status_code == 200
    return _DIFFERS.sub(b"", answer.content)


def test_nobody_who_may_not_sign_in_is_told_why(identity: Identity, cast: Cast) -> None:
    enrolled(cast.ines)
    enrolled(cast.kay)
    enrolled(cast.mara)
    User.objects.filter(pk=cast.kay.pk).update(is_active=False)
    long_ago = timezone.now() - timedelta(days=46)
    User.objects.filter(pk=cast.mara.pk).update(joined_at=long_ago, last_login=long_ago)

    pages = {
        "unverified": page_after(identity, email_verified=False),
        "not said": page_after(identity, email_verified=None),
        "said as a word": page_after(identity, email_verified="true"),
        "no address": page_after(identity, email=None),
        "unknown": page_after(identity, sub="another", email="nobody@example.org"),
        "has left": page_after(identity, sub="kay", email=cast.kay.email),
        "dormant": page_after(identity, sub="mara", email=cast.mara.email),
        "no proof": page_after(identity, nonce="another"),
    }

    assert len(set(pages.values())) == 1, pages.keys()
    assert REFUSED in pages["unknown"]
    assert not ProviderLink.objects.exists()
    assert User.objects.filter(email="nobody@example.org").count() == 0


def whole(client: Client, identity: Identity, *, at: float | None = None, **claims: Any) -> Client:
    """Sign in with both steps, with a code that no other sign-in of the test uses."""
    sign_in(client, identity, **claims)
    enter_code(client, code(at=at))
    return client


def test_after_the_first_time_the_subject_counts_and_not_the_address(
    identity: Identity, ines: User
) -> None:
    whole(Client(), identity)

    moved = sign_in(Client(), identity, email="ines.elsewhere@example.org", email_verified=False)

    assert moved["Location"] == "/in/code/"


def test_an_address_that_was_given_to_somebody_else_opens_nothing(
    identity: Identity, ines: User
) -> None:
    whole(Client(), identity)

    assert is_refused(sign_in(Client(), identity, sub="the next holder of the address"))


def test_before_the_second_step_nobody_is_linked(identity: Identity, ines: User) -> None:
    sign_in(Client(), identity)
    assert not ProviderLink.objects.exists()

    whole(Client(), identity)

    link = ProviderLink.objects.get()
    assert link.user == ines
    assert b"subject-of-ines" not in bytes(link.subject)


def test_somebody_who_leaves_and_comes_back_is_linked_anew(identity: Identity, cast: Cast) -> None:
    enrolled(cast.ines)
    whole(Client(), identity)

    client_of(cast.mara).send(f"/z/access/{cast.ines.pk}/", {"act": "leave"})

    assert not ProviderLink.objects.exists()
    assert is_refused(sign_in(Client(), identity))


def test_recovery_forgets_the_link_too(identity: Identity, cast: Cast) -> None:
    enrolled(cast.ines)
    whole(Client(), identity)
    now = timezone.now()
    with enter(cast.alder, by=cast.ada):
        asked = recovery.ask(user=cast.ines, by=cast.ada, now=now)
        recovery.agree(recovery=asked, by=cast.mara, now=now)
        path = recovery.take_link(recovery=asked, by=cast.ada, now=now)
        assert path
        recovery.use(recovery=asked, new_password=None, now=now)

    assert not ProviderLink.objects.exists()


MFA = ({"amr": ["pwd", "mfa"]}, {"acr": "phr"})


@pytest.mark.parametrize("claims", MFA, ids=str)
def test_where_trusted_the_providers_second_factor_stands_for_rowans(
    identity: Identity, ines: User, settings: Settings, claims: dict[str, Any]
) -> None:
    settings.SIGN_IN_PROVIDER = identity.provider(trusts_mfa=True)
    client = Client()

    assert sign_in(client, identity, **claims)["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize("claims", MFA, ids=str)
def test_where_it_is_not_trusted_rowan_asks_for_its_own(
    identity: Identity, ines: User, claims: dict[str, Any]
) -> None:
    assert sign_in(Client(), identity, **claims)["Location"] == "/in/code/"


@pytest.mark.parametrize(
    "claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}, {"acr": ["phr"]}], ids=str
)
def test_a_provider_that_says_nothing_of_a_second_factor_is_not_believed_to_have_asked(
    identity: Identity, ines: User, settings: Settings, claims: dict[str, Any]
) -> None:
    settings.SIGN_IN_PROVIDER = identity.provider(trusts_mfa=True)

    assert not is_in_after(sign_in, identity, **claims)


def is_in_after(way: Callable[..., Any], identity: Identity, **claims: Any) -> bool:
    client = Client()
    way(client, identity, **claims)
    return is_in(client)


def test_trusted_or_not_whoever_has_no_factor_here_enrols_one(
    identity: Identity, cast: Cast, settings: Settings
) -> None:
    settings.SIGN_IN_PROVIDER = identity.provider(trusts_mfa=True)
    client = Client()

    sign_in(client, identity, amr=["mfa"])

    assert client.get("/d/")["Location"] == "/in/app/"


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/me/", "/me/"),
        ("https://elsewhere.example.org/", "/"),
        ("//elsewhere.example.org/", "/"),
        ("\\\\elsewhere.example.org", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_afterwards_one_is_where_one_was_going_and_never_elsewhere(
    identity: Identity, ines: User, asked: str, reached: str
) -> None:
    client = Client()
    come_back(client, identity.approve(sent_there(client, next=asked)))

    assert enter_code(client)["Location"] == reached


def test_the_sign_in_is_in_the_trail_and_among_ones_own(identity: Identity, ines: User) -> None:
    client = whole(Client(), identity)
    sign_in(Client(), identity, sub="another")

    page = client.get("/me/").content.decode()

    assert "Your organisation’s sign-in" in page
    assert list(SignIn.objects.order_by("at").values_list("method", "was_refused")) == [
        ("provider", False),
        ("provider", True),
    ]


def form_action(answer: Any) -> str:
    rules = answer.headers["Content-Security-Policy"].split(";")
    return next(str(rule).strip() for rule in rules if "form-action" in rule)


def test_the_page_has_a_button_and_may_lead_to_the_issuer_alone(
    identity: Identity, ines: User
) -> None:
    answer = Client().get("/in/?next=/me/")

    assert BUTTON in answer.content
    assert b'formaction="/in/with/"' in answer.content
    assert form_action(answer) == f"form-action 'self' {identity.issuer}"
    assert form_action(begin(Client())) == f"form-action 'self' {identity.issuer}"


def test_no_other_page_may_lead_there(identity: Identity, ines: User) -> None:
    assert form_action(client_of(ines).get("/me/")) == "form-action 'self'"


def test_where_none_is_configured_there_is_no_button_and_no_address(ines: User) -> None:
    client = Client()

    assert b"Sign in with" not in client.get("/in/").content.replace(b"Sign in with a passkey", b"")
    assert form_action(client.get("/in/")) == "form-action 'self'"
    for path in ("/in/with/", "/in/with/back/"):
        assert client.get(path).status_code == client.post(path).status_code == 404


def test_whoever_is_in_is_not_signed_in_over(identity: Identity, ines: User, cast: Cast) -> None:
    brought = identity.approve(sent_there(Client()))
    kay = client_of(enrolled(cast.kay))

    assert come_back(kay, brought)["Location"] == "/"
    assert begin(kay)["Location"] == "/"
    assert kay.get("/me/").wsgi_request.user == cast.kay


def test_a_shared_computer_is_one_through_the_provider_too(identity: Identity, ines: User) -> None:
    client = Client()
    come_back(client, identity.approve(sent_there(client, shared="on")))
    enter_code(client)

    assert client.post("/out/")["Clear-Site-Data"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ROWAN_OIDC_ISSUER": "http://id.example.org"}, "https"),
        ({"ROWAN_OIDC_CLIENT_ID": ""}, "ROWAN_OIDC_CLIENT_ID"),
        ({"ROWAN_OIDC_SECRET_FILE": "/nowhere/at/all"}, "cannot be read"),
        ({"ROWAN_OIDC_SECRET_FILE": "/dev/null"}, "is empty"),
    ],
)
def test_an_installation_that_is_configured_by_half_does_not_start(
    tmp_path: Any, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        configured.provider(environment(tmp_path) | changed)


def test_an_installation_says_what_it_needs_in_its_environment(tmp_path: Any) -> None:
    found = configured.provider(environment(tmp_path))

    assert found == configured.Provider("https://id.example.org/t", "rowan", SECRET, "Alder", False)
    assert found.origin == "https://id.example.org"
    assert SECRET not in repr(found)
    assert configured.provider({}) is None


def environment(folder: Any) -> dict[str, str]:
    file = folder / "secret"
    file.write_text(f"{SECRET}\n")
    return {
        "ROWAN_OIDC_ISSUER": "https://id.example.org/t/",
        "ROWAN_OIDC_CLIENT_ID": "rowan",
        "ROWAN_OIDC_SECRET_FILE": str(file),
        "ROWAN_OIDC_NAME": "Alder",
    }
