"""Cases at the interface: the same walls, the same kinds, the same services as on the pages."""

from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import Error as StoreError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.tenancy import enter
from cases.models import Case
from cases.services import NewPerson, open_case
from tests.api.asking import Program, make_token
from tests.cases.test_relationships import forbid, restrict
from tests.cast import Cast

CASES = "/api/cases/"


@pytest.fixture
def program(cast: Cast) -> Program:
    """A program that works for Alder's service manager."""
    return Program(make_token(cast.mara, cast.alder)[1])


@pytest.fixture
def stranger(cast: Cast) -> Program:
    """A program that works for the busy manager of another organisation."""
    return Program(make_token(cast.bea, cast.birch)[1])


def path_of(case: Case) -> str:
    """Return a case's address."""
    return f"{CASES}{case.reference}/"


def test_a_case_is_shown_with_its_people(cast: Cast, program: Program) -> None:
    shown = program.get(path_of(cast.amira)).json()

    assert shown["reference"] == cast.amira.reference
    assert [person["name"] for person in shown["people"]] == ["Amira Khalid", "Yusuf Khalid"]
    assert all(shown["shows"].values())


def test_absent_foreign_restricted_and_conflicted_are_answered_alike(
    cast: Cast, program: Program
) -> None:
    with enter(cast.alder, by=None):
        kept, closed_to = [
            open_case(survivor=NewPerson(given_name="X"), opened_on=timezone.localdate(), by=None)
            for _ in range(2)
        ]
    forbid(cast.mara, kept)
    restrict(closed_to)
    answers = [
        program.get(f"{CASES}{one}/") for one in (kept.reference, closed_to.reference, "R-9999")
    ]

    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert len({str(sorted(one.headers.items())) for one in answers}) == 1
    listed = [one["reference"] for one in program.get(CASES).json()["results"]]
    assert kept.reference not in listed
    assert closed_to.reference not in listed


def test_a_busy_stranger_sees_her_own_alone(cast: Cast, stranger: Program) -> None:
    found = stranger.get(CASES).json()

    assert found["count"] == 1
    shown = stranger.get(path_of(cast.amira))
    # Birch's first case bears the same number: it is hers that she sees.
    assert "Amira" not in shown.content.decode()


def test_a_list_takes_the_same_queries_for_one_case_and_for_many(
    cast: Cast, program: Program
) -> None:
    program.get(CASES)
    with CaptureQueriesContext(connection) as few:
        assert program.get(CASES).json()["count"] == 1
    with enter(cast.alder, by=None):
        for _ in range(20):
            open_case(survivor=NewPerson(given_name="X"), opened_on=timezone.localdate(), by=None)
    with CaptureQueriesContext(connection) as many:
        assert program.get(CASES).json()["count"] == 21

    assert len(many) == len(few)


@pytest.mark.parametrize("order", ["summary", "case_people__person", "version", "-recorded_at"])
def test_an_order_that_is_not_named_is_refused(program: Program, order: str) -> None:
    assert program.get(CASES, {"order": order}).status_code == 400


def test_a_case_is_opened_once_however_often_it_is_sent(cast: Cast, program: Program) -> None:
    sent = {
        "service": str(cast.house.pk),
        "opened_on": "2026-11-01",
        "survivor": {"given_name": "Noor"},
        "children": [{"given_name": "Sami", "date_of_birth": "2019-02-03"}],
    }
    key = str(uuid4())
    first, again = (program.send(CASES, sent, key=key) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first["Location"] == again["Location"]
    assert program.get(CASES).json()["count"] == 2


def test_what_may_not_be_set_is_refused_by_name(cast: Cast, program: Program) -> None:
    for extra in ("restricted", "organisation", "reference", "closed_on", "id"):
        sent = {"summary": "Now", "version": 1, extra: "x"}
        answer = program.send(path_of(cast.amira), sent, method="PATCH")
        assert answer.status_code == 400, extra
        assert extra in answer.json()
    nested = {"service": str(cast.house.pk), "opened_on": "2026-11-01",
              "survivor": {"given_name": "N", "organisation": str(cast.birch.pk)}}  # fmt: skip
    assert program.send(CASES, nested).status_code == 400


def test_a_foreign_service_in_the_body_is_refused(cast: Cast, program: Program) -> None:
    sent = {"service": str(cast.birch_house.pk), "opened_on": "2026-11-01",
            "survivor": {"given_name": "N"}}  # fmt: skip
    answer, absent = (
        program.send(CASES, sent | {"service": one})
        for one in (str(cast.birch_house.pk), str(uuid4()))
    )

    assert (answer.status_code, answer.content) == (absent.status_code, absent.content)
    assert answer.status_code == 400


def test_a_change_over_an_older_version_is_refused(cast: Cast, program: Program) -> None:
    sent = {"summary": "She is at her sister’s", "version": 1}

    assert program.send(path_of(cast.amira), sent, method="PATCH").status_code == 200
    assert program.send(path_of(cast.amira), sent, method="PATCH").status_code == 409
    assert program.get(path_of(cast.amira)).json()["version"] == 2


def test_a_case_is_closed_and_not_twice(cast: Cast, program: Program) -> None:
    path = f"{path_of(cast.amira)}close/"
    sent = {"closed_on": "2026-11-20", "version": 1}

    assert program.send(path, sent).json()["closed_on"] == "2026-11-20"
    assert program.send(path, sent | {"version": 2}).status_code == 400


def test_somebody_joins_a_household(cast: Cast, program: Program) -> None:
    sent = {"role": "child", "given_name": "Lina", "relationship": "niece"}

    shown = program.send(f"{path_of(cast.amira)}people/", sent).json()

    assert [one["known_as"] or one["name"] for one in shown["people"]][-1] == "Lina"


def test_without_a_key_nothing_is_written(cast: Cast, program: Program) -> None:
    answer = program.client.post(
        f"{path_of(cast.amira)}people/", {"role": "child", "given_name": "L"},
        content_type="application/json", headers=program.headers,
    )  # fmt: skip

    assert answer.status_code == 400
    assert "detail" in answer.json()


def test_if_nobody_can_record_who_looked_nothing_is_shown(cast: Cast, program: Program) -> None:
    def full(*_: object) -> None:
        raise StoreError("no space left")

    with patch("audit.events._insert", full):
        answer = program.get(path_of(cast.amira))

    assert answer.status_code == 503
    assert "Amira" not in answer.content.decode()


def test_what_a_role_may_not_see_is_null(cast: Cast) -> None:
    whole = roles.ServiceManager.permissions
    kept = frozenset(one for one in whole if one not in {"identity.see", "narrative.see"})
    text = make_token(cast.mara, cast.alder)[1]
    with patch.object(roles.ServiceManager, "permissions", kept):
        shown = Program(text).get(path_of(cast.amira)).json()

    assert shown["summary"] is None
    assert {person["name"] for person in shown["people"]} == {None}
