"""A template that names a variable which is not there fails the test that renders it."""

import pytest
from django.template import engines


class Undefined(str):
    """Stands where a template's variable is not there."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"A template names {name}, which is not there.")


@pytest.fixture(autouse=True)
def undefined_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page of any test show an empty text for a misspelt name."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    monkeypatch.setattr(engine, "string_if_invalid", Undefined("%s"))
