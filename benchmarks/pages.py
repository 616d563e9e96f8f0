"""Pages, each beside a page that shows nothing."""

import datetime
import statistics
from unittest.mock import patch
from uuid import UUID

from django.http import HttpRequest
from django.test import Client

from accounts import roles
from accounts.models import Organisation, User
from accounts.services import create_membership
from accounts.sign_in import state
from accounts.tenancy import enter
from audit import context
from benchmarks.report import Report, timed
from cases.models import Case

RUNS = 30


def measure(report: Report) -> None:
    """Time the list of cases and a case of the largest provider, as its manager."""
    provider = _largest_provider()
    browser = signed_in(_manager(provider))
    empty = _median(browser, "/h/")
    for path, what in (("/c/?whose=all&state=all", "list of 50 cases"), ("/c/R-1001/", "one case")):
        seconds = _median(browser, path)
        report.add(
            what, f"{seconds * 1000:.0f} ms",
            f"{seconds / empty:.1f} times a page of help ({empty * 1000:.0f} ms)",
        )  # fmt: skip
        with patch("accounts.tenancy.quota.guard_for", return_value=None):
            uncounted = _median(browser, path)
        report.add(
            f"{what}, the limit of records", f"{(seconds - uncounted) * 1000:.1f} ms",
            f"of the page; without it {uncounted * 1000:.0f} ms",
        )  # fmt: skip


def _largest_provider() -> Organisation:
    counts: dict[UUID, int] = {}
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None):
            counts[organisation.pk] = Case.objects.count()
    return Organisation.objects.get(pk=max(counts, key=lambda pk: counts[pk]))


def _manager(organisation: Organisation) -> User:
    user = User.objects.filter(email="bench@example.org").first()
    if user is None:
        user = User.objects.create_user(email="bench@example.org", full_name="Bench Example")
        with enter(organisation, by=None), context.source("bench"):
            create_membership(
                user=user, role=roles.ServiceManager, starts_on=datetime.date(2020, 1, 1), by=None
            )
    return user


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    request = HttpRequest()
    request.session = browser.session
    state.begin(request.session)
    state.note_second_factor(request, user, kind="totp")
    request.session.save()
    return browser


def _median(browser: Client, path: str) -> float:
    seconds = []
    for _ in range(RUNS):
        with timed() as watch:
            response = browser.get(path, HTTP_HOST="localhost")
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        seconds.append(watch.seconds)
    return statistics.median(seconds)
