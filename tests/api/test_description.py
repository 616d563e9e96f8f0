"""The description of the interface is whole, and what is generated from it finds no fault."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from accounts.api.guards import PerToken
from tests.api.asking import make_token
from tests.cast import Cast
from tests.scenes import Scene


def test_the_description_is_valid_and_without_a_warning(tmp_path: Any) -> None:
    call_command(
        "spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yml")
    )


def test_each_operation_says_that_a_token_is_asked_for_and_may_ask_too_often() -> None:
    silent = {
        label: {"401", "403", "429"} - operation["responses"].keys()
        for label, operation in operations().items()
    }

    assert silent
    assert not any(silent.values()), silent


def operations() -> dict[str, Any]:
    """Every operation that is described, as "GET /api/cases/"."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    described = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return {
        f"{way.upper()} {path}": operation
        for path, ways in described["paths"].items()
        for way, operation in ways.items()
    }


@pytest.fixture
def kept_open() -> Iterator[None]:
    """Keep the test's own transaction open between requests, as Django's test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def described(cast: Cast, scene: Scene, kept_open: None) -> Any:
    """The description, as a program with a token of the service manager reads it."""
    text = make_token(cast.mara, cast.alder)[1]
    headers = {"Authorization": f"Bearer {text}"}
    schema = schemathesis.openapi.from_wsgi("/api/", get_wsgi_application(), headers=headers)
    schema.config.headers = headers
    return schema


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one token ask as often as it likes, so that every request meets its operation."""
    monkeypatch.setitem(PerToken.THROTTLE_RATES, "token", "1000000/min")


_QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


# That one of several names is given, or a day lies in the past, no description can say.
_RULES_ACROSS_FIELDS = [positive_data_acceptance]


def try_every_operation(described: Any, examples: int) -> list[str]:
    """Send what is generated from the description to each operation; return which were tried."""
    tried = []
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(max_examples=examples, deadline=None, suppress_health_check=_QUIET)
        @given(case=operation.as_strategy())
        def answers_as_described(case: Any) -> None:
            case.call_and_validate(excluded_checks=_RULES_ACROSS_FIELDS)

        answers_as_described()
        tried.append(operation.label)
    return tried


@pytest.mark.usefixtures("unhurried")
def test_no_operation_fails_or_answers_what_it_does_not_say(described: Any) -> None:
    assert set(try_every_operation(described, examples=15)) == operations().keys()


@pytest.mark.soak
@pytest.mark.usefixtures("unhurried")
def test_no_operation_fails_in_the_long_run(described: Any) -> None:
    assert set(try_every_operation(described, examples=300)) == operations().keys()


def test_who_asks_too_often_is_answered_as_described(
    described: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PerToken.THROTTLE_RATES, "token", "1/min")
    # The one request of this minute was the one that read the description.
    answer = (
        described["/api/token/"]["GET"].Case().call_and_validate(headers=described.config.headers)
    )

    assert answer.status_code == 429
