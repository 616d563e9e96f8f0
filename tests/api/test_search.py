"""Search at the interface: what the box finds, in the token's role, and no trace of the term."""

import json
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.choices import ApiScope
from accounts.models.once import OnceKey
from accounts.settings import services as settings_services
from accounts.tenancy import enter
from audit.models import Event
from tests.api.asking import Program, make_token
from tests.cases.test_relationships import forbid
from tests.cast import Cast, hire

PATH = "/api/search/"


@pytest.fixture
def program(cast: Cast) -> Program:
    """A program that works for Alder's service manager."""
    return Program(make_token(cast.mara, cast.alder)[1])


def test_a_name_in_another_spelling_finds_her(cast: Cast, program: Program) -> None:
    found = program.send(PATH, {"term": "Ameera"}).json()

    [hit] = found["results"]
    assert (hit["reference"], hit["name"], hit["role"]) == (
        cast.amira.reference, "Amira Khalid", "survivor",
    )  # fmt: skip
    assert found["more"] is False


def test_whoever_is_kept_from_her_and_whoever_is_not_there_are_found_alike(
    cast: Cast, program: Program
) -> None:
    forbid(cast.mara, cast.amira)
    program.send(PATH, {"term": "Amira"})
    with CaptureQueriesContext(connection) as for_her:
        hers = program.send(PATH, {"term": "Amira"})
    with CaptureQueriesContext(connection) as for_nobody:
        nobodys = program.send(PATH, {"term": "Zebedee"})

    assert hers.json() == {"results": [], "more": False}
    assert hers.content == nobodys.content
    assert len(for_her) == len(for_nobody)
    elsewhere = Program(make_token(cast.bea, cast.birch)[1])
    assert elsewhere.send(PATH, {"term": "Amira"}).content == nobodys.content


def test_a_role_without_a_search_and_a_token_without_the_scope_have_none(cast: Cast) -> None:
    cleo = hire("Cleo", cast.alder, roles.Commissioner)
    rooms = make_token(cast.mara, cast.alder, ApiScope.ROOMS_READ)[1]

    assert (
        Program(make_token(cleo, cast.alder, role=roles.Commissioner)[1])
        .send(PATH, {"term": "Amira"})
        .status_code
        == 404
    )
    assert Program(rooms).send(PATH, {"term": "Amira"}).status_code == 403
    assert Program("").send(PATH, {"term": "Amira"}).status_code == 401


def test_the_term_is_in_the_body_alone(
    cast: Cast, program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = program.send(PATH, {"term": "Ameera"})
        assert program.get(PATH, {"term": "Ameera"}).status_code == 405

    assert answer["Cache-Control"] == "no-store"
    assert "meera" not in answer.content.decode()
    logged = [one.getMessage() for one in caplog.records if one.name != "django.request"]
    assert "meera" not in "".join(logged)
    assert not OnceKey.objects.exists()
    with enter(cast.alder, by=None):
        asked, shown = Event.objects.filter(verb__startswith="search.").order_by("at")
    assert (asked.verb, asked.fields, asked.purpose) == ("search.ask", ["name"], "board figures")
    assert (shown.verb, cast.amira.pk in shown.subjects) == ("search.show", True)


@pytest.mark.parametrize("body", [{}, {"term": "Am"}, {"term": "A" * 101}, {"term": "x\x00yz"}])
def test_what_is_no_search_is_refused(program: Program, body: dict[str, str]) -> None:
    assert program.send(PATH, body).status_code == 400


def test_no_key_is_asked_for_and_too_many_wait(cast: Cast, program: Program) -> None:
    with enter(cast.alder, by=cast.ada):
        settings_services.change("searches_per_hour", to=20, by=cast.ada)
    body = json.dumps({"term": "Amira"})
    answers = [
        program.client.post(PATH, body, "application/json", headers=program.headers)
        for _ in range(21)
    ]

    assert [one.status_code for one in answers] == [200] * 20 + [429]
    assert b"Khalid" not in answers[-1].content
