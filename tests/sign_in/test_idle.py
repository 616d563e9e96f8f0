"""A screen that nobody uses locks by itself, and nothing that was typed is lost."""

import time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts import settings
from accounts.tenancy import enter
from tests.cast import Cast
from tests.pages import client_of
from tests.sign_in.people import PASSWORD, enrolled, enter_code, enter_password

pytestmark = pytest.mark.django_db

MINUTE = 60


@pytest.fixture
def begin(cast: Cast) -> float:
    cache.clear()
    enrolled(cast.ines)
    return time.time()


def at(begin: float, minutes: float) -> Any:
    return time_machine.travel(begin + minutes * MINUTE)


def unlock(client: Client) -> Any:
    return client.post("/lock/open/", {"password": PASSWORD})


def is_locked(client: Client, path: str = "/d/") -> bool:
    answer = client.get(path)
    return answer.status_code == 302 and answer["Location"] == "/lock/"


@pytest.mark.parametrize(("minutes", "locked"), [(14, False), (16.5, True)])
def test_after_fifteen_minutes_it_locks(
    cast: Cast, begin: float, minutes: float, locked: bool
) -> None:
    client = client_of(cast.ines)

    with at(begin, minutes):
        assert is_locked(client) == locked


def test_somebody_who_works_is_not_locked_out(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)

    for minutes in range(10, 100, 10):
        with at(begin, minutes):
            assert not is_locked(client)


def test_somebody_who_only_reads_says_so(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    for minutes in (10, 20, 30):
        with at(begin, minutes):
            assert client.post("/lock/still/").status_code == 204

    with at(begin, 40):
        assert not is_locked(client)


def test_a_page_that_asks_by_itself_keeps_nothing_open(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    for minutes in (5, 10, 15):
        with at(begin, minutes):
            client.get("/d/", headers={"HX-Request": "true"})

    with at(begin, 16.5):
        assert is_locked(client)


def test_unlocking_leads_back_to_the_page_that_was_asked_for(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    path = f"/c/{cast.amira.reference}/?tab=2"

    with at(begin, 20):
        assert is_locked(client, path)
        assert unlock(client)["Location"] == path
        assert not is_locked(client)


def test_the_organisation_sets_how_long(cast: Cast, begin: float) -> None:
    with enter(cast.alder, by=cast.ada):
        settings.change("idle_lock_minutes", to=30, number=1, by=cast.ada)
    client = client_of(cast.ines)

    with at(begin, 29):
        assert not is_locked(client)
    with at(begin, 61):
        assert is_locked(client)


def test_a_change_of_the_setting_is_followed_in_a_session_that_runs(
    cast: Cast, begin: float
) -> None:
    client = client_of(cast.ines)
    with enter(cast.alder, by=cast.ada):
        settings.change("idle_lock_minutes", to=2, number=1, by=cast.ada)

    with at(begin, 5):
        assert not is_locked(client)
    with at(begin, 9):
        assert is_locked(client)


def sign_in(cast: Cast, *, shared: bool) -> Client:
    client = Client()
    given = {"login": cast.ines.email, "password": PASSWORD}
    client.post("/in/", given | ({"shared": "on"} if shared else {}))
    enter_code(client)
    return client


def test_a_shared_computer_locks_after_five_minutes(cast: Cast, begin: float) -> None:
    client = sign_in(cast, shared=True)

    with at(begin, 6.5):
        assert is_locked(client)


@pytest.mark.parametrize("shared", [True, False])
def test_a_shared_computer_is_told_to_forget(cast: Cast, begin: float, shared: bool) -> None:
    client = sign_in(cast, shared=shared)
    locked = client.post("/lock/", {"back": "/d/"})
    unlock(client)
    out = client.post("/out/")

    for answer in (locked, out):
        assert ("Clear-Site-Data" in answer.headers) == shared


def test_a_form_sent_to_a_locked_screen_is_sent_after_unlocking(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    path = f"/c/{cast.amira.reference}/now/"
    sent = {"summary": "She rang at nine.", "version": "1", "once": str(uuid4())}
    with at(begin, 20):
        assert client.post(path, sent)["Location"] == "/lock/"
        assert unlock(client)["Location"] == "/lock/sent/"
        page = client.get("/lock/sent/")
        fields = dict(page.context["waiting"]["fields"])

        answer = client.post(page.context["waiting"]["path"], fields)

        assert fields == sent
        assert answer["Location"] == f"/c/{cast.amira.reference}/"
        assert b"She rang at nine." in client.get(answer["Location"]).content
        assert client.get("/lock/sent/")["Location"] == "/"


def test_it_need_not_be_sent(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    path = f"/c/{cast.amira.reference}/now/"
    with at(begin, 20):
        client.post(path, {"summary": "No"}, headers={"Referer": f"http://testserver{path}"})
        unlock(client)

        assert client.post("/lock/sent/forget/")["Location"] == path
        assert client.get("/lock/sent/")["Location"] == "/"


def test_a_password_that_was_on_its_way_does_not_wait(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    with at(begin, 20):
        client.post("/me/password/", {"password": PASSWORD, "new_password": "a kettle and a moon"})

        assert unlock(client)["Location"] != "/lock/sent/"


def test_what_waits_is_for_whoever_unlocks_alone(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    with at(begin, 20):
        client.post(f"/c/{cast.amira.reference}/now/", {"summary": "Secret words"})

        assert client.get("/lock/sent/")["Location"] == "/lock/"
        assert b"Secret words" not in client.get("/lock/").content
        client.post("/out/")
        enter_password(client, cast.ines)
        enter_code(client)
        assert client.get("/lock/sent/")["Location"] == "/"


def test_a_foreign_page_is_not_gone_back_to(cast: Cast, begin: float) -> None:
    client = client_of(cast.ines)
    with at(begin, 20):
        client.post("/d/names/", {}, headers={"Referer": "https://evil.example.org/x"})
        unlock(client)

        assert client.post("/lock/sent/forget/")["Location"] == "/"
