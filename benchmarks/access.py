"""The list of cases for somebody with many ways to see some: 20,000 cases, 200 people, 300 grants
each, beside an empty page.

The rows are stored in bulk, in an organisation of their own; a second run finds them there.
"""

import datetime
import random
import statistics
from collections.abc import Iterator
from uuid import UUID, uuid4

from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import Organisation, Service, Team, User
from accounts.services import create_membership, create_organisation, create_service, create_team
from accounts.tenancy import enter
from audit import context, events
from benchmarks.pages import signed_in
from benchmarks.report import Report, timed
from benchmarks.scale import part_of
from cases.choices import CaseRole, GrantKind
from cases.models import Allocation, Case, CasePerson, Grant, Person
from encryption import subjects

NAME = "Bench of access"
AT_ONCE = 1_000
CASES = part_of(20_000, step=AT_ONCE)
IN_A_TEAM = 10
PEOPLE = part_of(200, step=IN_A_TEAM)
GRANTS = 300
RUNS = 100
LONG_AGO = datetime.date(2022, 4, 1)
PATH = "/c/?whose=all"
EMPTY = "/h/"
_KINDS = (GrantKind.REQUESTED, GrantKind.PARTNER, GrantKind.DIP_SAMPLE)


def measure(report: Report) -> None:
    """Time the list of fifty cases as one of the people, and count what it asks."""
    organisation = Organisation.objects.filter(name=NAME).first() or _store()
    user = User.objects.get(email="bench-0@example.org")
    with connections["owner"].cursor() as owner:
        owner.execute("ANALYZE")
    with enter(organisation, by=user):
        seen = Case.objects.visible_to(user).count()
    browser = signed_in(user)
    browser.get(PATH, HTTP_HOST="localhost")
    empty, listed = _times(browser, EMPTY), _times(browser, PATH)
    report.add(
        f"list of 50 of {seen:,} visible among {CASES:,}, p95", f"{_p95(listed) * 1000:.0f} ms",
        f"page of help {_p95(empty) * 1000:.0f} ms; medians "
        f"{statistics.median(listed) * 1000:.0f} and {statistics.median(empty) * 1000:.0f} ms",
    )  # fmt: skip
    report.add(
        "its queries", f"{_queries(browser, PATH)}", f"page of help {_queries(browser, EMPTY)}"
    )


def _times(browser: Client, path: str) -> list[float]:
    seconds = []
    for _ in range(RUNS):
        with timed() as watch:
            response = browser.get(path, HTTP_HOST="localhost")
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        seconds.append(watch.seconds)
    return seconds


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        browser.get(path, HTTP_HOST="localhost")
    return len(asked)


@transaction.atomic
def _store() -> Organisation:
    """Store the organisation with its people, cases and grants, in one transaction."""
    with context.source("bench"):
        organisation = create_organisation(name=NAME, kind=OrganisationKind.CHARITY, by=None)
        with enter(organisation, by=None):
            service = create_service(name="Bench Service", by=None)
            teams = [
                create_team(service=service, name=f"Team {number}", by=None)
                for number in range(PEOPLE // IN_A_TEAM)
            ]
            people = [_hire(number, teams[number // IN_A_TEAM]) for number in range(PEOPLE)]
            held = [
                case_id
                for start in range(0, CASES, AT_ONCE)
                for case_id in _open_cases(organisation, service, people, start)
            ]
            for user in people:
                _grant(organisation, user, held)
    return organisation


def _hire(number: int, team: Team) -> User:
    user = User.objects.create_user(
        email=f"bench-{number}@example.org", full_name=f"Bench {number} Example"
    )
    create_membership(user=user, role=roles.IDVA, starts_on=LONG_AGO, team=team, by=None)
    return user


def _open_cases(
    organisation: Organisation, service: Service, people: list[User], start: int
) -> Iterator[UUID]:
    """Store so many cases, each with a survivor and a worker; yield their ids."""
    case_ids, person_ids = ([uuid4() for _ in range(AT_ONCE)] for _ in range(2))
    events.write("bench.cases", by=None, subjects=case_ids)
    for kind, made in (("case", case_ids), ("person", person_ids)):
        subjects.create(organisation_id=organisation.pk, kind=kind, subject_ids=made)
    belongs = {"organisation_id": organisation.pk}
    Case.objects.bulk_create(
        Case(
            id=case_id, reference=f"R-{1001 + start + number}", service=service,
            opened_on=LONG_AGO + datetime.timedelta(days=(start + number) % 1500), **belongs,
        )
        for number, case_id in enumerate(case_ids)
    )  # fmt: skip
    Person.objects.bulk_create(
        Person(id=person_id, given_name=f"Person {start + number}", **belongs)
        for number, person_id in enumerate(person_ids)
    )
    CasePerson.objects.bulk_create(
        CasePerson(case_id=case_id, person_id=person_id, role=CaseRole.SURVIVOR, **belongs)
        for case_id, person_id in zip(case_ids, person_ids, strict=True)
    )
    Allocation.objects.bulk_create(
        Allocation(
            case_id=case_id, worker=people[(start + number) % PEOPLE], starts_on=LONG_AGO,
            **belongs,
        )
        for number, case_id in enumerate(case_ids)
    )  # fmt: skip
    yield from case_ids


def _grant(organisation: Organisation, user: User, case_ids: list[UUID]) -> None:
    """Give a person grants of several kinds, two in seven of them over."""
    now = timezone.now()
    chosen = random.Random(str(user.email)).sample(case_ids, GRANTS)
    events.write("bench.grants", by=None, subjects=chosen)
    Grant.objects.bulk_create(
        Grant(
            organisation_id=organisation.pk, case_id=case_id, user=user, kind=_KINDS[number % 3],
            starts_at=now - datetime.timedelta(days=30),
            ends_at=now + datetime.timedelta(days=-1 if number % 7 < 2 else 365),
            reason="Stored in bulk to be measured",
        )
        for number, case_id in enumerate(chosen)
    )  # fmt: skip
