"""Passwords: long, not among the first that are tried, and the person's own to change."""

import contextlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from tests.cast import Cast, make_user
from tests.sign_in.people import PASSWORD, code, enrolled, enter_code, enter_password, signed_in

NEW = "a kettle under the moon"


@pytest.mark.parametrize(
    "password",
    [
        NEW,
        "correct horse battery staple",
        "ümläut und straße",
        "three rowan trees beside",
        "x9!Lm2#qTz0w",
        "alllowercasewithoutanything",
    ],
)
def test_length_is_enough(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "eleven char",
        "x" * 129 + " and longer than anybody types",
        "administrator",
        "Administrator1!",
        "passwordpassword",
        "Password123456",
        "123456789012",
        "qwertyuiopas",
        "abcdefghijklm",
        "aaaaaaaaaaaa",
        "abababababab",
        "iloveyou!!!!!!",
        "rowanrowan2026",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["InesExample2026", "alder-alder-99", "ines@example.org"])
def test_the_persons_name_address_and_workplace_are_refused(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, cast.ines)


@given(st.text(min_size=12, max_size=128))
def test_any_text_of_that_length_is_judged_without_a_fault(password: str) -> None:
    with contextlib.suppress(ValidationError):
        validate_password(password)


@pytest.fixture
def ines(db: None) -> User:
    cache.clear()
    return enrolled(make_user("Ines"))


def change(client: Client, password: str = PASSWORD, new: str = NEW) -> object:
    return client.post("/me/password/", {"password": password, "new_password": new})


def test_a_person_changes_her_password_and_goes_on(client: Client, ines: User) -> None:
    signed_in(client, ines)

    change(client)

    assert client.get("/d/").status_code == 200
    assert enter_password(Client(), ines).status_code == 200
    assert enter_password(Client(), ines, NEW)["Location"] == "/in/code/"


def test_every_other_session_of_hers_ends(client: Client, ines: User) -> None:
    other = signed_in(Client(), ines)
    signed_in(client, ines)

    change(client)

    assert other.get("/d/").status_code == 302


@pytest.mark.parametrize(
    ("password", "new", "words"),
    [
        ("not these words", NEW, "The password is not right"),
        (PASSWORD, "passwordpassword", "among the first that are tried"),
        (PASSWORD, "short", "at least 12 characters"),
    ],
)
def test_a_password_that_is_not_right_or_not_good_changes_nothing(
    client: Client, ines: User, password: str, new: str, words: str
) -> None:
    signed_in(client, ines)

    answer = change(client, password, new)

    assert words in answer.content.decode()  # type: ignore[attr-defined]
    ines.refresh_from_db()
    assert ines.check_password(PASSWORD)


def test_a_new_password_alone_opens_nothing(client: Client, ines: User) -> None:
    signed_in(client, ines)
    change(client)
    stranger = Client()

    enter_password(stranger, ines, NEW)

    assert stranger.get("/d/").status_code == 302
    enter_code(stranger, code())
    assert stranger.get("/d/").status_code == 200
