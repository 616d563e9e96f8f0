"""Locking the screen: blank at once, opened again by the password, where the person was."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.cast import make_user
from tests.sign_in.people import PASSWORD, enrolled, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(client: Client) -> User:
    cache.clear()
    ines = enrolled(make_user("Ines"))
    signed_in(client, ines)
    return ines


def lock(client: Client, back: str = "/d/") -> None:
    client.post("/lock/", {"back": back})


def test_a_locked_screen_says_nothing_and_opens_nothing(client: Client, ines: User) -> None:
    lock(client)

    page = client.get("/lock/").content.decode()

    assert client.get("/d/")["Location"] == "/lock/"
    assert client.post("/d/names/")["Location"] == "/lock/"
    assert "<title>Rowan</title>" in page
    assert ines.full_name not in page


def test_the_password_opens_it_where_the_person_was(client: Client, ines: User) -> None:
    lock(client, back="/d/?tab=2")

    answer = client.post("/lock/open/", {"password": PASSWORD})

    assert answer["Location"] == "/d/?tab=2"
    assert client.get("/d/").status_code == 200


def test_another_password_does_not_open_it(client: Client, ines: User) -> None:
    lock(client)

    answer = client.post("/lock/open/", {"password": "not these words"})

    assert b"The password is not right" in answer.content
    assert client.get("/d/").status_code == 302


def test_guessing_at_the_lock_is_slowed(client: Client, ines: User) -> None:
    lock(client)
    for _ in range(10):
        client.post("/lock/open/", {"password": "not these words"})

    answer = client.post("/lock/open/", {"password": PASSWORD})

    assert b"Too many attempts" in answer.content


def test_a_foreign_address_is_not_gone_back_to(client: Client, ines: User) -> None:
    lock(client, back="https://evil.example.org/")

    assert client.post("/lock/open/", {"password": PASSWORD})["Location"] == "/"


def test_one_can_leave_from_a_locked_screen(client: Client, ines: User) -> None:
    lock(client)

    assert client.post("/out/")["Location"] == "/in/"


def test_a_part_of_a_page_that_is_asked_for_meanwhile_leads_to_the_lock(
    client: Client, ines: User
) -> None:
    lock(client)

    answer = client.get("/d/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/lock/")
