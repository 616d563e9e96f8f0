"""What Rowan finds wrong with the keeping of records by itself, and a named person closes."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import alerts, roles
from accounts.choices import AlertAnswer, AlertKind
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Alert
from accounts.tenancy import enter
from audit import checkpoints, events
from cases.models import Person
from encryption.committing import encrypted_fields
from tests.audit.test_commitments import in_control, rename
from tests.cast import Cast, hire
from tests.jobs.test_every_task import run
from tests.pages import client_of
from tests.sweep import places

real = [pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
        pytest.mark.two_connections]  # fmt: skip
PAGE = "/z/alerts/values/"


def raised(cast: Cast) -> list[Alert]:
    """What is open in Alder."""
    with enter(cast.alder, by=None):
        return list(Alert.objects.open())


def raise_in_alder(cast: Cast, kind: AlertKind = AlertKind.VALUES, found: int = 1) -> Alert:
    with enter(cast.alder, by=None):
        return alerts.raise_alert(kind=kind, found=found, at=timezone.now())


def put_back(amira: UUID, dumped: bytes) -> None:
    """Take one person out of an older dump into the live database, as whoever controls it can."""
    start = dumped.index(b"COPY public.cases_person (")
    head, rows = dumped[start : dumped.index(b"\n\\.\n", start)].split(b"\n", 1)
    into = head.decode().replace("public.cases_person", "last_week", 1).rstrip(";")
    columns = ", ".join(field.attname for field in encrypted_fields(Person))
    old = ", ".join(f"o.{field.attname}" for field in encrypted_fields(Person))
    with in_control("cases_person") as cursor:
        cursor.execute("CREATE TABLE last_week (LIKE cases_person)")
        try:
            with cursor.copy(into) as copy:
                copy.write(rows + b"\n")
            cursor.execute(
                f"UPDATE cases_person p SET ({columns}) = ROW ({old}) FROM last_week o"
                " WHERE o.id = p.id AND p.id = %s", [amira],
            )  # fmt: skip
        finally:
            cursor.execute("DROP TABLE last_week")


class TestFindingByNight:
    pytestmark = real

    def test_a_row_restored_from_an_older_dump_is_told(self, cast: Cast) -> None:
        _, dumped = next(places.dump())
        amira = rename(cast)
        run("audit.sweep")
        assert raised(cast) == []

        put_back(amira, dumped)
        run("audit.sweep")
        run("audit.sweep")

        (alert,) = raised(cast)
        assert (alert.kind, alert.found) == (AlertKind.VALUES, 1)
        with enter(cast.birch, by=None):
            assert not Alert.objects.exists()

    def test_a_missed_anchor_is_told_to_every_organisation(self, cast: Cast) -> None:
        state = checkpoints.path().with_name("anchored.json")
        state.parent.mkdir(parents=True, exist_ok=True)
        long_ago = timezone.now() - timedelta(days=2)
        state.write_text(json.dumps({"since": long_ago.isoformat()}), encoding="ascii")

        run("audit.watch_anchors")

        (alert,) = raised(cast)
        assert alert.kind == AlertKind.ANCHOR
        with enter(cast.birch, by=None):
            assert Alert.objects.open().count() == 1


@pytest.mark.parametrize("role", [roles.Administrator, roles.DataProtectionLead])
def test_it_stands_on_every_page_until_a_named_person_closes_it(
    cast: Cast, role: type[roles.Role]
) -> None:
    raise_in_alder(cast, found=3)
    dara = hire("Dara", cast.alder, role)
    browser = client_of(dara)
    assert PAGE in browser.get("/h/").content.decode()
    assert "An alert" in browser.get(PAGE).content.decode()

    answer = browser.send(PAGE, {"answer": "mended", "version": "1"})

    assert answer.status_code == 302
    assert PAGE not in browser.get("/h/").content.decode()
    with enter(cast.alder, by=None):
        closed = Alert.objects.get()
    assert (closed.answer, closed.closed_by) == (AlertAnswer.MENDED, dara)


def test_it_is_told_to_nobody_else(cast: Cast) -> None:
    raise_in_alder(cast)
    for worker in (cast.ines, cast.kay):
        browser = client_of(worker)
        assert PAGE not in browser.get("/h/").content.decode()
        assert browser.get(PAGE).status_code == 404
        assert browser.send(PAGE, {"answer": "mended", "version": "1"}).status_code == 404
    assert len(raised(cast)) == 1


def test_nothing_is_closed_without_an_answer(cast: Cast) -> None:
    raise_in_alder(cast)
    browser = client_of(hire("Dara", cast.alder, roles.DataProtectionLead))

    page = browser.send(PAGE, {"version": "1"}).content.decode()

    assert "Choose what came of it" in page
    assert len(raised(cast)) == 1


def test_what_was_found_again_meanwhile_is_not_closed_unseen(cast: Cast) -> None:
    raise_in_alder(cast)
    raise_in_alder(cast, found=2)
    browser = client_of(hire("Dara", cast.alder, roles.DataProtectionLead))

    answer = browser.send(PAGE, {"answer": "mended", "version": "1"})

    assert answer.status_code == 409
    assert len(raised(cast)) == 1


def test_once_closed_it_is_raised_as_another(cast: Cast) -> None:
    first = raise_in_alder(cast)
    dara = hire("Dara", cast.alder, roles.DataProtectionLead)
    with enter(cast.alder, by=dara):
        alerts.close(alert=first, answer=AlertAnswer.MEANT, closed_at=timezone.now(),
                     expected_version=1, by=dara)  # fmt: skip
        with pytest.raises(ChangedMeanwhile):
            alerts.close(alert=first, answer=AlertAnswer.MENDED, closed_at=timezone.now(),
                         expected_version=1, by=dara)  # fmt: skip

    assert raise_in_alder(cast).pk != first.pk


def test_the_database_holds_no_two_open_ones_of_a_kind(cast: Cast) -> None:
    raise_in_alder(cast)
    with enter(cast.alder, by=None):
        events.write("test.write", by=None, subjects=[])
        now = timezone.now()
        with pytest.raises(IntegrityError, match="one_open_of_a_kind"), transaction.atomic():
            Alert.objects.create(
                organisation=cast.alder, kind="values", raised_at=now, found_at=now, found=1
            )
        assert connection.is_usable()
