"""My day, a case and its timeline, for a worker with 30 live cases among 20,000, one of them with
400 entries, each beside the same page without decryption and without a recorded read.

The worker works in the organisation of ``benchmarks.access``; a second run finds her there.
"""

import datetime
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.models import Organisation, User
from accounts.services import create_membership
from accounts.tenancy import enter
from audit import context
from benchmarks import access
from benchmarks.pages import signed_in
from benchmarks.report import Report, timed
from cases.models import Case
from cases.services import allocate, record_harm
from diary import contacts, notes, steps
from diary.choices import Happened, Mode, Outcome
from encryption.fields import EncryptedField, Held, Stored
from risk import services as risk

EMAIL = "bench-day@example.org"
CASES = 30
ENTRIES = 400
RUNS = 60
LONG_AGO = datetime.date(2022, 4, 1)


def measure(report: Report) -> None:
    """Time the three pages, and count what they ask of the database."""
    organisation = Organisation.objects.filter(name=access.NAME).first() or access._store()
    user = User.objects.filter(email=EMAIL).first() or _store(organisation)
    with enter(organisation, by=user):
        reference = Case.objects.visible_to(user).order_by("reference").first().reference  # type: ignore[union-attr]
    browser = signed_in(user)
    pages = (
        ("my day", "/d/"), ("a case", f"/c/{reference}/"), ("its timeline", f"/c/{reference}/t/")
    )  # fmt: skip
    for what, path in pages:
        _seconds(browser, path)
        with CaptureQueriesContext(connection) as asked:
            _seconds(browser, path)
        # Read at once: the next request empties the log that it reads from.
        queries = len(asked)
        whole = [_seconds(browser, path) for _ in range(RUNS)]
        with _without_encryption_and_audit():
            _seconds(browser, path)
            bare = [_seconds(browser, path) for _ in range(RUNS)]
        times = statistics.median(whole) / statistics.median(bare)
        report.add(
            f"{what}, 30 cases among 20,000, 400 entries, p95", f"{_p95(whole) * 1000:.0f} ms",
            f"without encryption and audit {_p95(bare) * 1000:.0f} ms ({times:.2f} times); "
            f"{queries} queries",
        )  # fmt: skip


@contextmanager
def _without_encryption_and_audit() -> Iterator[None]:
    """Take each value as it was opened before, and record no read."""
    known: dict[bytes, Held] = {}
    opened = EncryptedField.opened

    def remembered(self: EncryptedField, instance: Any, stored: Stored) -> Held:
        found = known.get(stored)
        if found is None:
            found = known[bytes(stored)] = opened(self, instance, stored)
        return found

    with (
        patch.object(EncryptedField, "opened", remembered),
        patch("audit.events.read", return_value=None),
    ):
        yield


def _seconds(browser: Client, path: str) -> float:
    with timed() as watch:
        response = browser.get(path, HTTP_HOST="localhost")
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return watch.seconds


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _store(organisation: Organisation) -> User:
    """Store the worker, what is due on each of her cases, and the long timeline of the first."""
    user = User.objects.create_user(email=EMAIL, full_name="Day Example")
    with context.source("bench"), enter(organisation, by=None):
        create_membership(user=user, role=roles.IDVA, starts_on=LONG_AGO, by=None)
        cases = list(Case.objects.order_by("reference")[:CASES])
        today = timezone.localdate()
        for number, case in enumerate(cases):
            allocate(case=case, worker=user, starts_on=LONG_AGO, by=None)
            due_on = today + datetime.timedelta(days=number % 9 - 2)
            steps.add(case=case, text=f"Ring about {number}", due_on=due_on, owner=user, by=user)
            _assess(case, today, user)
        record_harm(case=cases[0], given_name="Bench", by=user)
        for number in range(ENTRIES):
            _entry(cases[0], number, user)
    return user


def _assess(case: Case, today: datetime.date, user: User) -> None:
    begun = risk.start_assessment(case=case, assessed_on=today, by=user)
    risk.sign(assessment=begun, signed_at=timezone.now(), expected_version=1, by=user)


def _entry(case: Case, number: int, user: User) -> None:
    at = timezone.now() - datetime.timedelta(hours=7 * number)
    note = notes.write(
        case=case, happened=Happened.CALL, happened_at=at, text=f"She rang about {number}. " * 20,
        is_key=number % 20 == 0, by=user,
    )  # fmt: skip
    if number % 2:
        contacts.record(
            case=case, at=at, mode=Mode.PHONE, outcome=Outcome.SPOKE, note=note, by=user
        )
