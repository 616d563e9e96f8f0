"""A connection that goes back to a pool takes nothing with it: no organisation, person or keys.

Not after an exception, nor after a statement that took too long. Requests of two organisations
share a few connections here, as behind a pooler that hands them on after each transaction.
"""

import dataclasses
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections

import config.private_engine.base
from accounts.models import Organisation, User
from accounts.tenancy import enter
from audit import context
from cases.models import Case, Person
from config.private_postgres import ensure_running
from encryption import keyring
from tests.accounts import bouncer
from tests.cast import Cast
from tests.pages import Browser, client_of

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
NAMES = ["rowan.organisation", "rowan.user", "rowan.event"]
NAMED = "SELECT current_setting(one, true) FROM unnest(%s::text[]) one"
AT_ONCE = 8


def carries_nothing() -> bool:
    """Say whether this connection shows no rows, names nobody, and holds no keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(one, true) FROM unnest(%s::text[]) one", [list(NAMES)]
        )
        named = [text for (text,) in cursor.fetchall()]
    rows = Case.objects.exists() or Person.objects.exists()
    entered = context.organisation() or keyring.current_or_none()
    return not any(named) and not rows and not entered


def work_too_long(organisation: Organisation, by: User) -> None:
    """Run a statement for longer than it may take, inside an organisation."""
    with enter(organisation, by=by), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(20)")


def fail(organisation: Organisation, by: User) -> None:
    """Come upon an error of our own inside an organisation."""
    with enter(organisation, by=by):
        assert Case.objects.exists()
        raise RuntimeError


def test_a_statement_that_takes_too_long_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(OperationalError, match="statement timeout"):
        work_too_long(cast.alder, cast.mara)

    assert carries_nothing()
    with enter(cast.birch, by=cast.bea):
        assert Case.objects.get() == cast.stranger_case


def test_an_exception_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        fail(cast.alder, cast.mara)

    assert carries_nothing()


@pytest.fixture
def pooled(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Let every new connection be one of a pool's."""
    server = ensure_running(settings.ROWAN_HOME)
    with bouncer.running(server) as port:
        monkeypatch.setattr(
            config.private_engine.base,
            "ensure_running",
            lambda _: dataclasses.replace(server, host="127.0.0.1", port=port),
        )
        yield cast


@pytest.mark.parametrize("requests", [60, pytest.param(500, marks=pytest.mark.soak)])
def test_requests_of_two_organisations_share_a_few_connections(pooled: Cast, requests: int) -> None:
    cast, own = pooled, threading.local()
    theirs = [(cast.alder, cast.mara, "Amira", "Tolu"), (cast.birch, cast.bea, "Tolu", "Amira")]
    used: set[int] = set()
    cookies = [client_of(user).cookies for _, user, _, _ in theirs]
    # The people's own sign-ins came directly; from here on every connection is one of the pool's.
    connections.close_all()

    def browsers() -> list[Browser]:
        if not hasattr(own, "browsers"):
            own.browsers = [Browser() for _ in theirs]
            for browser, held in zip(own.browsers, cookies, strict=True):
                browser.cookies.load(held.output(header=""))
        found: list[Browser] = own.browsers
        return found

    def ask(number: int) -> tuple[int, bool, bool, bool]:
        organisation, user, name, other = theirs[number % 2]
        answer = browsers()[number % 2].get("/c/?whose=all")
        page = answer.content.decode()
        if number % 10 > 7:
            error, act = [(RuntimeError, fail), (OperationalError, work_too_long)][number % 2]
            with pytest.raises(error):
                act(organisation, user)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            used.add(cursor.fetchone()[0])
        return answer.status_code, name in page, other not in page, carries_nothing()

    all_done = threading.Barrier(AT_ONCE)

    def go_home(_: int) -> None:
        connections.close_all()
        all_done.wait(10)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(ask, range(requests)))
        list(pool.map(go_home, range(AT_ONCE)))

    assert set(answers) == {(200, True, True, True)}
    assert len(used) <= bouncer.BEHIND
