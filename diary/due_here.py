"""What of the diary itself is due: next steps, appointments, and asking how contact is safe."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.field_classes import FieldClass
from cases.choices import CaseRole
from cases.models import CasePerson
from contact.models import SafeContact
from diary.access import may_read
from diary.choices import AppointmentKind
from diary.due import Asked, Due, Source, register
from diary.models import Appointment, NextStep


def steps(asked: Asked) -> Iterator[Due]:
    """The next steps of these workers, and those of somebody outside, which they look after."""
    theirs = Q(owner__in=asked.workers) | Q(owner=None)
    found = NextStep.objects.open().filter(theirs, case__in=asked.cases, due_on__lte=asked.until)
    for step in found:
        if not may_read(asked.seen[step.case_id], step):
            continue
        reference = asked.cases[step.case_id].reference
        yield Due(
            kind="step",
            case_id=step.case_id,
            on=step.due_on,
            words=partial(getattr, step, "text"),
            url=reverse("diary:step", args=[reference, step.pk]),
            action="Record",
            subject=step.pk,
            step=step.pk,
            worker_id=step.owner_id,
        )


def appointments(asked: Asked) -> Iterator[Due]:
    """The appointments of these workers from today on, and check-ins that are waited for."""
    start = timezone.make_aware(datetime.datetime.combine(asked.today, datetime.time()))
    end = timezone.make_aware(
        datetime.datetime.combine(asked.until + datetime.timedelta(days=1), datetime.time())
    )
    found = Appointment.objects.between(start, end)
    for held in found.filter(worker__in=asked.workers, case__in=asked.cases):
        if not may_read(asked.seen[held.case_id], held):
            continue
        reference = asked.cases[held.case_id].reference
        yield Due(
            kind="court" if held.kind == AppointmentKind.COURT else "appointment",
            case_id=held.case_id,
            on=timezone.localdate(held.starts_at),
            at=held.starts_at,
            note="in court" if held.kind == AppointmentKind.COURT else "",
            words=partial(in_words, held),
            url=reverse("diary:appointment", args=[reference, held.pk]),
            action="Record",
            subject=held.pk,
            stays=False,
            worker_id=held.worker_id,
        )


def in_words(held: Appointment) -> str:
    """Say what an appointment is, where and with whom, and who interprets."""
    parts = [AppointmentKind(held.kind).label]
    if held.place:
        parts.append(held.place)
    if held.with_whom:
        parts.append(f"with {held.with_whom}")
    language = held.interpreter.get("language", "")
    if language:
        parts.append(f"interpreter: {language}")
    return ", ".join(parts)


def contact_checks(asked: Asked) -> Iterator[Due]:
    """The survivors with whom it is to be asked again how contact is safe, one line for each."""
    cases = [pk for pk in asked.cases if asked.seen[pk].shows(FieldClass.SAFE_CONTACT)]
    of_case = dict(
        CasePerson.objects.filter(case__in=cases, role=CaseRole.SURVIVOR).values_list(
            "person_id", "case_id"
        )
    )
    days = (
        SafeContact.objects.filter(person__in=of_case, check_again_by__lte=asked.until)
        .values_list("person_id")
        .annotate(first=Min("check_again_by"))
    )
    for person_id, first in days:
        case_id = of_case[person_id]
        yield Due(
            kind="contact",
            case_id=case_id,
            on=first,
            words=_ask_again,
            url=reverse("contact:person", args=[asked.cases[case_id].reference, person_id]),
            subject=person_id,
        )


def _ask_again() -> str:
    return "Ask again how contact is safe"


register(Source("steps", steps))
register(Source("contact", contact_checks))
register(Source("appointments", appointments))
