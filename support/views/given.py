"""Support that was given: recorded, taken from a note, put right and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accommodation import support
from accommodation.models import SupportDelivered
from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.models import Case
from cases.pages import differences, household_of, page_of
from diary.access import get_case_to_read, get_case_to_write, get_note_of
from diary.models import Note
from support import reading
from support.forms import GivenForm, OneTapForm
from support.people import called_in, choices_in, person_in
from support.views.case import TAB
from support.with_a_record import minutes_of, survivor_of


def give(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record support that was given."""
    case, _seen = get_case_to_write(request.user, reference)
    household = household_of(case, request.user)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    people = choices_in(household)
    initial = {"delivered_on": timezone.localdate(), "person": people[0][0] if people else ""}
    form = GivenForm(request.POST or None, people=people, initial=initial)
    context = page_of(case, household, TAB) | {"form": form}
    context |= unsaved.restore(form, by=request.user, name="support", record=case.pk)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        support.deliver(
            case=case, person=person_in(household, form.person_id()),
            support_type=told["support_type"], delivered_on=told["delivered_on"],
            minutes=told["minutes"], by=request.user,
        )  # fmt: skip
        unsaved.forget(by=request.user, form="support", record=case.pk)
        messages.success(request, "Saved.")
        return redirect("support:case", case.reference)
    return render(request, "support/given.html", context)


@require_POST
def from_note(request: SignedInRequest, reference: str, entry_id: UUID) -> HttpResponse:
    """Record the support that a note tells of: its day, its minutes, whom it is about."""
    case, seen = get_case_to_write(request.user, reference)
    note = get_note_of(case, seen, entry_id)
    form = OneTapForm(request.POST)
    person = note.about or survivor_of(case)
    if person is None:
        raise Http404
    if not form.is_valid():
        messages.warning(request, "Choose what support it was")
        return redirect("diary:note", case.reference, note.pk)
    support.deliver(
        case=case, person=person, support_type=form.cleaned_data["support_type"],
        delivered_on=timezone.localdate(note.happened_at), minutes=minutes_of(note), note=note,
        by=request.user,
    )  # fmt: skip
    messages.success(request, "Saved.")
    return redirect("diary:note", case.reference, note.pk)


def given(request: SignedInRequest, reference: str, given_id: UUID) -> HttpResponse:
    """Show one delivery and how it counts; put it right."""
    case, seen = get_case_to_read(request.user, reference)
    shown = _of(case, given_id)
    household = household_of(case, request.user)
    events.read("support.see", by=request.user, subjects=[*household.subjects(case), shown.pk])
    [told] = reading.told_of([shown], called_in(household))
    may_write = seen.allows(Permission.DIARY_WRITE)
    context = page_of(case, household, TAB) | {"told": told, "may_write": may_write, "clash": []}
    # A counsellor's note is not spoken of to whoever may not read it.
    notes = Note.objects.filter(pk=shown.note_id) if shown.note_id else Note.objects.none()
    context["note"] = notes.open_to(seen).first()
    if not may_write:
        return render(request, "support/given.html", context)
    form = GivenForm(
        request.POST or None, people=choices_in(household), initial=GivenForm.initial_of(shown)
    )
    context |= {"form": form}
    context |= unsaved.restore(
        form, by=request.user, name="support-given", record=shown.pk, guarded=shown
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            support.change(
                delivered=shown, person=person_in(household, form.person_id()),
                support_type=said["support_type"], delivered_on=said["delivered_on"],
                minutes=said["minutes"], expected_version=shown_version(request), by=request.user,
            )  # fmt: skip
        except ChangedMeanwhile as changed:
            saved = GivenForm.initial_of(changed.current)
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "support/given.html", context, status=409)
        unsaved.forget(by=request.user, form="support-given", record=shown.pk)
        messages.success(request, "Saved.")
        return redirect("support:case", case.reference)
    return render(request, "support/given.html", context)


@require_POST
def undo(request: SignedInRequest, reference: str, given_id: UUID) -> HttpResponse:
    """Take back support that was recorded by mistake."""
    case, _seen = get_case_to_write(request.user, reference)
    support.undo(delivered=_of(case, given_id), by=request.user)
    messages.success(request, "Taken back. The trail keeps that it was recorded.")
    return redirect("support:case", case.reference)


def _of(case: Case, given_id: UUID) -> SupportDelivered:
    found = SupportDelivered.objects.filter(case=case, pk=given_id)
    one = found.select_related("given_by", "case").first()
    if one is None:
        raise Http404
    return one
