"""The rooms of a provider with 300 of them, over two weeks, and the nights of five years.

It works in an organisation of its own; a second run finds it there.
"""

import datetime
import statistics

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accommodation.services import create_provision, create_unit, house_household, record_referral
from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import Organisation, Service, User
from accounts.services import create_membership, create_organisation, create_service
from accounts.tenancy import enter
from audit import context
from benchmarks.pages import signed_in
from benchmarks.report import Report, timed
from cases.services import NewPerson, open_case

NAME, EMAIL = "Bench Rooms", "bench-rooms@example.org"
UNITS, TAKEN, WAITING = 300, 240, 20
RUNS = 40
LONG_AGO = datetime.date(2021, 4, 1)


def measure(report: Report) -> None:
    """Time the chart and the nights, and count what they ask of the database."""
    user = User.objects.filter(email=EMAIL).first() or _store()
    organisation = Organisation.objects.get(name=NAME)
    with enter(organisation, by=user):
        house = Service.objects.get()
    browser = signed_in(user)
    five_years = f"/b/h/{house.pk}/nights/?first=2021-11-01&last=2026-10-31"
    for what, path in (
        ("rooms, two weeks", f"/b/h/{house.pk}/"),
        ("nights, five years", five_years),
    ):
        _seconds(browser, path)
        with CaptureQueriesContext(connection) as asked:
            _seconds(browser, path)
        queries = len(asked)
        whole = [_seconds(browser, path) for _ in range(RUNS)]
        report.add(
            f"{what}, {UNITS} rooms, p95",
            f"{statistics.quantiles(whole, n=20)[-1] * 1000:.0f} ms",
            f"median {statistics.median(whole) * 1000:.0f} ms; {queries} queries",
        )


def _seconds(browser: Client, path: str) -> float:
    with timed() as watch:
        response = browser.get(path, HTTP_HOST="localhost")
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return watch.seconds


def _store() -> User:
    """Store the house with its rooms, who lives there, and who waits."""
    today = timezone.localdate()
    with context.source("bench"):
        organisation = create_organisation(name=NAME, kind=OrganisationKind.CHARITY, by=None)
        user = User.objects.create_user(email=EMAIL, full_name="Rooms Example")
        with enter(organisation, by=None):
            house = create_service(name=NAME, by=None)
            create_membership(user=user, role=roles.ServiceManager, starts_on=LONG_AGO, by=None)
            provision = create_provision(
                service=house, accommodation_type="refuge", bedspaces=UNITS,
                authority_code="E10000030", commissioned_from=LONG_AGO, by=None,
            )  # fmt: skip
            for number in range(UNITS):
                unit = create_unit(
                    service=house, name=f"Room {number}", sleeps=1 + number % 5, adults=1,
                    children=number % 5, by=None,
                )  # fmt: skip
                if number < TAKEN:
                    case = open_case(
                        survivor=NewPerson(given_name=f"Somebody {number}"),
                        children=[NewPerson() for _ in range(number % 3)],
                        opened_on=today, service=house, by=None,
                    )  # fmt: skip
                    house_household(
                        case=case, provision=provision, unit=unit,
                        starts_on=today - datetime.timedelta(days=number),
                        expected_to=today + datetime.timedelta(days=number % 20), by=None,
                    )  # fmt: skip
            for number in range(WAITING):
                record_referral(
                    provision=provision, received_on=today, adults=1, children=number % 6, by=None
                )
    return user
