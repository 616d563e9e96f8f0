"""The next steps of a case: all of them, a new one, moving one, ending one."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.models import Allocation, Case
from cases.pages import differences, household_of, page_of
from diary import steps
from diary.access import get_case_to_read, get_case_to_write, get_step_of, keeps_apart
from diary.choices import StepState
from diary.forms import MoveForm, NotNeededForm, StepForm
from diary.models import NextStep

TAB = "timeline"
CHANGED = "A colleague changed this step while you were writing. It stands here as it is now."


def every(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the next steps of a case, those to do first."""
    case, seen = get_case_to_read(request.user, reference)
    household = household_of(case, request.user)
    found = NextStep.objects.open().filter(case=case).open_to(seen).select_related("owner")
    to_do = list(found)
    read = [*household.subjects(case), *(step.pk for step in to_do)]
    events.read("step.list", by=request.user, subjects=read)
    context = page_of(case, household, TAB)
    context |= {"steps": to_do, "today": timezone.localdate()}
    context["may_write"] = seen.allows(Permission.DIARY_WRITE)
    return render(request, "diary/steps.html", context)


def new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Put down what is to be done next."""
    case, _seen = get_case_to_write(request.user, reference)
    household = household_of(case, request.user)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    workers = workers_of(case, request.user)
    form = StepForm(
        request.POST or None, people=choices_of(workers), initial={"owner": str(request.user.pk)}
    )
    context = page_of(case, household, TAB) | {"form": form}
    context |= unsaved.restore(form, by=request.user, name="step-new", record=case.pk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        steps.add(
            case=case, text=given["text"], due_on=given["due_on"], other=given["other"],
            owner=_owner(workers, given["owner"]), counselling=keeps_apart(request.user),
            by=request.user,
        )  # fmt: skip
        unsaved.forget(by=request.user, form="step-new", record=case.pk)
        messages.success(request, "Saved.")
        return redirect("diary:steps", case.reference)
    return render(request, "diary/step_new.html", context)


def step(request: SignedInRequest, reference: str, step_id: UUID) -> HttpResponse:
    """Show one step; say it anew."""
    case, seen = get_case_to_read(request.user, reference)
    shown = get_step_of(case, seen, step_id)
    household = household_of(case, request.user)
    events.read("step.see", by=request.user, subjects=[*household.subjects(case), shown.pk])
    may_write = seen.allows(Permission.DIARY_WRITE) and shown.state == StepState.OPEN
    context = page_of(case, household, TAB) | {"step": shown, "may_write": may_write, "clash": []}
    if not may_write:
        return render(request, "diary/step.html", context)
    workers = workers_of(case, request.user)
    form = StepForm(request.POST or None, people=choices_of(workers), initial=_initial(shown))
    context |= {"form": form, "not_needed": NotNeededForm(prefix="end")}
    context |= unsaved.restore(form, by=request.user, name="step", record=shown.pk, guarded=shown)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            steps.change(
                step=shown, text=given["text"], due_on=given["due_on"], other=given["other"],
                owner=_owner(workers, given["owner"]), expected_version=shown_version(request),
                by=request.user,
            )  # fmt: skip
        except ChangedMeanwhile as changed:
            saved = _initial(changed.current)
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "diary/step.html", context, status=409)
        unsaved.forget(by=request.user, form="step", record=shown.pk)
        messages.success(request, "Saved.")
        return redirect("diary:steps", case.reference)
    return render(request, "diary/step.html", context)


@require_POST
def move(request: SignedInRequest, reference: str, step_id: UUID) -> HttpResponse:
    """Put a step on another day."""
    case, seen = get_case_to_write(request.user, reference)
    shown = get_step_of(case, seen, step_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors.get("due_on", []))))
        return redirect("diary:step", case.reference, shown.pk)
    return _carried_out(
        request, case, shown,
        lambda: steps.move(
            step=shown, due_on=form.cleaned_data["due_on"],
            expected_version=shown_version(request), by=request.user,
        ),
        "Moved.",
    )  # fmt: skip


@require_POST
def finish(request: SignedInRequest, reference: str, step_id: UUID) -> HttpResponse:
    """Say that a step is done, or why it is not needed."""
    case, seen = get_case_to_write(request.user, reference)
    shown = get_step_of(case, seen, step_id)
    done = "done" in request.POST
    form = NotNeededForm(request.POST, prefix="end")
    if not done and not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors.get("reason", []))))
        return redirect("diary:step", case.reference, shown.pk)
    return _carried_out(
        request, case, shown,
        lambda: steps.finish(
            step=shown, state=StepState.DONE if done else StepState.NOT_NEEDED,
            reason="" if done else form.cleaned_data["reason"], at=timezone.now(),
            expected_version=shown_version(request), by=request.user,
        ),
        "Done." if done else "Put aside.",
    )  # fmt: skip


def _carried_out(
    request: SignedInRequest,
    case: Case,
    shown: NextStep,
    carry_out: Callable[[], NextStep],
    said: str,
) -> HttpResponse:
    """Carry out what was asked, and go back to where it was asked; a step that changed is shown."""
    if shown.state != StepState.OPEN:
        messages.warning(request, CHANGED)
        return redirect("diary:step", case.reference, shown.pk)
    try:
        carry_out()
    except ChangedMeanwhile:
        messages.warning(request, CHANGED)
        return redirect("diary:step", case.reference, shown.pk)
    messages.success(request, said)
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("diary:steps", case.reference)


def workers_of(case: Case, user: User) -> dict[str, User]:
    """Return who may be given something to do on a case: who works on it, and who asks."""
    live = Allocation.objects.live_on(timezone.localdate()).filter(case=case)
    workers = [one.worker for one in live.select_related("worker").order_by("starts_on", "pk")]
    return {str(one.pk): one for one in (user, *workers)}


def choices_of(workers: dict[str, User]) -> list[tuple[str, str]]:
    """Return them to choose from."""
    return [(pk, worker.full_name) for pk, worker in workers.items()]


def _owner(workers: dict[str, User], chosen: str) -> User | None:
    return workers.get(chosen)


def _initial(step: NextStep) -> dict[str, object]:
    return {
        "text": step.text,
        "due_on": step.due_on,
        "owner": str(step.owner_id or ""),
        "other": step.other,
    }
