"""Every sign-in, refusal, lock and sign-out is an event; without its event nobody signs in."""

import psycopg
import pytest
from django.core.cache import cache
from django.db import OperationalError, connections
from django.test import Client

from accounts.models import User
from audit import events
from tests.cast import make_user
from tests.sign_in.people import PASSWORD, code, enrolled, enter_code, enter_password


@pytest.fixture
def ines(db: None) -> User:
    cache.clear()
    return enrolled(make_user("Ines"))


def recorded() -> list[tuple[str, bool]]:
    """What the installation's own trail holds, in order: verb, and whether the person is named."""
    parameters = connections["owner"].get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as owner:
        rows = owner.execute(
            "SELECT verb, actor_id IS NOT NULL FROM audit_event e"
            " JOIN audit_seal s ON s.event_id = e.id WHERE kind = 'session' ORDER BY sequence"
        )
        return [(str(verb), bool(named)) for verb, named in rows.fetchall()]


@pytest.mark.two_connections
@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_the_trail_tells_how_a_session_began_and_ended(client: Client, ines: User) -> None:
    enter_password(client, ines, "not these words")
    enter_password(client, ines)
    enter_code(client, code(at=0))
    enter_code(client)
    client.post("/lock/")
    client.post("/lock/open/", {"password": PASSWORD})
    client.post("/out/")

    assert recorded() == [
        ("sign_in.enrol", False),
        ("sign_in.refuse", False),
        ("sign_in.refuse_code", True),
        ("sign_in.start", True),
        ("sign_in.lock", True),
        ("sign_in.unlock", True),
        ("sign_in.end", True),
    ]


@pytest.mark.django_db
def test_without_its_event_nobody_signs_in(ines: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    enter_password(client, ines)

    def store_is_away(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(events, "_store", store_is_away)
    answer = enter_code(client)
    monkeypatch.undo()

    assert answer.status_code == 503
    assert client.get("/d/").status_code == 302
