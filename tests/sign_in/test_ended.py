"""Whoever holds a session that was ended reads why, once; nobody else reads anything."""

import datetime
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.choices import SessionEnd
from accounts.models import User
from accounts.settings import change
from accounts.sign_in import leaving
from accounts.tenancy import enter
from tests.cast import Cast
from tests.pages import Page, client_of
from tests.sign_in.people import PASSWORD, enrolled

ALL = tuple(SessionEnd.labels)


def what_it_says(client: Client) -> list[str]:
    """Follow a page to where one signs in, and return what stands there of an end."""
    answer = client.get("/d/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/in/")
    return [words for words in ALL if words in Page(answer).text]


@pytest.fixture
def ines(cast: Cast) -> User:
    """Ines, who can sign in."""
    return enrolled(cast.ines)


def test_one_that_was_ended_from_another_device(ines: User) -> None:
    lost, here = client_of(ines), client_of(ines)
    [other] = [one for one in here.get("/me/").context["sessions"] if not one.is_this]
    here.post("/me/sessions/end/", {"session": other.session_row, "once": str(uuid4())})

    assert what_it_says(lost) == [SessionEnd.ELSEWHERE.label]
    assert what_it_says(lost) == [], "once"
    assert what_it_says(Client()) == []


def test_that_of_somebody_who_left(cast: Cast, ines: User) -> None:
    device = client_of(ines)
    with enter(cast.alder, by=cast.ada):
        leaving.leave(user=ines, by=cast.ada, now=timezone.now())

    said = device.get("/d/", follow=True).content.decode()
    assert SessionEnd.BY_OTHERS.label in said
    for name in ("Ines", "Ada", "Alder", ines.email):
        assert name not in said


def test_one_too_many(cast: Cast, ines: User) -> None:
    with enter(cast.alder, by=cast.ada):
        change("sessions_at_once", to=1, by=cast.ada)
    first = client_of(ines)
    client_of(ines)

    assert what_it_says(first) == [SessionEnd.TOO_MANY.label]


def test_one_of_the_password_before(ines: User) -> None:
    other, here = client_of(ines), client_of(ines)
    new = {"password": PASSWORD, "new_password": "a kettle under the moon"}
    here.post("/me/password/", new)

    assert what_it_says(other) == [SessionEnd.PASSWORD.label]
    assert here.get("/d/").status_code == 200


def test_one_of_ten_hours(ines: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        device = client_of(ines)
        for _ in range(60):
            clock.shift(datetime.timedelta(minutes=10, seconds=1))
            if device.get("/me/").status_code == 302:
                break

        assert what_it_says(device) == [SessionEnd.AGE.label]


def test_signing_out_oneself_says_nothing(ines: User) -> None:
    device = client_of(ines)
    device.send("/out/", {})

    assert what_it_says(device) == []


@pytest.mark.parametrize("sent", ["", "x" * 32, "ünlikely"])
def test_a_cookie_that_somebody_made_up_changes_nothing(sent: str, ines: User) -> None:
    stranger, plain = Client(), Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = sent
    stranger.cookies[settings.ENDED_COOKIE_NAME] = sent

    assert what_it_says(stranger) == what_it_says(plain) == []
