"""The trail cannot be written: nothing is shown, and the page says whom to ring."""

from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import Settings

from accounts.tenancy import enter
from audit.models import Event
from tests.cast import Cast
from tests.pages import client_of

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]
FULL = """
    CREATE FUNCTION no_space_left() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
    END $$;
    CREATE TRIGGER no_space_left BEFORE INSERT ON audit_event
      FOR EACH ROW WHEN (NEW.kind = 'read') EXECUTE FUNCTION no_space_left();
"""


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody answer where the trail of reads is."""
    audit = connections["audit"]
    audit.close()
    elsewhere = audit.get_connection_params() | {"host": "127.0.0.1", "port": "1"}
    monkeypatch.setattr(audit, "get_connection_params", lambda: elsewhere)


@pytest.fixture
def full() -> Iterator[None]:
    """Let the disk of the trail have no room for another look."""
    with connections["owner"].cursor() as owner:
        owner.execute(FULL)
        yield
        owner.execute("DROP TRIGGER no_space_left ON audit_event; DROP FUNCTION no_space_left()")


@pytest.mark.parametrize("trouble", ["refused", "full"])
def test_nothing_is_shown_and_somebody_can_be_rung(
    cast: Cast, settings: Settings, request: pytest.FixtureRequest, trouble: str
) -> None:
    settings.FAILURE_TELEPHONE = "01632 960000"
    client = client_of(cast.ines)
    path = f"/c/{cast.amira.reference}/"
    assert b"Amira" in client.get(path).content
    with enter(cast.alder, by=None):
        before = Event.objects.filter(kind="read").count()
    request.getfixturevalue(trouble)

    for address in (path, "/c/"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert b"cannot record who looked, so nothing is shown" in answer.content
        assert b"01632" in answer.content
        assert b"Amira" not in answer.content
        assert b"Khalid" not in answer.content
    with enter(cast.alder, by=None):
        assert Event.objects.filter(kind="read").count() == before
