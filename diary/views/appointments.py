"""Appointments of a case: a new one, one as it stands, calling it off, saying that one is back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.pages import differences, household_of, page_of
from diary import appointments
from diary.access import get_appointment_of, get_case_to_read, get_case_to_write, keeps_apart
from diary.appointment_forms import AppointmentForm
from diary.views.steps import TAB, workers_of


def new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Put an appointment into somebody's diary."""
    case, _seen = get_case_to_write(request.user, reference)
    household = household_of(case, request.user)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    workers = workers_of(case, request.user)
    people = [(pk, worker.full_name) for pk, worker in workers.items()]
    form = AppointmentForm(
        request.POST or None, people=people, initial={"worker": str(request.user.pk)}
    )
    context = page_of(case, household, TAB) | {"form": form}
    context |= unsaved.restore(form, by=request.user, name="appointment-new", record=case.pk)
    if request.method == "POST" and form.is_valid():
        held = appointments.book(
            case=case, worker=workers[form.cleaned_data["worker"]],
            counselling=keeps_apart(request.user), by=request.user, **form.appointment_fields(),
        )  # fmt: skip
        unsaved.forget(by=request.user, form="appointment-new", record=case.pk)
        messages.success(request, "Saved.")
        return redirect("diary:appointment", case.reference, held.pk)
    return render(request, "diary/appointment_new.html", context)


def appointment(request: SignedInRequest, reference: str, appointment_id: UUID) -> HttpResponse:
    """Show one appointment; change it."""
    case, seen = get_case_to_read(request.user, reference)
    held = get_appointment_of(case, seen, appointment_id)
    household = household_of(case, request.user)
    read = [*household.subjects(case), held.pk]
    events.read("appointment.see", by=request.user, subjects=read)
    may_write = seen.allows(Permission.DIARY_WRITE) and held.cancelled_at is None
    context = page_of(case, household, TAB)
    context |= {"appointment": held, "may_write": may_write, "clash": [], "now": timezone.now()}
    if not may_write:
        return render(request, "diary/appointment.html", context)
    workers = workers_of(case, request.user)
    if held.worker is not None:
        workers |= {str(held.worker_id): held.worker}
    people = [(pk, worker.full_name) for pk, worker in workers.items()]
    form = AppointmentForm(
        request.POST or None, people=people, initial=AppointmentForm.initial_of(held)
    )
    context |= {"form": form}
    context |= unsaved.restore(
        form, by=request.user, name="appointment", record=held.pk, guarded=held
    )
    if request.method == "POST" and form.is_valid():
        changes = form.appointment_fields() | {"worker": workers[form.cleaned_data["worker"]]}
        try:
            appointments.change(
                appointment=held, changes=changes, expected_version=shown_version(request),
                by=request.user,
            )  # fmt: skip
        except ChangedMeanwhile as changed:
            saved = AppointmentForm.initial_of(changed.current)
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "diary/appointment.html", context, status=409)
        unsaved.forget(by=request.user, form="appointment", record=held.pk)
        messages.success(request, "Saved.")
        return redirect("diary:appointment", case.reference, held.pk)
    return render(request, "diary/appointment.html", context)


@require_POST
def cancel(request: SignedInRequest, reference: str, appointment_id: UUID) -> HttpResponse:
    """Call an appointment off."""
    case, seen = get_case_to_write(request.user, reference)
    held = get_appointment_of(case, seen, appointment_id)
    appointments.cancel(appointment=held, at=timezone.now(), by=request.user)
    messages.success(request, "Called off.")
    return redirect("diary:appointment", case.reference, held.pk)


@require_POST
def check_in(request: SignedInRequest, reference: str, appointment_id: UUID) -> HttpResponse:
    """Say that whoever went is back."""
    case, seen = get_case_to_write(request.user, reference)
    held = get_appointment_of(case, seen, appointment_id)
    appointments.check_in(appointment=held, at=timezone.now(), by=request.user)
    messages.success(request, "Checked in.")
    return redirect("diary:appointment", case.reference, held.pk)
