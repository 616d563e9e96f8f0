"""One's own account: what was signed in with, from where, and ending what is still open."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.cast import make_user
from tests.sign_in.people import PASSWORD, code, enrolled, enter_code, enter_password, signed_in

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def ines(db: None) -> User:
    cache.clear()
    return enrolled(make_user("Ines"))


def page(client: Client) -> str:
    return client.get("/me/").content.decode()


def test_it_shows_when_from_where_and_with_what(client: Client, ines: User) -> None:
    phone = Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.7")
    enter_password(phone, ines)
    enter_code(phone)
    signed_in(client, ines)

    shown = page(client)

    assert "Firefox on Android, 192.0.2.7" in shown
    assert "Password and code" in shown


def test_it_shows_attempts_that_were_refused(client: Client, ines: User) -> None:
    thief = Client(REMOTE_ADDR="192.0.2.66")
    enter_password(thief, ines, "not these words")
    enter_password(thief, ines)
    enter_code(thief, code(at=0))
    signed_in(client, ines)

    shown = page(client)

    assert shown.count("192.0.2.66") == 2
    assert shown.count("<strong>refused</strong>") == 2


def test_it_shows_nobody_elses(client: Client, ines: User) -> None:
    other = enrolled(make_user("Other"))
    signed_in(Client(REMOTE_ADDR="192.0.2.5"), other)
    enter_password(Client(REMOTE_ADDR="192.0.2.6"), other, "not these words")
    signed_in(client, ines)

    shown = page(client)

    assert "192.0.2.5" not in shown
    assert "192.0.2.6" not in shown


def test_the_next_page_says_when_the_last_sign_in_was(client: Client, ines: User) -> None:
    before = Client(HTTP_USER_AGENT=PHONE)
    enter_password(before, ines)
    enter_code(before)
    cache.clear()
    enter_password(client, ines)
    enter_code(client)

    shown = client.get("/me/").content.decode()

    assert "You last signed in on" in shown
    assert "from Firefox on Android" in shown
    assert "You last signed in on" not in client.get("/me/").content.decode()


def test_a_session_elsewhere_is_ended_from_here(client: Client, ines: User) -> None:
    lost = signed_in(Client(), ines)
    signed_in(client, ines)
    shown = client.get("/me/")
    [other] = [one for one in shown.context["sessions"] if not one.is_this]

    client.post("/me/sessions/end/", {"session": other.session_row, "once": str(uuid4())})

    assert lost.get("/d/").status_code == 302
    assert client.get("/d/").status_code == 200
    assert len(client.get("/me/").context["sessions"]) == 1


def test_nobody_ends_the_session_of_another(client: Client, ines: User) -> None:
    theirs = signed_in(Client(), enrolled(make_user("Other")))
    [open_one] = theirs.get("/me/").context["sessions"]
    signed_in(client, ines)

    client.post("/me/sessions/end/", {"session": open_one.session_row, "once": str(uuid4())})

    assert theirs.get("/d/").status_code == 200


def test_a_session_is_still_known_after_a_change_of_password(client: Client, ines: User) -> None:
    signed_in(client, ines)
    new = {"password": PASSWORD, "new_password": "a kettle under the moon"}

    client.post("/me/password/", new)

    [only] = client.get("/me/").context["sessions"]
    assert only.is_this


def test_where_from_is_sealed_in_the_database(client: Client, ines: User) -> None:
    enter_password(Client(REMOTE_ADDR="192.0.2.66", HTTP_USER_AGENT=PHONE), ines, "not these")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text, source FROM accounts_signin s")
        [(row, source)] = cursor.fetchall()

    assert "192.0.2" not in row
    assert "ines" not in row
    assert b"192.0.2" not in bytes(source)
