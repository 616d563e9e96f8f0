"""Signing in through an organisation's own provider: it says who, and Rowan says whether."""

import base64
import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import OctKey
from pytest_django import Settings

from accounts.models import ProviderLink, SignIn, User
from accounts.sign_in import configured, recovery
from accounts.tenancy import enter
from tests.cast import Cast
from tests.pages import client_of
from tests.sign_in.identity import SECRET, Identity, asked_in, begin, come_back, new_key
from tests.sign_in.people import code, enrolled, enter_code, enter_password

pytestmark = pytest.mark.django_db

REFUSED = b"Signing in that way did not work"
BUTTON = b"Sign in with Alder"
# What differs between two pages that say the same.
_DIFFERS = re.compile(rb'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


@pytest.fixture(scope="module")
def running() -> Iterator[Identity]:
    with Identity() as identity:
        yield identity


@pytest.fixture
def identity(running: Identity, settings: Settings, db: None) -> Iterator[Identity]:
    """The provider, configured and well."""
    cache.clear()
    with running.configured():
        yield running


@pytest.fixture
def ines(cast: Cast) -> User:
    return enrolled(cast.ines)


def sent_there(client: Client, **form: str) -> str:
    return str(begin(client, **form)["Location"])


def sign_in(client: Client, identity: Identity, **claims: Any) -> Any:
    return come_back(client, identity.approve(sent_there(client), **claims))


def is_in(client: Client) -> bool:
    return client.get("/d/").status_code == 200


def is_refused(answer: Any) -> bool:
    return answer.status_code == 200 and REFUSED in answer.content


def test_the_provider_and_a_code_of_rowans_own_sign_in(identity: Identity, ines: User) -> None:
    client = Client()

    answer = sign_in(client, identity)

    assert answer["Location"] == "/in/code/"
    assert not is_in(client)
    assert enter_code(client)["Location"] == "/"
    assert is_in(client)


def test_what_is_asked_of_the_provider(identity: Identity) -> None:
    location = sent_there(Client())
    asked = asked_in(location)

    assert location.startswith(f"{identity.issuer}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://testserver/in/with/back/"
    assert asked["scope"] == "openid email"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 20
    assert SECRET not in location


def test_somebody_with_no_second_factor_enrols_one_first(identity: Identity, cast: Cast) -> None:
    client = Client()

    sign_in(client, identity)

    assert client.get("/d/")["Location"] == "/in/app/"


def test_a_state_that_came_back_before_is_refused(identity: Identity, ines: User) -> None:
    client = Client()
    location = sent_there(client)
    come_back(client, identity.approve(location))
    before = identity.exchanged

    assert is_refused(come_back(client, identity.approve(location)))
    assert identity.exchanged == before


def test_a_session_that_is_read_twice_at_once_is_taken_once(identity: Identity, ines: User) -> None:
    client = Client()
    location = sent_there(client)
    session = dict(client.session)
    come_back(client, identity.approve(location))
    again = client.session
    again.update(session)
    again.save()

    assert is_refused(come_back(client, identity.approve(location)))


def test_a_code_that_was_exchanged_before_is_refused(identity: Identity, ines: User) -> None:
    first, second = Client(), Client()
    brought = identity.approve(sent_there(first))
    come_back(first, brought)

    state = asked_in(sent_there(second))["state"]

    assert is_refused(come_back(second, {"code": brought["code"], "state": state}))


def test_what_another_browser_began_is_refused(identity: Identity, ines: User) -> None:
    hers, mine = Client(), Client()
    begin(mine)

    assert is_refused(come_back(mine, identity.approve(sent_there(hers))))
    assert is_refused(come_back(Client(), identity.approve(sent_there(hers))))


def test_whoever_takes_longer_than_ten_minutes_begins_again(identity: Identity, ines: User) -> None:
    client = Client()
    location = sent_there(client)

    with time_machine.travel(time.time() + 601):
        assert is_refused(come_back(client, identity.approve(location)))


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": ["another", "third"], "azp": "rowan"},
        {"aud": None},
        {"iss": "https://elsewhere.example.org"},
        {"iss": None},
        {"exp": 1_600_000_000},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": ["subject-of-ines"]},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_is_not_meant_for_this_sign_in_is_refused(
    identity: Identity, ines: User, claims: dict[str, Any]
) -> None:
    client = Client()

    assert is_refused(sign_in(client, identity, **claims))
    enter_code(client)
    assert not is_in(client)


def unsigned(identity: Identity, asked: dict[str, str]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, identity.claims(asked))
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*coded, b""]).decode()


def with_another_key(identity: Identity, asked: dict[str, str]) -> str:
    return identity.signed(asked, key=new_key("one"))


def with_the_shared_secret(identity: Identity, asked: dict[str, str]) -> str:
    key = OctKey.import_key(SECRET * 4)
    return jwt.encode({"alg": "HS256"}, identity.claims(asked), key)


def nothing_at_all(identity: Identity, asked: dict[str, str]) -> str:
    return "not a token"


@pytest.mark.parametrize(
    "forged", [unsigned, with_another_key, with_the_shared_secret, nothing_at_all]
)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    identity: Identity, ines: User, forged: Callable[[Identity, dict[str, str]], str]
) -> None:
    client = Client()
    asked = asked_in(sent_there(client))

    assert is_refused(come_back(client, identity.hand_out(asked, forged(identity, asked))))


def test_new_keys_of_the_provider_count_at_once(
    identity: Identity, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(Client(), identity)
    monkeypatch.setattr(identity, "key", new_key("two"))

    assert sign_in(Client(), identity)["Location"] == "/in/code/"


def test_no_as_the_providers_answer_is_refused(identity: Identity, ines: User) -> None:
    client = Client()
    state = asked_in(sent_there(client))["state"]

    assert is_refused(come_back(client, {"error": "access_denied", "state": state}))


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


def test_a_provider_that_does_not_answer_leaves_the_other_ways_open(
    identity: Identity, ines: User, settings: Settings
) -> None:
    settings.SIGN_IN_PROVIDER = identity.provider(issuer="http://127.0.0.1:9")
    client = Client()

    assert is_refused(begin(client))
    assert enter_password(client, ines)["Location"] == "/in/code/"


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"authorization_endpoint": "https://elsewhere.example.org/authorize"},
        {"token_endpoint": "http://elsewhere.example.org/token"},
        {"jwks_uri": "http://elsewhere.example.org/keys"},
    ],
    ids=lambda described: next(iter(described)),
)
def test_a_provider_that_describes_itself_wrongly_is_sent_nobody(
    identity: Identity, monkeypatch: pytest.MonkeyPatch, described: dict[str, str]
) -> None:
    right = identity.described()
    monkeypatch.setattr(identity, "described", lambda: right | described)

    assert is_refused(begin(Client()))


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
    logging.getLogger("django.request").disabled = True

    assert b"Sign in with" not in client.get("/in/").content.replace(b"Sign in with a passkey", b"")
    assert form_action(client.get("/in/")) == "form-action 'self'"
    for path in ("/in/with/", "/in/with/back/"):
        assert client.get(path).status_code == client.post(path).status_code == 404
    logging.getLogger("django.request").disabled = False


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
