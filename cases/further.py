"""A further piece of work with the same people, after their case has closed."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit import events
from cases.choices import CaseRole
from cases.conflicts.walls import match_records
from cases.events import CaseOpened, announce
from cases.models import Case, CasePerson
from cases.services import allocate, may_hold, next_references
from encryption import subjects


@transaction.atomic
def open_further_case(
    *,
    earlier: Case,
    survivor_id: UUID,
    with_people: Collection[UUID],
    opened_on: datetime.date,
    worker: User | None,
    by: User | None,
) -> Case:
    """Open a new case for somebody of an earlier one: the same people, and a record of its own.

    Whoever is named in ``with_people`` comes along as what they were; the earlier case stays as it
    is, and a restricted one stays so in the new case. A worker who turns out to know somebody in
    it is not given it.
    """
    case = Case(
        organisation_id=earlier.organisation_id,
        service=earlier.service,
        opened_on=opened_on,
        restricted=earlier.restricted,
    )
    events.write("case.open_further", by=by, subjects=[case.pk, earlier.pk])
    subjects.create(organisation_id=case.organisation_id, kind="case", subject_ids=[case.pk])
    case.reference = next_references(1)[0]
    case.save(force_insert=True)
    wanted = {survivor_id, *with_people}
    parts = list(earlier.case_people.filter(person__in=wanted))
    for part in parts:
        role = CaseRole.SURVIVOR if part.person_id == survivor_id else CaseRole(part.role)
        CasePerson(
            organisation_id=case.organisation_id,
            case=case,
            person_id=part.person_id,
            role=role,
            relationship="" if role == CaseRole.SURVIVOR else part.relationship,
        ).save(force_insert=True)
    match_records(people=[part.person_id for part in parts])
    if worker and may_hold(worker, case):
        allocate(case=case, worker=worker, starts_on=opened_on, by=by)
    announce(CaseOpened(case_id=case.pk, by=by))
    return case
