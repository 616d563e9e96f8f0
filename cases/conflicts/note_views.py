"""Passing on a note about somebody who cannot be found, and putting it where it belongs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.access import get_case_for
from cases.choices import Danger
from cases.conflicts import notes
from cases.conflicts.access import case_to_place_in, get_note_for, waiting_for
from cases.conflicts.note_forms import PassOnForm, PlaceNoteForm
from cases.models import PassedNote
from cases.pages import household_of, page_of


def pass_on(request: SignedInRequest) -> HttpResponse:
    """Take a note, and answer the same whatever became of it."""
    if not has_permission(request.user, Permission.NOTE_HAND_ON):
        raise Http404
    form = PassOnForm(request.POST or None, initial={"said_at": timezone.localtime()})
    if request.method == "POST" and form.is_valid():
        notes.pass_on(**form.cleaned_data, by=request.user)
        unsaved.forget(by=request.user, form="pass-on", record=None)
        typed = form.cleaned_data | {"danger": Danger(form.cleaned_data["danger"]).label}
        return render(request, "cases/conflicts/passed_on.html", {"typed": typed})
    context = {"form": form}
    context |= unsaved.restore(form, by=request.user, name="pass-on", record=None)
    return render(request, "cases/conflicts/pass_on.html", context)


def waiting(request: SignedInRequest) -> HttpResponse:
    """Show the notes that wait for somebody to say where they belong."""
    if not has_permission(request.user, Permission.NOTES_PLACE):
        raise Http404
    found = list(waiting_for(request.user))
    events.read("note.see", by=request.user, subjects=[one.pk for one in found])
    context = {"notes": [_shown(one) for one in found]}
    return render(request, "cases/conflicts/notes.html", context)


def place(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Read a note that waits, and put it to its case."""
    note = get_note_for(request.user, note_id)
    events.read("note.see", by=request.user, subjects=[note.pk])
    form = PlaceNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = case_to_place_in(request.user, form.cleaned_data["reference"])
        if case is None:
            form.add_error("reference", "There is no case with this reference")
        else:
            notes.place(note=note, case=case, placed_at=timezone.now(), by=request.user)
            unsaved.forget(by=request.user, form="place-note", record=note.pk)
            messages.success(request, f"The note is with {case.reference}.")
            return redirect("conflicts:notes")
    context = {"note": _shown(note), "form": form}
    context |= unsaved.restore(form, by=request.user, name="place-note", record=note.pk)
    return render(request, "cases/conflicts/place_note.html", context)


def of_case(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the notes that others passed on about a case; nobody reads their own again."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    household = household_of(case, request.user)
    found = list(
        case.passed_notes.exclude(written_by=request.user)
        .select_related("written_by")
        .order_by("-said_at", "pk")
    )
    subjects = [*household.subjects(case), *(note.pk for note in found)]
    events.read("note.see", by=request.user, subjects=subjects)
    page = page_of(case, household, "summary")
    page |= {"notes": [_shown(note) for note in found]}
    return render(request, "cases/conflicts/notes_of_case.html", page)


def _shown(note: PassedNote) -> dict[str, object]:
    """Return what a page shows of a note."""
    danger = Danger(note.content["danger"])
    return {
        "note": note,
        "about": note.content["about"],
        "words": note.content["words"],
        "danger": danger.label,
        "is_danger": danger is Danger.YES,
    }
