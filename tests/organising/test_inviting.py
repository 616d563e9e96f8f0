"""Inviting somebody: her account, her first role and a link that is shown once."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.tenancy import enter
from tests.cast import Cast
from tests.pages import Page, assert_well_made, client_of
from tests.sign_in.people import PASSWORD

PATH = "/z/people/new/"


def ivy(**more: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {
        "full_name": "Ivy Example", "email": "ivy@example.org", "role": "idva", "where": "",
        "starts_on": today, "ends_on": "",
    } | more  # fmt: skip


def test_a_stranger_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(PATH)["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "bea"])
def test_the_wrong_role_invites_nobody(who: str, cast: Cast) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(PATH).status_code == 404
    assert client.send(PATH, ivy()).status_code == 404
    assert not User.objects.filter(email="ivy@example.org").exists()


def test_she_chooses_a_password_with_the_link_and_has_her_role(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.ada).get(PATH), PATH)
    assert page.headings == ["Invite somebody"]

    answer = client_of(cast.ada).send(PATH, ivy())
    link = re.search(r"http://testserver(/in/new/[^<]+)<", answer.content.decode())
    assert link
    newcomer = Client()
    newcomer.post(link.group(1), {"password": PASSWORD, "again": PASSWORD})

    user = User.objects.get(email="ivy@example.org")
    assert user.has_usable_password()
    with enter(cast.alder, by=None):
        assert Membership.objects.get(user=user).role == "idva"


def test_the_link_is_shown_once_and_never_again(cast: Cast) -> None:
    client, sent = client_of(cast.ada), ivy() | {"once": "5b0c5a1e-0000-4000-8000-000000000001"}

    first = client.post(PATH, sent)
    again = client.post(PATH, sent)

    assert "/in/new/" in first.content.decode()
    assert "/in/new/" not in again.content.decode()
    user = User.objects.get(email="ivy@example.org")
    assert "/in/new/" not in client.get(f"/z/people/{user.pk}/").content.decode()
    assert "Ivy Example invited" in Page(client.get("/z/people/")).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"full_name": ""}, "Enter the name"),
        ({"email": "ivy"}, "Enter an e-mail address, such as"),
        ({"email": "bea@example.org"}, "Somebody signs in with this address already"),
        ({"email": "BEA@example.org"}, "Somebody signs in with this address already"),
        ({"role": ""}, "Choose a role"),
        ({"role": "key_worker"}, "Choose the service: this role is about one"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(
    change: dict[str, str], said: str, cast: Cast
) -> None:
    before = User.objects.count()

    answer = client_of(cast.ada).send(PATH, ivy(**change))

    assert said in Page(answer).text
    assert User.objects.count() == before


def test_person_role_and_link_are_made_together_or_not_at_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("accounts.inviting.create_membership", fail)

    assert client_of(cast.ada).send(PATH, ivy()).status_code == 500
    assert not User.objects.filter(email="ivy@example.org").exists()
