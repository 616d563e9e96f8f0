"""The proof that everybody has a second factor: for administrators, of their own organisation."""

import csv

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.models import User
from tests.cast import Cast, hire
from tests.pages import client_of
from tests.sign_in.people import enrolled, signed_in
from tests.sign_in.test_passkeys import add_passkey

pytestmark = pytest.mark.django_db


def rows(client: Client) -> list[list[str]]:
    answer = client.get("/z/steps/file/")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


def test_it_names_everybody_what_they_have_since_when_and_last_used(cast: Cast) -> None:
    enrolled(cast.ines)
    add_passkey(signed_in(Client(SERVER_NAME="localhost"), cast.ines))

    found = [row for row in rows(client_of(cast.ada)) if row[1] == cast.ines.email]

    assert [row[2] for row in found] == ["App with codes", "Recovery codes", "Passkey"]
    assert all(row[0] == "Ines Example" and len(row[3]) == 10 for row in found)


def test_it_says_who_has_none_yet(cast: Cast) -> None:
    enrolled(cast.ines)
    client = client_of(cast.ada)

    [mara] = [row for row in rows(client) if row[1] == cast.mara.email]

    assert mara[2].startswith("none")
    assert b"3 people have none yet" in client.get("/z/steps/").content


def test_with_everybody_enrolled_it_says_so(cast: Cast) -> None:
    for user in (cast.ines, cast.kay, cast.mara, cast.ada):
        enrolled(user)

    assert b"Everybody who works here" in client_of(cast.ada).get("/z/steps/").content


def test_nobody_of_another_organisation_stands_in_it(cast: Cast) -> None:
    addresses = {row[1] for row in rows(client_of(cast.ada))}

    assert cast.bo.email not in addresses
    assert cast.ines.email in addresses


@pytest.mark.parametrize("name", ["ines", "mara", "bea"])
@pytest.mark.parametrize("path", ["/z/steps/", "/z/steps/file/"])
def test_it_is_there_for_administrators_alone(cast: Cast, name: str, path: str) -> None:
    user: User = getattr(cast, name)

    assert client_of(user).get(path).status_code == 404


def test_a_name_becomes_no_formula(cast: Cast) -> None:
    User.objects.filter(pk=cast.ines.pk).update(full_name="=1+1")

    assert [row[0] for row in rows(client_of(cast.ada)) if row[1] == cast.ines.email] == ["'=1+1"]


def test_more_people_cost_no_more_queries(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.get("/z/steps/")
    with CaptureQueriesContext(connection) as few:
        client.get("/z/steps/")
    for number in range(10):
        enrolled(hire(f"More{number}", cast.alder, roles.IDVA))

    with CaptureQueriesContext(connection) as many:
        client.get("/z/steps/")

    assert len(many) == len(few)
