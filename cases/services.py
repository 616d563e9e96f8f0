"""Writes to people and cases. Each is one transaction with its audit event inside."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from accounts.lost_updates import save_if_unchanged
from accounts.models import Service, User
from audit import context, events
from cases.choices import IMMIGRATION_QUESTIONS, CaseRole
from cases.conflicts.walls import match_records
from cases.events import CaseClosed, CaseOpened, ContactChanged, CopyGiven, announce
from cases.left_open import StillOpen, left_open
from cases.models import (
    Allocation,
    Case,
    CasePerson,
    Disclosure,
    Person,
    PersonCausingHarm,
    Profile,
)
from cases.search.keeping import keep
from encryption import subjects


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What is known of a person when they are first recorded. Blank means not recorded."""

    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    date_of_birth: datetime.date | None = None
    phone: str = ""
    email: str = ""
    postcode: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    relationship: str = ""


@transaction.atomic
def open_case(
    *,
    survivor: NewPerson,
    opened_on: datetime.date,
    by: User | None,
    service: Service | None = None,
    children: Sequence[NewPerson] = (),
    other_adults: Sequence[NewPerson] = (),
    worker: User | None = None,
    summary: str = "",
) -> Case:
    """Open a case for a survivor and her household, and allocate it where a worker is named.

    A worker who turns out to know somebody in it is not given it: see ``cases.conflicts``.
    """
    case = Case(
        organisation_id=context.required_organisation(),
        service=service,
        opened_on=opened_on,
        summary=summary,
    )
    events.write("case.open", by=by, subjects=[case.pk])
    subjects.create(organisation_id=case.organisation_id, kind="case", subject_ids=[case.pk])
    case.reference = next_references(1)[0]
    case.save(force_insert=True)
    household = [
        (survivor, CaseRole.SURVIVOR),
        *((child, CaseRole.CHILD) for child in children),
        *((adult, CaseRole.OTHER_ADULT) for adult in other_adults),
    ]
    parts = [_record_person(case, new, role, by) for new, role in household]
    keep([part.person_id for part in parts])
    match_records(people=[part.person_id for part in parts])
    if worker and may_hold(worker, case):
        allocate(case=case, worker=worker, starts_on=opened_on, by=by)
    announce(CaseOpened(case_id=case.pk, by=by))
    return case


def next_references(count: int) -> list[str]:
    """Take the next references of the organisation that is entered, such as R-2417.

    A lock held to the end of the transaction keeps two people from taking the same one.
    """
    organisation_id = context.required_organisation()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"rowan-reference:{organisation_id}"],
        )
        cursor.execute(
            r"SELECT max(substring(reference FROM '^R-(\d+)$')::bigint) FROM cases_case"
            " WHERE organisation_id = %s",
            [organisation_id],
        )
        last = cursor.fetchone()[0] or 1000
    return [f"R-{last + number}" for number in range(1, count + 1)]


@transaction.atomic
def add_person(*, case: Case, new: NewPerson, role: CaseRole, by: User | None) -> CasePerson:
    """Add somebody to a case's household."""
    part = _record_person(case, new, role, by)
    keep([part.person_id])
    match_records(people=[part.person_id])
    return part


def _record_person(case: Case, new: NewPerson, role: CaseRole, by: User | None) -> CasePerson:
    person_id = uuid4()
    events.write("case.add_person", by=by, subjects=[case.pk, person_id], fields=["people"])
    subjects.create(organisation_id=case.organisation_id, kind="person", subject_ids=[person_id])
    person = Person(
        id=person_id,
        organisation_id=case.organisation_id,
        given_name=new.given_name,
        family_name=new.family_name,
        known_as=new.known_as,
        date_of_birth=new.date_of_birth,
        contact=_recorded(phone=new.phone, email=new.email),
        postcode=new.postcode,
    )
    person.save(force_insert=True)
    answers, immigration = _dated_answers(new.answers)
    Profile(
        organisation_id=case.organisation_id,
        person=person,
        answers=answers,
        immigration=immigration,
    ).save(force_insert=True)
    part = CasePerson(
        organisation_id=case.organisation_id,
        case=case,
        person=person,
        role=role,
        relationship=new.relationship,
    )
    part.save(force_insert=True)
    return part


def _recorded(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _dated_answers(
    answers: Mapping[str, str],
) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Date each answer, and keep those about immigration apart."""
    today = timezone.localdate().isoformat()
    profile: dict[str, dict[str, str]] = {}
    immigration: dict[str, dict[str, str]] = {}
    for question, value in answers.items():
        if value:
            kept = immigration if question in IMMIGRATION_QUESTIONS else profile
            kept[question] = {"value": value, "on": today, "source": "worker"}
    return profile, immigration


@transaction.atomic
def change_person(
    *, person: Person, changes: Mapping[str, object], expected_version: int, by: User | None
) -> Person:
    """Change what is recorded of a person.

    ``changes`` maps field names of Person to new values. Raises ChangedMeanwhile when somebody
    else changed the person since ``expected_version`` was shown.
    """
    events.write("person.change", by=by, subjects=[person.pk], fields=sorted(changes))
    before = _reached_at(person, changes)
    for name, value in changes.items():
        setattr(person, name, value)
    save_if_unchanged(person, expected_version=expected_version, fields=sorted(changes))
    after = _reached_at(person, changes)
    if parts := frozenset(name for name, value in after.items() if value != before[name]):
        announce(ContactChanged(person_id=person.pk, parts=parts, by=by))
    keep([person.pk])
    match_records(people=[person.pk])
    return person


def _reached_at(person: Person, changes: Mapping[str, object]) -> dict[str, str]:
    """Return where somebody is reached, as far as it is being changed: the rest is not opened."""
    found = {"postcode": str(person.postcode)} if "postcode" in changes else {}
    if "contact" in changes:
        found |= {name: str(person.contact.get(name, "")) for name in ("phone", "email")}
    return found


@transaction.atomic
def answer_profile(
    *, person: Person, answers: Mapping[str, str], expected_version: int, by: User | None
) -> Profile:
    """Record answers of a profile, dated today; a blank answer takes the recorded one away.

    Raises ChangedMeanwhile when somebody else changed the profile meanwhile.
    """
    profile: Profile = person.profile
    events.write("profile.answer", by=by, subjects=[person.pk], fields=sorted(answers))
    new_answers, new_immigration = _dated_answers(answers)
    profile.answers = _merged(profile.answers, answers, new_answers)
    profile.immigration = _merged(profile.immigration, answers, new_immigration)
    save_if_unchanged(profile, expected_version=expected_version, fields=["answers", "immigration"])
    return profile


def _merged(
    held: Mapping[str, dict[str, str]],
    asked: Mapping[str, str],
    new: Mapping[str, dict[str, str]],
) -> dict[str, dict[str, str]]:
    """Replace the answers that were asked about; keep the day of those that did not change."""
    merged = {question: answer for question, answer in held.items() if question not in asked}
    for question, answer in new.items():
        before = held.get(question)
        same = before is not None and before.get("value") == answer["value"]
        merged[question] = before if same and before is not None else answer
    return merged


@transaction.atomic
def record_harm(
    *,
    case: Case,
    by: User | None,
    given_name: str = "",
    family_name: str = "",
    known_as: str = "",
    relationship: str = "",
    details: Mapping[str, str] | None = None,
) -> PersonCausingHarm:
    """Record a person causing harm in a case."""
    harm = PersonCausingHarm(
        organisation_id=case.organisation_id,
        case=case,
        given_name=given_name,
        family_name=family_name,
        known_as=known_as,
        relationship=relationship,
        details=_recorded(**(details or {})),
    )
    events.write("harm.record", by=by, subjects=[case.pk, harm.pk])
    harm.save(force_insert=True)
    match_records(harm=[harm.pk])
    return harm


@transaction.atomic
def change_harm(
    *,
    harm: PersonCausingHarm,
    changes: Mapping[str, object],
    expected_version: int,
    by: User | None,
) -> PersonCausingHarm:
    """Change what is recorded of a person causing harm. Raises ChangedMeanwhile."""
    events.write("harm.change", by=by, subjects=[harm.case_id, harm.pk], fields=sorted(changes))
    for name, value in changes.items():
        setattr(harm, name, value)
    save_if_unchanged(harm, expected_version=expected_version, fields=sorted(changes))
    match_records(harm=[harm.pk])
    return harm


@transaction.atomic
def change_summary(*, case: Case, summary: str, expected_version: int, by: User | None) -> Case:
    """Write where things are now. Raises ChangedMeanwhile when somebody else did meanwhile."""
    events.write("case.change", by=by, subjects=[case.pk], fields=["summary"])
    case.summary = summary
    save_if_unchanged(case, expected_version=expected_version, fields=["summary"])
    return case


class KeptApart(Exception):
    """This case cannot be given to this worker. Say no more than that: see ``cases.conflicts``."""


def may_hold(worker: User, case: Case) -> bool:
    """Say whether a case can be given to a worker at all."""
    return Case.objects.filter(pk=case.pk).without_conflicts_of(worker).exists()


@transaction.atomic
def allocate(*, case: Case, worker: User, starts_on: datetime.date, by: User | None) -> Allocation:
    """Give a case to a worker from a day on. Raises KeptApart for one who must not know of it."""
    if not may_hold(worker, case):
        raise KeptApart
    allocation = Allocation(
        organisation_id=case.organisation_id, case=case, worker=worker, starts_on=starts_on
    )
    events.write("case.allocate", by=by, subjects=[case.pk, worker.pk])
    allocation.save(force_insert=True)
    return allocation


@transaction.atomic
def end_allocation(
    *, allocation: Allocation, ends_on: datetime.date, by: User | None
) -> Allocation:
    """Take a case from a worker after a day."""
    events.write("case.end_allocation", by=by, subjects=[allocation.case_id])
    allocation.ends_on = ends_on
    allocation.version += 1
    allocation.save(update_fields=["ends_on", "version"])
    return allocation


@transaction.atomic
def record_disclosure(
    *,
    case: Case,
    to_organisation_id: UUID,
    what: str,
    basis: str,
    disclosed_on: datetime.date,
    copy_id: UUID,
    by: User | None,
) -> Disclosure:
    """Record that a copy of part of a case was given to another organisation."""
    disclosure = Disclosure(
        organisation_id=case.organisation_id,
        case=case,
        to_organisation_id=to_organisation_id,
        what=what,
        basis=basis,
        disclosed_on=disclosed_on,
        copy_id=copy_id,
    )
    events.write("case.disclose", by=by, subjects=[case.pk, copy_id])
    disclosure.save(force_insert=True)
    announce(CopyGiven(case_id=case.pk, disclosure_id=disclosure.pk, by=by))
    return disclosure


@transaction.atomic
def close_case(
    *, case: Case, closed_on: datetime.date, expected_version: int, by: User | None
) -> Case:
    """Close a case on a day. Raises StillOpen where something would be left behind in it.

    Raises ChangedMeanwhile when somebody else changed it meanwhile.
    """
    if left := left_open(case, on=closed_on):
        raise StillOpen(left)
    events.write("case.close", by=by, subjects=[case.pk], fields=["closed_on"])
    case.closed_on = closed_on
    save_if_unchanged(case, expected_version=expected_version, fields=["closed_on"])
    announce(CaseClosed(case_id=case.pk, by=by))
    return case


def household_ids(case: Case) -> list[UUID]:
    """Return the ids of everybody in a case, for the trail."""
    return list(case.case_people.values_list("person_id", flat=True))
