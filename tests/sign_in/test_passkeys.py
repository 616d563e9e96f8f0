"""Passkeys: one is enough to sign in, and nothing that only looks like one is taken."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.sign_in import factors
from encryption.errors import DecryptionFailed
from tests.cast import make_user
from tests.sign_in.key import Key
from tests.sign_in.people import enrolled, enter_password, signed_in, with_password

pytestmark = pytest.mark.django_db

REFUSED = b"The passkey was not accepted"


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def ines() -> User:
    return enrolled(make_user("Ines"))


def browser() -> Client:
    """A browser at the address that passkeys are made for."""
    return Client(SERVER_NAME="localhost")


def add_passkey(client: Client, name: str = "Blue key", **how: Any) -> tuple[Key, Any]:
    """A new passkey of whoever is signed in, and what the page answered."""
    key = Key()
    options = json.loads(client.get("/in/key/new/").context["options"])
    answer = client.post("/in/key/new/", {"name": name, "credential": key.register(options, **how)})
    return key, answer


def key_of(user: User, name: str = "Blue key") -> Key:
    """A passkey that the person added earlier."""
    return add_passkey(signed_in(browser(), user), name)[0]


def challenge(client: Client) -> dict[str, Any]:
    options: dict[str, Any] = client.post("/in/key/challenge/").json()
    return options


def enter_passkey(client: Client, key: Key, address: str = "/in/key/", **how: Any) -> Any:
    return client.post(address, {"credential": key.sign(challenge(client), **how)})


def is_in(client: Client) -> bool:
    return client.get("/d/").status_code != 302


def test_a_passkey_alone_signs_in(ines: User) -> None:
    key, client = key_of(ines), browser()

    assert enter_passkey(client, key)["Location"] == "/"
    assert is_in(client)


def test_a_passkey_stands_behind_a_password_too(ines: User) -> None:
    key, client = key_of(ines), browser()
    enter_password(client, ines)

    assert enter_passkey(client, key, "/in/code/")["Location"] == "/"
    assert is_in(client)


def test_somebody_elses_passkey_does_not_stand_behind_a_password(ines: User) -> None:
    theirs, client = key_of(enrolled(make_user("Other"))), browser()
    enter_password(client, ines)

    assert REFUSED in enter_passkey(client, theirs, "/in/code/").content
    assert not is_in(client)


def test_the_second_factor_may_be_a_passkey_from_the_first_day(
    django_capture_on_commit_callbacks: Any,
) -> None:
    newcomer, client = with_password(make_user("New")), browser()
    enter_password(client, newcomer)
    assert not is_in(client)

    with django_capture_on_commit_callbacks(execute=True):
        _, answer = add_passkey(client)

    assert answer["Location"] == "/in/codes/"
    assert client.get("/in/codes/").status_code == 200
    assert is_in(client)


def test_an_answer_is_taken_once(ines: User) -> None:
    key, client = key_of(ines), browser()
    used = key.sign(challenge(client))
    client.post("/in/key/", {"credential": used})
    client.post("/out/")

    challenge(client)
    answer = client.post("/in/key/", {"credential": used})

    assert REFUSED in answer.content
    assert not is_in(client)


def test_a_wrong_answer_uses_the_challenge_up(ines: User) -> None:
    key, client = key_of(ines), browser()
    options = challenge(client)
    client.post("/in/key/", {"credential": Key().sign(options)})

    assert REFUSED in client.post("/in/key/", {"credential": key.sign(options)}).content


def test_an_answer_without_a_challenge_is_refused(ines: User) -> None:
    key, asked, client = key_of(ines), browser(), browser()

    answer = client.post("/in/key/", {"credential": key.sign(challenge(asked))})

    assert REFUSED in answer.content


@pytest.mark.parametrize(
    "origin",
    [
        "https://rowan.example.org",
        "http://localhost:9000",
        "http://other.localhost",
        "https://localhost",
        "http://localhost.evil.example.org",
    ],
)
def test_an_answer_given_to_another_address_is_refused(ines: User, origin: str) -> None:
    key, client = key_of(ines), browser()

    assert REFUSED in enter_passkey(client, key, origin=origin).content
    assert not is_in(client)


def test_a_passkey_that_did_not_verify_its_person_is_refused(ines: User) -> None:
    key, client = key_of(ines), browser()

    assert REFUSED in enter_passkey(client, key, verified=False).content
    assert not is_in(client)


def test_a_passkey_that_cannot_verify_its_person_is_not_added(ines: User) -> None:
    _, answer = add_passkey(signed_in(browser(), ines), verified=False)

    assert REFUSED in answer.content
    assert not Authenticator.objects.filter(user=ines, type="webauthn").exists()


def test_a_person_who_has_left_does_not_sign_in(ines: User) -> None:
    key, client = key_of(ines), browser()
    User.objects.filter(pk=ines.pk).update(is_active=False)

    assert REFUSED in enter_passkey(client, key).content
    assert not is_in(client)


def test_a_passkey_opens_a_locked_screen(ines: User) -> None:
    key, client = key_of(ines), signed_in(browser(), ines)
    client.post("/lock/", {"back": "/d/?tab=2"})

    assert enter_passkey(client, key, "/lock/open/")["Location"] == "/d/?tab=2"
    assert is_in(client)


def test_somebody_elses_passkey_leaves_it_locked(ines: User) -> None:
    theirs, client = key_of(enrolled(make_user("Other"))), signed_in(browser(), ines)
    client.post("/lock/")

    assert REFUSED in enter_passkey(client, theirs, "/lock/open/").content
    assert not is_in(client)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sent=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "rawId", "type", "response", "clientDataJSON", "userHandle", "signature"]
                ),
                below,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_else_is_sent_is_refused(sent: object) -> None:
    client = browser()
    challenge(client)

    answer = client.post("/in/key/", {"credential": json.dumps(sent)})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nothing_of_a_passkey_stands_in_the_database_in_clear(ines: User) -> None:
    key = key_of(ines, name="Key in my blue bag")

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE type = 'webauthn'")
        [(stored,)] = cursor.fetchall()

    assert json.loads(stored).keys() == {"sealed"}
    assert "blue" not in stored
    assert json.loads(key.sign({"publicKey": {"rpId": "x", "challenge": "AA"}}))["id"] not in stored


def test_a_passkey_that_was_copied_to_another_person_does_not_open(ines: User) -> None:
    key_of(ines)
    other = make_user("Other")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mfa_authenticator SET user_id = %s", [other.pk])

    with pytest.raises(DecryptionFailed):
        list(Authenticator.objects.filter(user=other, type="webauthn"))


def test_the_person_names_renames_and_sees_her_passkeys(ines: User) -> None:
    client = signed_in(browser(), ines)
    add_passkey(client)
    [passkey] = [one for one in factors.of(ines) if one.is_passkey]

    client.post(f"/me/keys/{passkey.id}/", {"name": "Phone for work", "once": str(uuid4())})

    page = client.get("/me/").content.decode()
    assert "Phone for work" in page
    assert "Blue key" not in page
    assert "App with codes" in page


def remove(client: Client, factor_id: int) -> Any:
    return client.post(f"/me/keys/{factor_id}/remove/", {"once": str(uuid4())})


def test_all_but_the_last_can_be_removed(ines: User) -> None:
    client = signed_in(browser(), ines)
    add_passkey(client)
    app, passkey = factors.of(ines)

    assert remove(client, app.id)["Location"] == "/me/"
    answer = remove(client, passkey.id)

    assert b"This is the only one you have" in answer.content
    assert [one.id for one in factors.of(ines)] == [passkey.id]


def test_a_removed_passkey_signs_nobody_in(ines: User) -> None:
    client = signed_in(browser(), ines)
    key, _ = add_passkey(client)
    remove(client, factors.of(ines)[1].id)

    assert REFUSED in enter_passkey(browser(), key).content


def test_the_passkeys_of_others_are_not_there(ines: User) -> None:
    theirs = factors.of(enrolled(make_user("Other")))[0]
    client = signed_in(browser(), ines)

    assert client.get(f"/me/keys/{theirs.id}/").status_code == 404
    assert remove(client, theirs.id).status_code == 404
    assert len(factors.of(User.objects.get(email="other@example.org"))) == 1


def test_a_session_of_ten_minutes_ago_asks_again_before_it_changes_how_one_signs_in(
    ines: User,
) -> None:
    client = signed_in(browser(), ines)
    key, _ = add_passkey(client)

    with time_machine.travel(time.time() + 600):
        first = client.get("/in/key/new/")
        enter_passkey(client, key, "/in/again/key/")

        assert first["Location"] == "/in/again/?next=%2Fin%2Fkey%2Fnew%2F"
        assert client.get("/in/key/new/").status_code == 200
