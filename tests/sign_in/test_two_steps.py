"""Signing in: a password, then a code, and nothing with less."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.cast import make_user
from tests.sign_in.people import (
    PASSWORD,
    SECRET,
    code,
    enrolled,
    enter_code,
    enter_password,
    signed_in,
    with_password,
)

pytestmark = pytest.mark.django_db

WRONG = "The e-mail address or the password is not right"
WRONG_CODE = "The code is not right, or was used before"


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def ines() -> User:
    return enrolled(make_user("Ines"))


@pytest.fixture
def newcomer() -> User:
    return with_password(make_user("New"))


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def is_in(client: Client) -> bool:
    return client.get("/d/").status_code != 302


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/d/")["Location"] == "/in/?next=/d/"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    client: Client, ines: User
) -> None:
    wrong = enter_password(client, ines, "not these words")
    unknown = client.post("/in/", {"login": "nobody@example.org", "password": PASSWORD})

    assert WRONG in text(wrong)
    assert WRONG in text(unknown)
    assert wrong.status_code == unknown.status_code == 200


def test_a_person_who_has_left_is_answered_like_a_wrong_password(
    client: Client, ines: User
) -> None:
    User.objects.filter(pk=ines.pk).update(is_active=False)

    answer = enter_password(client, ines)

    assert answer.status_code == 200
    assert WRONG in text(answer)


def test_the_password_alone_opens_nothing(client: Client, ines: User) -> None:
    answer = enter_password(client, ines)

    assert answer["Location"] == "/in/code/"
    assert not is_in(client)


def test_password_and_code_open_the_first_page(client: Client, ines: User) -> None:
    enter_password(client, ines)

    assert enter_code(client)["Location"] == "/"
    assert is_in(client)


def test_a_wrong_code_is_refused(client: Client, ines: User) -> None:
    enter_password(client, ines)

    answer = enter_code(client, code(at=0))

    assert WRONG_CODE in text(answer)
    assert not is_in(client)


def test_a_code_is_accepted_once(ines: User) -> None:
    first, second = Client(), Client()
    enter_password(first, ines)
    enter_password(second, ines)
    used = code()

    enter_code(first, used)
    answer = enter_code(second, used)

    assert is_in(first)
    assert WRONG_CODE in text(answer)
    assert not is_in(second)


def test_a_code_cannot_come_again_while_its_half_minute_is_still_near(ines: User) -> None:
    begin = 30 * (time.time() // 30) + 1
    first, second = Client(), Client()
    with time_machine.travel(begin, tick=False):
        enter_password(first, ines)
        used = code()
        enter_code(first, used)
    with time_machine.travel(begin + 32, tick=False):
        enter_password(second, ines)
        answer = enter_code(second, used)

    assert WRONG_CODE in text(answer)


def test_a_recovery_code_signs_in_once(ines: User) -> None:
    from accounts.sign_in.adapters import secrets_of

    codes = Authenticator.objects.get(user=ines, type=Authenticator.Type.RECOVERY_CODES)
    with secrets_of(ines):
        spare = codes.wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        enter_password(client, ines)
        enter_code(client, spare)

    assert is_in(first)
    assert not is_in(second)


def test_without_a_second_factor_only_enrolment_is_reached(client: Client, newcomer: User) -> None:
    enter_password(client, newcomer)

    assert client.get("/d/")["Location"] == "/in/app/"
    assert client.post("/d/names/")["Location"] == "/in/app/"
    assert client.get("/in/app/").status_code == 200


def test_enrolling_an_app_opens_the_rest_and_shows_recovery_codes(
    client: Client, newcomer: User, django_capture_on_commit_callbacks: object
) -> None:
    enter_password(client, newcomer)
    page = client.get("/in/app/")
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = client.post("/in/app/", {"code": code(secret=secret)})

    assert answer["Location"] == "/in/codes/"
    assert "<svg" in text(page)
    assert Authenticator.objects.filter(user=newcomer).count() == 2


def test_a_session_that_skipped_the_second_factor_is_ended(client: Client, ines: User) -> None:
    client.force_login(ines)

    assert client.get("/d/")["Location"] == "/in/"
    assert "_auth_user_id" not in client.session


def test_a_session_ends_after_ten_hours_however_busy(client: Client, ines: User) -> None:
    begin = time.time()
    signed_in(client, ines)

    for minutes in range(10, 600, 10):
        with time_machine.travel(begin + minutes * 60):
            assert client.post("/d/names/")["Location"] == "/"
    with time_machine.travel(begin + 10 * 3600 + 1):
        assert not is_in(client)


def test_guessing_is_slowed(client: Client, ines: User) -> None:
    for _ in range(10):
        enter_password(client, ines, "not these words")

    answer = enter_password(client, ines)

    assert "Too many attempts" in text(answer)


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_can_sign_up_or_have_a_password_sent(client: Client, name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/in/signup/", "/signup/", "/accounts/signup/"])
def test_there_is_no_page_to_sign_up(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_signing_out_ends_the_session(client: Client, ines: User) -> None:
    signed_in(client, ines)

    assert client.post("/out/")["Location"] == "/in/"
    assert not is_in(client)
    assert client.get("/out/").status_code in (302, 405)


def test_secrets_are_sealed_for_their_person(ines: User) -> None:
    stored = Authenticator.objects.get(user=ines, type=Authenticator.Type.TOTP)
    other = enrolled(make_user("Other"))
    theirs = Authenticator.objects.get(user=other, type=Authenticator.Type.TOTP)

    assert SECRET not in str(stored.data)

    theirs.data = stored.data
    theirs.save()
    client = Client(raise_request_exception=False)
    enter_password(client, other)
    assert enter_code(client).status_code == 500


def test_a_session_says_nothing_in_the_database(client: Client, ines: User) -> None:
    enter_password(client, ines)
    cookie = client.cookies["rowan"].value

    [stored] = Session.objects.all()

    assert stored.session_key != cookie
    assert "@" not in stored.session_data
    assert stored.session_data not in ("", None)
    assert client.session["account_authentication_methods"][0]["email"] == ines.email


def test_a_session_moved_to_another_row_opens_nothing(client: Client, ines: User) -> None:
    signed_in(client, ines)
    content = Session.objects.get().session_data
    thief = Client()
    thief.get("/in/")
    session = thief.session
    session["a"] = 1
    session.save()
    thief.cookies["rowan"] = session.session_key or ""
    Session.objects.exclude(session_data=content).update(session_data=content)

    assert not is_in(thief)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, ines: User) -> None:
    enter_password(client, ines)
    cookie = client.cookies["rowan"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["expires"]


def test_pages_of_a_session_are_never_stored_by_the_browser(client: Client, ines: User) -> None:
    signed_in(client, ines)

    assert client.get("/d/")["Cache-Control"] == "no-store"
