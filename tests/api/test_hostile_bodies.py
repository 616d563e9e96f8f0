"""Bodies that no program of good will sends: each is refused as such, and fails nothing."""

import json
from typing import Any
from uuid import uuid4

import pytest

from accounts.choices import ApiScope
from accounts.tenancy import enter
from audit.models import Event
from cases.models import Case
from tests.api.asking import Program, make_token
from tests.cast import Cast

PATH = "/api/cases/"


def post(program: Program, body: str | bytes, kind: str = "application/json") -> Any:
    """Send a body as it is."""
    headers = program.headers | {"Idempotency-Key": str(uuid4())}
    return program.client.post(PATH, body, content_type=kind, headers=headers)


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(make_token(cast.mara, cast.alder, ApiScope.CASES_WRITE)[1])


def with_name(cast: Cast, name: str) -> str:
    """Return a good body but for the name."""
    survivor = {"given_name": name}
    body = {"service": str(cast.house.pk), "opened_on": "2026-01-01", "survivor": survivor}
    return json.dumps(body)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"survivor":' * 5_000 + "{}" + "}" * 5_000,
        '{"opened_on": NaN}',
        '{"service": 1e999}',
        '{"service": ' + "9" * 5_000 + "}",
        "[]",
        "null",
        '"text"',
        b"\xff\xfe{}",
        "",
        "{}" + " " * 6_000_000,
    ],
    ids=range(11),
)
def test_what_is_no_case_is_refused(cast: Cast, program: Program, body: str | bytes) -> None:
    assert post(program, body).status_code in (400, 413)
    with enter(cast.alder, by=None):
        assert Case.objects.count() == 1


@pytest.mark.parametrize("name", ["A\x00mira", "\ud800"])
def test_a_name_that_cannot_be_kept_is_refused(cast: Cast, program: Program, name: str) -> None:
    assert post(program, with_name(cast, name)).status_code == 400


def test_a_method_named_in_a_header_is_not_taken(cast: Cast) -> None:
    program = Program(make_token(cast.mara, cast.alder)[1])
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        headers = program.headers | {name: "PATCH", "Idempotency-Key": str(uuid4())}
        path = f"{PATH}{cast.amira.reference}/"
        sent = program.client.post(path, "{}", "application/json", headers=headers)
        assert sent.status_code == 405
        assert program.client.get(path, headers=headers).status_code == 200
    with enter(cast.alder, by=None):
        assert not Event.objects.filter(verb="case.change").exists()
