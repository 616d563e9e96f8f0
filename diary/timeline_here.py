"""What the diary itself tells of a case: notes, contacts, steps that ended, appointments."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.sight import Sight
from diary.choices import AppointmentKind, Direction, Happened, Mode, Outcome, StepState
from diary.due_here import in_words
from diary.models import Appointment, ContactMade, NextStep, Note
from diary.timeline import Item, Source, register

KINDS = (
    ("note", "Notes"),
    ("contact", "Contact"),
    ("step", "Steps done"),
    ("appointment", "Appointments"),
    ("case", "Opened and closed"),
)


def items(case: Case, seen: Sight, most: int | None = None) -> Iterator[Item]:
    """Tell all of it, or at least so many of the latest, with a query for each kind."""
    yield from notes_and_contacts(case, seen, most)
    yield from steps(case, seen, most)
    yield from appointments(case, seen, most)
    yield from opened_and_closed(case)


def notes_and_contacts(case: Case, seen: Sight, most: int | None) -> Iterator[Item]:
    """Tell the notes, each with the contact that it is of, and the contacts without one."""
    found = list(Note.objects.filter(case=case).open_to(seen).told().latest_first()[:most])
    made = ContactMade.objects.filter(case=case).open_to(seen).told()
    if most is not None:
        # Those of the notes come first, so that none of them is cut off.
        first_those_of_notes = (F("note").asc(nulls_last=True), "-at", "-pk")
        made = made.filter(Q(note__in=[note.pk for note in found]) | Q(note=None))
        made = made.order_by(*first_those_of_notes)[: len(found) + most]
    by_note = {}
    for contact in made:
        if contact.note_id is None:
            yield of_contact(contact)
        else:
            by_note[contact.note_id] = contact
    for note in found:
        yield of_note(case, note, by_note.get(note.pk))


def of_note(case: Case, note: Note, contact: ContactMade | None) -> Item:
    """Tell of a note, and of the contact that it is of."""
    return Item(
        kind="note",
        at=note.happened_at,
        title=_title(note, contact),
        subject=note.pk,
        words=partial(getattr, note, "text"),
        by=note.told_by or "",
        by_id=note.written_by_id,
        details=_details(note, contact),
        is_key=note.is_key,
        about=note.about_id,
        url=reverse("diary:note", args=[case.reference, note.pk]),
        corrected=note.is_corrected,
        correction=note.corrects_id is not None,
    )


def _title(note: Note, contact: ContactMade | None) -> str:
    if note.corrects_id is not None:
        return "Correction"
    happened = Happened(note.happened)
    if contact is not None:
        return title_of_contact(contact)
    return "Note" if happened == Happened.OTHER else str(happened.label)


def title_of_contact(contact: ContactMade) -> str:
    """Say how contact was made and what came of it."""
    mode, outcome = str(Mode(contact.mode).label), str(Outcome(contact.outcome).label)
    return f"{mode}: {outcome[0].lower()}{outcome[1:]}"


def _details(note: Note, contact: ContactMade | None) -> list[str]:
    details = contact_details(contact) if contact else []
    local = timezone.localtime(note.recorded_at)
    if note.corrects_id is not None or local.date() != timezone.localdate(note.happened_at):
        details.append(f"written {local.day} {local:%B %Y, %H:%M}")
    return details


def contact_details(contact: ContactMade) -> list[str]:
    """Return the short facts beside a contact."""
    details = []
    if contact.direction == Direction.IN:
        details.append("they contacted us")
    if contact.minutes:
        unit = "minute" if contact.minutes == 1 else "minutes"
        details.append(f"{contact.minutes} {unit}")
    return details


def of_contact(contact: ContactMade) -> Item:
    """Tell of contact that has no note."""
    return Item(
        kind="contact",
        at=contact.at,
        title=title_of_contact(contact),
        subject=contact.pk,
        by=contact.told_by or "",
        by_id=contact.made_by_id,
        details=contact_details(contact),
        about=contact.about_id,
    )


def steps(case: Case, seen: Sight, most: int | None) -> Iterator[Item]:
    """Tell the steps that ended."""
    found = NextStep.objects.filter(case=case).exclude(state=StepState.OPEN).open_to(seen)
    for step in found.select_related("ended_by").order_by("-ended_at", "-pk")[:most]:
        done = step.state == StepState.DONE
        assert step.ended_at is not None  # noqa: S101 - a constraint of the database
        yield Item(
            kind="step",
            at=step.ended_at,
            title="Step done" if done else "Step not needed",
            subject=step.pk,
            words=partial(words_of_step, step),
            by=step.ended_by.full_name if step.ended_by else "",
            by_id=step.ended_by_id,
            url=reverse("diary:step", args=[case.reference, step.pk]),
        )


def words_of_step(step: NextStep) -> str:
    """Return what was to be done, and why it was not needed."""
    return f"{step.text}\n{step.reason}".strip()


def appointments(case: Case, seen: Sight, most: int | None) -> Iterator[Item]:
    """Tell the appointments that have begun."""
    held_at_all = Appointment.objects.filter(case=case, cancelled_at=None).open_to(seen)
    begun = held_at_all.filter(starts_at__lte=timezone.now()).select_related("worker")
    for held in begun.order_by("-starts_at", "-pk")[:most]:
        yield Item(
            kind="appointment",
            at=held.starts_at,
            title=f"Appointment: {AppointmentKind(held.kind).label.lower()}",
            subject=held.pk,
            words=partial(in_words, held),
            by=held.worker.full_name if held.worker else "",
            by_id=held.worker_id,
            url=reverse("diary:appointment", args=[case.reference, held.pk]),
        )


def opened_and_closed(case: Case) -> Iterator[Item]:
    """Tell when work on the case began and ended."""
    for day, title in ((case.opened_on, "Case opened"), (case.closed_on, "Case closed")):
        if day is not None:
            at = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
            yield Item(kind="case", at=at, title=title, subject=case.pk, is_day=True)


register(Source(code="diary", kinds=KINDS, items=items, latest=items))
