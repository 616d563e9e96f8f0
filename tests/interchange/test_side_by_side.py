"""Imports on several connections: different organisations side by side, one at a time into each."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections

from accounts.models import Organisation
from interchange.services import Imported, import_bundle
from tests.interchange.bundles import Rows, row, small, write

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def other() -> Rows:
    rows: Rows = {name: [] for name in small()}
    rows["organisations"] = [row("organisation_ref=o2 name=Birch kind=charity")]
    rows["people"] = [row("person_ref=p-of-birch organisation_ref=o2 given_name=Nell")]
    return rows


def elsewhere(path: Path) -> Imported:
    """Import on this thread's own connection."""
    try:
        return import_bundle(path, by=None)
    finally:
        connections.close_all()


def test_organisations_are_imported_side_by_side(tmp_path: Path) -> None:
    path = write(other(), tmp_path / "other")
    with ThreadPoolExecutor(1) as pool:

        def import_the_other(rows: int, of: int) -> None:
            # Called before this import is committed.
            assert pool.submit(elsewhere, path).result(timeout=60).rows == 2

        import_bundle(write(small(), tmp_path / "b"), by=None, progress=import_the_other)

    assert Organisation.objects.count() == 2


def another_waits(first: Path, second: Path) -> Imported:
    """Import the second while the first is not committed yet; it must wait, and is given then."""
    with ThreadPoolExecutor(1) as pool:
        begun = []

        def import_another(rows: int, of: int) -> None:
            begun.append(pool.submit(elsewhere, second))
            with connection.cursor() as cursor:
                for _ in range(600):
                    cursor.execute(WAITING)
                    if cursor.fetchone()[0] or begun[0].done():
                        break
                    threading.Event().wait(0.1)
            assert not begun[0].done()

        import_bundle(first, by=None, progress=import_another)
        return begun[0].result(timeout=60)


def test_the_same_organisation_waits_and_then_changes_nothing(tmp_path: Path) -> None:
    path = write(small(), tmp_path / "b")

    done = another_waits(path, path)

    assert (done.added, done.changed, done.removed) == (0, 0, 0)


def test_a_bundle_that_names_records_it_does_not_hold_goes_alone(tmp_path: Path) -> None:
    import_bundle(write(small(), tmp_path / "b"), by=None)
    later: Rows = {name: [] for name in small()}
    later["cases"] = [row("case_ref=c-later organisation_ref=o1 opened_on=2022-05-01")]
    later["case_people"] = [row("case_ref=c-later person_ref=p1 role=survivor")]

    done = another_waits(write(other(), tmp_path / "other"), write(later, tmp_path / "later"))

    assert done.added == 2
