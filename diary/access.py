"""The guards between a person and the diary of a case."""

from uuid import UUID

from django.http import Http404

from accounts import access
from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.permissions import Permission
from cases import sight
from cases.access import get_case_for
from cases.models import Case
from cases.sight import Sight
from diary.models import Appointment, Entry, NextStep, Note


def reads_of(seen: Sight) -> bool:
    """Say whether anything of a diary is for this person: what is casework, or what is therapy."""
    return seen.shows(FieldClass.NARRATIVE) or seen.allows(Permission.COUNSELLING_KEEP)


def may_read(seen: Sight, entry: Entry) -> bool:
    """Say whether one record is for this person, as ``open_to`` says it of many."""
    if entry.counselling:
        return seen.allows(Permission.COUNSELLING_KEEP)
    return seen.shows(FieldClass.NARRATIVE)


def get_case_to_read(user: User, reference: str) -> tuple[Case, Sight]:
    """Return a case whose diary the person reads, and what she sees of it; else Http404."""
    case = get_case_for(user, reference, Permission.CASE_SEE)
    seen = sight.of(user, case)
    if not reads_of(seen):
        raise Http404
    return case, seen


def get_case_to_write(user: User, reference: str) -> tuple[Case, Sight]:
    """Return a case in whose diary the person writes, and what she sees of it; else Http404.

    Nobody writes what she may not read again.
    """
    case = get_case_for(user, reference, Permission.DIARY_WRITE)
    seen = sight.of(user, case)
    if not reads_of(seen):
        raise Http404
    return case, seen


def get_note_of(case: Case, seen: Sight, note_id: UUID) -> Note:
    """Return a note of a case that the guard has let through, or raise Http404."""
    notes = Note.objects.filter(case=case, pk=note_id).open_to(seen)
    note = notes.select_related("written_by").first()
    if note is None:
        raise Http404
    return note


def get_step_of(case: Case, seen: Sight, step_id: UUID) -> NextStep:
    """Return a next step of a case that the guard has let through, or raise Http404."""
    steps = NextStep.objects.filter(case=case, pk=step_id).open_to(seen)
    step = steps.select_related("owner", "ended_by").first()
    if step is None:
        raise Http404
    return step


def get_appointment_of(case: Case, seen: Sight, appointment_id: UUID) -> Appointment:
    """Return an appointment of a case that the guard has let through, or raise Http404."""
    held = Appointment.objects.filter(case=case, pk=appointment_id).open_to(seen)
    appointment = held.select_related("worker").first()
    if appointment is None:
        raise Http404
    return appointment


def keeps_apart(user: User) -> bool:
    """Say whether what this person writes is a counsellor's, for counsellors alone to read."""
    return access.has_permission(user, Permission.COUNSELLING_KEEP)
