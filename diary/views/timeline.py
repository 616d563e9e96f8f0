"""The timeline of a case, recording in it, and one note with its correction."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.models import Case
from cases.pages import Household, differences, household_of, page_of
from diary import notes, reading, recorder, recording
from diary.access import get_case_to_read, get_case_to_write, get_note_of, keeps_apart
from diary.forms import CorrectForm, RecordForm
from diary.models import NextStep, Note

TAB = "timeline"


def timeline(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what happened on a case, the latest first, with its key events apart."""
    return _shown(request, reference, looked_for="")


@require_POST
def find(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show where some words stand. They are sent in a form, so that no address holds them."""
    return _shown(request, reference, looked_for=request.POST.get("words", "").strip()[:100])


def _shown(request: SignedInRequest, reference: str, *, looked_for: str) -> HttpResponse:
    case, seen = get_case_to_read(request.user, reference)
    household = household_of(case, request.user)
    chosen = reading.Filter.from_query(request.GET)
    shown = reading.of(case, seen, chosen, number=request.GET.get("page"), looked_for=looked_for)
    read = [*household.subjects(case), *shown.subjects]
    events.read("timeline.see", by=request.user, subjects=read)
    context = page_of(case, household, TAB)
    context |= {"shown": shown, "children": household.children, "today": timezone.localdate()}
    context["about"] = household.part_of(chosen.about) if chosen.about else None
    if seen.allows(Permission.DIARY_WRITE):
        context |= {
            "may_write": True,
            "record_at": reverse("diary:record_on_case", args=[reference]),
        }
        context |= _empty_recorder(request, case, household)
    return render(request, "diary/timeline.html", context)


def _empty_recorder(
    request: SignedInRequest, case: Case, household: Household
) -> dict[str, object]:
    people = recorder.people_among([one.part for one in household.parts], household.seen)
    form = RecordForm(called=people.called, people=people.choices)
    return recorder.shown_with(form, by=request.user, case=case, now=timezone.now())


def record(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record what happened on a case, and what is next."""
    case, seen = get_case_to_write(request.user, reference)
    household = household_of(case, request.user)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    people = recorder.people_among([one.part for one in household.parts], seen)
    form = RecordForm(
        request.POST or None, initial=recorder.initial_from(request.GET), called=people.called,
        people=people.choices,
    )  # fmt: skip
    context = page_of(case, household, TAB)
    context |= recorder.shown_with(form, by=request.user, case=case, now=timezone.now())
    context["finishing"] = _finishing(form, case, household)
    if request.method == "POST" and form.is_valid():
        try:
            recording.record(
                case=case, told=recorder.told(form, people), then=recorder.then(form),
                finishes=recorder.step_of(form, case, seen),
                counselling=keeps_apart(request.user), by=request.user,
            )  # fmt: skip
        except ChangedMeanwhile:
            form.add_error("done", "A colleague changed this step meanwhile. Look at it first")
            return render(request, "diary/record.html", context, status=409)
        unsaved.forget(by=request.user, form=recorder.RECORD, record=case.pk)
        messages.success(request, "Saved.")
        return redirect("diary:timeline", case.reference)
    return render(request, "diary/record.html", context)


def _finishing(form: RecordForm, case: Case, household: Household) -> NextStep | None:
    step_id = form["step"].value()
    if not step_id:
        return None
    try:
        steps = NextStep.objects.open().filter(case=case, pk=UUID(str(step_id)))
    except ValueError:
        return None
    return steps.open_to(household.seen).first()


def note(request: SignedInRequest, reference: str, entry_id: UUID) -> HttpResponse:
    """Show one note with what was put right in it, and the original."""
    case, seen = get_case_to_read(request.user, reference)
    shown = get_note_of(case, seen, entry_id)
    chain = _chain(shown)
    household = household_of(case, request.user)
    read = [*household.subjects(case), *(one.pk for one in chain)]
    events.read("note.open", by=request.user, subjects=read)
    context = page_of(case, household, TAB)
    context |= {"note": chain[-1], "chain": chain}
    context["about"] = household.part_of(shown.about_id) if shown.about_id else None
    context["contact"] = chain[0].contacts.first()
    context["may_write"] = seen.allows(Permission.DIARY_WRITE)
    return render(request, "diary/note.html", context)


def correct(request: SignedInRequest, reference: str, entry_id: UUID) -> HttpResponse:
    """Put a note right by another one; the original stays."""
    case, seen = get_case_to_write(request.user, reference)
    shown = get_note_of(case, seen, entry_id)
    household = household_of(case, request.user)
    events.read("note.open", by=request.user, subjects=[*household.subjects(case), shown.pk])
    form = CorrectForm(request.POST or None, initial={"text": shown.text, "is_key": shown.is_key})
    context = page_of(case, household, TAB)
    context |= {"form": form, "note": shown, "clash": []}
    context |= unsaved.restore(form, by=request.user, name="note", record=shown.pk)
    if request.method == "POST" and form.is_valid():
        try:
            correction = notes.correct(note=shown, by=request.user, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            theirs: Note = changed.current
            saved = {"text": theirs.text, "is_key": theirs.is_key}
            context |= {"clash": differences(form, saved), "theirs": theirs}
            return render(request, "diary/correct.html", context, status=409)
        unsaved.forget(by=request.user, form="note", record=shown.pk)
        messages.success(request, "The correction is saved. The original stays below it.")
        return redirect("diary:note", case.reference, correction.pk)
    return render(request, "diary/correct.html", context)


def _chain(note: Note) -> list[Note]:
    """Return a note with what it corrects and what corrects it, the original first."""
    family = {
        one.pk: one
        for one in Note.objects.filter(
            case_id=note.case_id, happened_at=note.happened_at, counselling=note.counselling
        ).select_related("written_by")
    }
    first = family[note.pk]
    while first.corrects_id in family:
        first = family[first.corrects_id]
    by_original = {one.corrects_id: one for one in family.values() if one.corrects_id}
    chain = [first]
    while chain[-1].pk in by_original:
        chain.append(by_original[chain[-1].pk])
    return chain
