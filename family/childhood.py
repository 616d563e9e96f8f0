"""Writes to a child's own record: who the child is at school, in care, in contact."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case, Person
from family.models import Arrangement, CareStep, Childhood, SchoolNotice


class BeginsTooEarly(Exception):
    """A step would begin before the one that it follows."""


def recorded(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what was answered, without the blanks."""
    return {name: value for name, value in answers.items() if value}


@transaction.atomic
def describe(
    *, case: Case, person: Person, changes: Mapping[str, object], expected_version: int, by: User
) -> Childhood:
    """Record what is known of a child; ``changes`` maps fields of Childhood to new values.

    ``expected_version`` is 0 where nothing was recorded yet. Raises ChangedMeanwhile.
    """
    events.write("child.describe", by=by, subjects=[case.pk, person.pk], fields=sorted(changes))
    childhood, _ = Childhood.objects.get_or_create(
        person=person, defaults={"organisation_id": person.organisation_id, "version": 0}
    )
    for name, value in changes.items():
        setattr(childhood, name, value)
    save_if_unchanged(childhood, expected_version=expected_version, fields=sorted(changes))
    return childhood


@transaction.atomic
def begin_step(
    *, case: Case, person: Person, details: Mapping[str, str], starts_on: datetime.date, by: User
) -> CareStep:
    """Record what social care does from a day on; what it did before ends that day.

    Raises BeginsTooEarly for a day before the present step began.
    """
    step = CareStep(
        organisation_id=person.organisation_id,
        person=person,
        details=recorded(details),
        starts_on=starts_on,
    )
    events.write("child.care_step", by=by, subjects=[case.pk, person.pk, step.pk])
    present = CareStep.objects.select_for_update().filter(person=person, ends_on=None).first()
    if present is not None:
        if present.starts_on > starts_on:
            raise BeginsTooEarly
        _end(present, starts_on)
    step.save(force_insert=True)
    return step


@transaction.atomic
def end_step(
    *, case: Case, step: CareStep, ends_on: datetime.date, expected_version: int, by: User
) -> CareStep:
    """Record that social care ended what it did. Raises ChangedMeanwhile."""
    events.write("child.care_end", by=by, subjects=[case.pk, step.person_id, step.pk])
    step.ends_on = ends_on
    save_if_unchanged(step, expected_version=expected_version, fields=["ends_on"])
    return step


@transaction.atomic
def arrange(
    *,
    case: Case,
    person: Person,
    details: Mapping[str, str],
    handover: str,
    starts_on: datetime.date,
    by: User,
) -> Arrangement:
    """Record a child's contact with a parent, or that there is none."""
    arrangement = Arrangement(
        organisation_id=person.organisation_id,
        person=person,
        details=recorded(details),
        handover=handover,
        starts_on=starts_on,
    )
    events.write("child.arrange", by=by, subjects=[case.pk, person.pk, arrangement.pk])
    arrangement.save(force_insert=True)
    return arrangement


@transaction.atomic
def end_arrangement(
    *,
    case: Case,
    arrangement: Arrangement,
    ends_on: datetime.date,
    expected_version: int,
    by: User,
) -> Arrangement:
    """Record that an arrangement no longer holds. Raises ChangedMeanwhile."""
    events.write(
        "child.end_arrangement", by=by, subjects=[case.pk, arrangement.person_id, arrangement.pk]
    )
    arrangement.ends_on = ends_on
    save_if_unchanged(arrangement, expected_version=expected_version, fields=["ends_on"])
    return arrangement


@transaction.atomic
def record_notice(
    *, case: Case, person: Person, details: Mapping[str, str], told_on: datetime.date, by: User
) -> SchoolNotice:
    """Record that the police told the child's school."""
    notice = SchoolNotice(
        organisation_id=person.organisation_id,
        person=person,
        details=recorded(details),
        told_on=told_on,
    )
    events.write("child.school_notice", by=by, subjects=[case.pk, person.pk, notice.pk])
    notice.save(force_insert=True)
    return notice


def _end(step: CareStep, ends_on: datetime.date) -> None:
    step.ends_on = ends_on
    step.version += 1
    step.save(update_fields=["ends_on", "version"])
