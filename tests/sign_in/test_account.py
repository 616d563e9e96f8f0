"""One's own account: what was signed in with, from where, and ending what is still open."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import settings
from accounts.models import User
from accounts.tenancy import enter
from tests.cast import Cast, make_user
from tests.matrix.asking import recorded
from tests.sign_in.people import PASSWORD, code, enrolled, enter_code, enter_password, signed_in

pytestmark = pytest.mark.django_db

NOW = timezone.now()
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


def allow_at_once(cast: Cast, number: int) -> None:
    """Let people of Alder be signed in in so many places."""
    with enter(cast.alder, by=cast.ada):
        settings.change("sessions_at_once", to=number, number=1, by=cast.ada)


def test_one_place_too_many_ends_the_session_that_began_first(cast: Cast) -> None:
    cache.clear()
    enrolled(cast.ines)
    allow_at_once(cast, 2)
    first, second, third = (Client(REMOTE_ADDR=f"192.0.2.{one}") for one in (1, 2, 3))
    with recorded() as stored:
        for number, client in enumerate((first, second, third)):
            with time_machine.travel(NOW + timedelta(minutes=number), tick=False):
                enter_password(client, cast.ines)
                enter_code(client)

    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        assert first.get("/d/").status_code == 302
        assert second.get("/d/").status_code == 200
        told = third.get("/d/").content.decode()
        assert "You can be signed in in 2 places at once" in page(third)
    assert "more than 2 places at once" in told
    assert "from 192.0.2.1" in told
    assert [event.verb for event in stored].count("sign_in.end_oldest") == 1


def test_places_are_counted_for_each_person(cast: Cast) -> None:
    allow_at_once(cast, 1)
    hers, another = signed_in(Client(), cast.ines), signed_in(Client(), cast.mara)

    assert hers.get("/d/").status_code == 200
    assert another.get("/d/").status_code == 200
