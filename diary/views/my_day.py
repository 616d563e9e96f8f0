"""My day, and the record beside it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, hides_names
from accounts.reviews import pages as reviews
from audit import events
from cases.conflicts.declarations import has_answered
from cases.models import Case
from diary import caseload, day, lone, recorder, recording
from diary.access import get_case_to_write, keeps_apart
from diary.caseload import Caseload
from diary.forms import QuickRecordForm, listed
from diary.models import NextStep

CHOICES = ("late", "today", "court", "meeting", "quiet", "open", "covering")


def my_day(
    request: SignedInRequest, form: QuickRecordForm | None = None, status: int = 200
) -> HttpResponse:
    """Show what is next and on whom, with the record beside it.

    A case in the address (``r``) is the one that the record begins with, a step (``s``) the one
    that it finishes.
    """
    if not has_permission(request.user, Permission.DAY_PLAN):
        raise Http404
    now = timezone.now()
    chosen = request.GET.get("show", "")
    shown = day.of(
        request.user, now=now, chosen=chosen if chosen in CHOICES else "",
        every="every" in request.GET,
    )  # fmt: skip
    events.read("day.see", by=request.user, subjects=shown.subjects)
    case = _case_in(request, shown.load)
    if form is None:
        form = _form(request, shown.load, case)
    context = recorder.shown_with(form, by=request.user, case=case, now=now) | {
        "day": shown,
        "record_at": _record_at(case),
        "finishing": _step_of(form, shown.load, case),
        "missed": lone.missed(request.user, now=now),
        "notices": reviews.notices_of(request.user, now=now),
        "asks_whom_one_knows": not has_answered(request.user),
        "may_open": has_permission(request.user, Permission.CASE_OPEN),
    }
    return render(request, "diary/my_day.html", context, status=status)


@require_safe
def printed(request: SignedInRequest) -> HttpResponse:
    """Show what is next as it goes on one sheet of paper."""
    if not has_permission(request.user, Permission.DAY_PLAN):
        raise Http404
    shown = day.of(request.user, now=timezone.now())
    events.read("day.print", by=request.user, subjects=shown.subjects)
    return render(request, "diary/printed.html", {"day": shown})


def _case_in(request: SignedInRequest, load: Caseload) -> Case | None:
    reference = request.GET.get("r", "")
    return next((case for case in load.cases.values() if case.reference == reference), None)


def _record_at(case: Case | None) -> str:
    """Return where the record is sent: with its case, so that a page sent back knows it again."""
    address = reverse("diary:record")
    return f"{address}?{urlencode({'r': case.reference})}" if case else address


def _names(request: SignedInRequest, load: Caseload) -> dict[str, str]:
    """Return what each case is called, by reference; nothing where names are hidden."""
    hidden = hides_names(request)
    return {case.reference: "" if hidden else load.name(pk) for pk, case in load.cases.items()}


def _form(request: SignedInRequest, load: Caseload, case: Case | None) -> QuickRecordForm:
    initial = recorder.initial_from(request.GET)
    if case is None:
        return QuickRecordForm(cases=_names(request, load), initial=initial)
    people = recorder.people_of(case, load.seen[case.pk])
    initial["case"] = listed(_names(request, load)[case.reference], case.reference)
    form = QuickRecordForm(
        cases=_names(request, load), initial=initial, called=people.called, people=people.choices
    )
    # Whoever chose Record in the list goes on with what happened.
    form.fields["happened"].widget.attrs["autofocus"] = True
    return form


def _step_of(form: QuickRecordForm, load: Caseload, case: Case | None) -> NextStep | None:
    """Return the step that the record would finish, to name it beside the box."""
    step_id = form["step"].value()
    if case is None or not step_id:
        return None
    try:
        steps = NextStep.objects.open().filter(case=case, pk=UUID(str(step_id)))
    except ValueError:
        return None
    return steps.open_to(load.seen[case.pk]).first()


@require_POST
def record(request: SignedInRequest) -> HttpResponse:
    """Save what the record beside My day tells."""
    if not has_permission(request.user, Permission.DAY_PLAN):
        raise Http404
    names = _names(request, caseload.of(request.user, today=timezone.localdate()))
    form = QuickRecordForm(request.POST, cases=names)
    if not form.is_valid() and "case" in form.errors:
        return my_day(request, form)
    try:
        case, seen = get_case_to_write(request.user, form.cleaned_data["case"])
    except Http404:
        # What was written stays on the page; absent and refused are one answer.
        form.add_error("case", "There is no such case that you can open")
        return my_day(request, form)
    people = recorder.people_of(case, seen)
    form = QuickRecordForm(request.POST, cases=names, called=people.called, people=people.choices)
    if not form.is_valid():
        return my_day(request, form)
    try:
        recording.record(
            case=case, told=recorder.told(form, people), then=recorder.then(form),
            finishes=recorder.step_of(form, case, seen),
            counselling=keeps_apart(request.user), by=request.user,
        )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error("done", "A colleague changed this step meanwhile. Look at it first")
        return my_day(request, form, status=409)
    for kept_of in (None, case.pk):
        unsaved.forget(by=request.user, form=recorder.RECORD, record=kept_of)
    messages.success(request, f"Saved in {case.reference}.")
    return redirect("web:home")
