"""Signing in through an organisation's own provider: it says who, and Rowan says whether."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey
from pytest_django import Settings

from accounts.models import User
from tests.cast import Cast
from tests.sign_in.identity import (
    SECRET,
    Identity,
    asked_in,
    begin,
    come_back,
    identity,
    ines,
    is_in,
    is_refused,
    new_key,
    running,
    sent_there,
    sign_in,
)
from tests.sign_in.people import enter_code, enter_password

__all__ = ["identity", "ines", "running"]

pytestmark = pytest.mark.django_db


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


def test_the_way_to_the_provider_is_not_taken_without_end(identity: Identity, ines: User) -> None:
    cache.clear()
    answers = [begin(Client(REMOTE_ADDR="192.0.2.9")).status_code for _ in range(61)]

    assert answers == [302] * 60 + [429]
    last = begin(Client(REMOTE_ADDR="192.0.2.9"))
    assert b"Too many attempts from where you are" in last.content
    assert begin(Client(REMOTE_ADDR="192.0.2.10")).status_code == 302
