"""The search among 20,000 and among 100,000 people, warm and in a process that begins, beside a
page of help that the same process shows.

The rows are stored in bulk, in an organisation of each size; a second run finds them there.
"""

import datetime
import random
import statistics
import subprocess
import sys
from uuid import UUID, uuid4

from django.db import connections, transaction
from django.test import Client

from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.services import create_membership, create_organisation
from accounts.settings import services as settings_services
from accounts.tenancy import enter
from audit import context, events
from benchmarks.pages import signed_in
from benchmarks.report import Report, timed
from benchmarks.scale import part_of
from cases.choices import CaseRole
from cases.models import Allocation, Case, CasePerson, Person
from cases.search import keeping
from encryption import subjects

AT_ONCE = 2_000
SIZES = tuple(dict.fromkeys(part_of(whole, step=AT_ONCE) for whole in (20_000, 100_000)))
RUNS = 100
COLD_RUNS = 3
LONG_AGO = datetime.date(2022, 4, 1)
PATH, EMPTY = "/c/find/", "/h/"
_SYLLABLES = "ba be di do fa ga ha jo ka le li ma mi na ne no pa ra ri ro sa se si ta ti vi ya za"
_COLD = """
import sys
import django

django.setup()
from accounts.models import User
from benchmarks import search
search.say_first_times(User.objects.get(email=sys.argv[1]), sys.argv[2])
"""


def measure(report: Report) -> None:
    """Time searches for names, numbers and days, each for somebody else."""
    for people in SIZES:
        _warm(report, people)
        _cold(report, people)


def _warm(report: Report, people: int) -> None:
    browser, terms = signed_in(_worker(people)), _terms(people)
    _seconds(browser, terms[0])
    found = [_seconds(browser, term) for term in terms]
    empty = [_seconds(browser, "") for _ in range(RUNS)]
    report.add(
        f"search among {people:,} people, warm, p95", f"{_p95(found) * 1000:.0f} ms",
        f"page of help {_p95(empty) * 1000:.0f} ms; medians "
        f"{statistics.median(found) * 1000:.0f} and {statistics.median(empty) * 1000:.0f} ms",
    )  # fmt: skip


def _cold(report: Report, people: int) -> None:
    """Ask processes that have only just begun for a page of help, then for somebody."""
    user = _worker(people)
    times = []
    for term in _terms(people)[:COLD_RUNS]:
        command = [sys.executable, "-c", _COLD, user.email, term]
        done = subprocess.run(command, text=True, capture_output=True, check=True)
        times.append([float(one) for one in done.stdout.split()])
    first, page = (statistics.median(column) for column in zip(*times, strict=True))
    report.add(
        f"search among {people:,} people, first of a process",
        f"{first * 1000:.0f} ms",
        f"the page of help before it {page * 1000:.0f} ms; medians of {COLD_RUNS} processes",
    )


def say_first_times(user: User, term: str) -> None:
    """Print what the first search of this process took, and the page of help before it."""
    browser = signed_in(user)
    page = _seconds(browser, "")
    print(_seconds(browser, term), page)


def _seconds(browser: Client, term: str) -> float:
    """Time a search, which must find somebody; without a term, the page of help."""
    with timed() as watch:
        if term:
            response = browser.post(PATH, {"term": term}, HTTP_HOST="localhost")
        else:
            response = browser.get(EMPTY, HTTP_HOST="localhost")
    if response.status_code != 200 or (term and b"/c/R-" not in response.content):
        raise RuntimeError(f"A search answered {response.status_code}, or found nobody")
    return watch.seconds


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _terms(people: int) -> list[str]:
    """Return what is typed for one person after another: names, a slip, a number, a day."""
    terms = []
    for number in range(RUNS):
        person = _person(number * (people // RUNS))
        slip = person.family_name[:2] + person.family_name[3:]
        day = person.date_of_birth
        terms.append(
            (
                f"{person.given_name} {person.family_name}", f"{slip} {person.given_name}",
                str(person.contact["phone"])[-6:], f"{person.given_name[:4]} {day:%d/%m/%Y}",
            )[number % 4]
        )  # fmt: skip
    return terms


def _person(number: int) -> Person:
    """Invent a person: the same for the same number."""
    chance = random.Random(number)
    syllables = _SYLLABLES.split()
    given, family = (
        "".join(chance.choices(syllables, k=count)).title() for count in (3, chance.choice((3, 4)))
    )
    return Person(
        given_name=given, family_name=family,
        contact={"phone": f"01632 960{chance.randrange(1000):03}"},
        date_of_birth=datetime.date(1950, 1, 1) + datetime.timedelta(chance.randrange(20_000)),
    )  # fmt: skip


def _worker(people: int) -> User:
    """Return the manager of an organisation with so many people, stored if it is not there yet."""
    email = f"bench-search-{people}@example.org"
    found = User.objects.filter(email=email).first()
    return found or _store(people, email)


def _store(people: int, email: str) -> User:
    with context.source("bench"), transaction.atomic():
        organisation = create_organisation(
            name=f"Bench of search, {people}", kind=OrganisationKind.CHARITY, by=None
        )
        with enter(organisation, by=None):
            user = User.objects.create_user(email=email, full_name="Bench Example")
            create_membership(user=user, role=roles.ServiceManager, starts_on=LONG_AGO, by=None)
            # More runs within an hour than somebody at work may make.
            settings_services.change("searches_per_hour", to="2000", by=None)
            settings_services.change("names_per_hour", to="50000", by=None)
            for start in range(0, people, AT_ONCE):
                _open_cases(organisation, user, start)
    with connections["owner"].cursor() as owner:
        owner.execute("ANALYZE")
    return user


def _open_cases(organisation: Organisation, worker: User, start: int) -> None:
    """Store so many cases, each with a survivor who can be found."""
    numbers = range(start, start + AT_ONCE)
    case_ids: list[UUID] = [uuid4() for _ in numbers]
    people = [_person(number) for number in numbers]
    belongs = {"organisation_id": organisation.pk}
    events.write("bench.cases", by=None, subjects=case_ids)
    for kind, made in (("case", case_ids), ("person", [person.pk for person in people])):
        subjects.create(organisation_id=organisation.pk, kind=kind, subject_ids=made)
    for person in people:
        person.organisation_id = organisation.pk
    Case.objects.bulk_create(
        Case(id=case_id, reference=f"R-{1001 + number}", opened_on=LONG_AGO, **belongs)
        for number, case_id in zip(numbers, case_ids, strict=True)
    )
    Person.objects.bulk_create(people)
    CasePerson.objects.bulk_create(
        CasePerson(case_id=case_id, person=person, role=CaseRole.SURVIVOR, **belongs)
        for case_id, person in zip(case_ids, people, strict=True)
    )
    Allocation.objects.bulk_create(
        Allocation(case_id=case_id, worker=worker, starts_on=LONG_AGO, **belongs)
        for case_id in case_ids
    )
    keeping.keep(person.pk for person in people)
