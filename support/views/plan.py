"""Needs, goals and reviews: asked, set, said anew, talked through and printed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.access import get_case_for
from cases.pages import differences, household_of, page_of
from diary.forms import StepForm
from diary.views.steps import choices_of, workers_of
from support import goals, needs
from support.access import get_goal_of, get_part_of, get_plan_to_write, get_version_of
from support.forms import GoalForm, NeedsForm, NewGoalForm, ReviewForm
from support.models import Goal, Need, PlanVersion
from support.people import choices_in, person_in
from support.reading import plan_of
from support.views.case import TAB


def ask(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Ask one person what they need, one part of life after another."""
    case, household = get_plan_to_write(request.user, reference)
    part = get_part_of(household, person_id)
    held = list(Need.objects.filter(case=case, person=part.person))
    read = [*household.subjects(case), *(one.pk for one in held)]
    events.read("need.see", by=request.user, subjects=read)
    form = NeedsForm(
        request.POST or None,
        domains=needs.of_part(part, held),
        initial={"asked_on": timezone.localdate()},
    )
    shown = unsaved.ShownVersion(len(held))
    context = page_of(case, household, TAB) | {"form": form, "part": part, "clash": []}
    context |= unsaved.restore(
        form, by=request.user, name="needs", record=part.person.pk, guarded=shown
    )
    if request.method == "POST" and form.is_valid():
        try:
            needs.ask(
                case=case, person=part.person, answers=form.answers(),
                asked_on=form.cleaned_data["asked_on"], expected_number=shown_version(request),
                by=request.user,
            )  # fmt: skip
        except ChangedMeanwhile:
            saved = {name: field.initial for name, field in form.fields.items()}
            context |= {"guarded": shown, "clash": differences(form, saved)}
            return render(request, "support/needs_form.html", context, status=409)
        unsaved.forget(by=request.user, form="needs", record=part.person.pk)
        messages.success(request, "Saved. What was answered before stays in the history.")
        return redirect("support:case", case.reference)
    return render(request, "support/needs_form.html", context)


def goal_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write down what somebody wants."""
    case, household = get_plan_to_write(request.user, reference)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    people = choices_in(household)
    form = NewGoalForm(
        request.POST or None, people=people, initial={"person": people[0][0] if people else ""}
    )
    context = page_of(case, household, TAB) | {"form": form, "heading": "Add a goal"}
    context |= unsaved.restore(form, by=request.user, name="goal-new", record=case.pk)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        goals.set_goal(
            case=case, person=person_in(household, UUID(told["person"])), words=told["words"],
            why=told["why"], review_on=told["review_on"], set_on=timezone.localdate(),
            by=request.user,
        )  # fmt: skip
        unsaved.forget(by=request.user, form="goal-new", record=case.pk)
        messages.success(request, "Saved.")
        return redirect("support:case", case.reference)
    return render(request, "support/form.html", context)


def goal(request: SignedInRequest, reference: str, goal_id: UUID) -> HttpResponse:
    """Say a goal anew."""
    case, household = get_plan_to_write(request.user, reference)
    shown = get_goal_of(case, goal_id)
    events.read("goal.see", by=request.user, subjects=[*household.subjects(case), shown.pk])
    form = GoalForm(request.POST or None, initial=GoalForm.initial_of(shown))
    context = page_of(case, household, TAB)
    context |= {"form": form, "heading": "Change a goal", "clash": []}
    context |= unsaved.restore(form, by=request.user, name="goal", record=shown.pk, guarded=shown)
    if request.method == "POST" and form.is_valid():
        try:
            goals.change(
                goal=shown, expected_version=shown_version(request), by=request.user,
                **form.cleaned_data,
            )  # fmt: skip
        except ChangedMeanwhile as changed:
            saved = GoalForm.initial_of(changed.current)
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "support/form.html", context, status=409)
        unsaved.forget(by=request.user, form="goal", record=shown.pk)
        messages.success(request, "Saved.")
        return redirect("support:case", case.reference)
    return render(request, "support/form.html", context)


def step_new(request: SignedInRequest, reference: str, goal_id: UUID) -> HttpResponse:
    """Put down a next step that leads to a goal."""
    case, household = get_plan_to_write(request.user, reference)
    shown = get_goal_of(case, goal_id)
    events.read("goal.see", by=request.user, subjects=[*household.subjects(case), shown.pk])
    workers = workers_of(case, request.user)
    form = StepForm(
        request.POST or None, people=choices_of(workers), initial={"owner": str(request.user.pk)}
    )
    context = page_of(case, household, TAB) | {"form": form, "heading": "Add a step", "goal": shown}
    context |= unsaved.restore(form, by=request.user, name="goal-step", record=shown.pk)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        goals.add_step(
            goal=shown, text=told["text"], due_on=told["due_on"], other=told["other"],
            owner=workers.get(told["owner"]), by=request.user,
        )  # fmt: skip
        unsaved.forget(by=request.user, form="goal-step", record=shown.pk)
        messages.success(request, "Saved.")
        return redirect("support:case", case.reference)
    return render(request, "support/form.html", context)


def review(request: SignedInRequest, reference: str) -> HttpResponse:
    """Talk the open goals through, and keep the plan as it then stands."""
    case, household = get_plan_to_write(request.user, reference)
    open_goals = list(Goal.objects.open().filter(case=case))
    latest = PlanVersion.objects.filter(case=case).order_by("-number").first()
    read = [*household.subjects(case), *(one.pk for one in open_goals)]
    events.read("goal.see", by=request.user, subjects=read)
    form = ReviewForm(request.POST or None, goals=open_goals)
    shown = unsaved.ShownVersion(latest.number if latest else 0)
    context = page_of(case, household, TAB) | {"form": form}
    context |= unsaved.restore(
        form, by=request.user, name="plan-review", record=case.pk, guarded=shown
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = goals.review(
                case=case, reviewed=form.reviewed(), together=form.cleaned_data["together"],
                on=timezone.localdate(), expected_number=shown_version(request), by=request.user,
            )  # fmt: skip
        except ChangedMeanwhile:
            context |= {"guarded": shown, "somebody_was_before": True}
            return render(request, "support/review.html", context, status=409)
        unsaved.forget(by=request.user, form="plan-review", record=case.pk)
        messages.success(request, "Saved. The plan as it stands now is kept as a version.")
        return redirect("support:version", case.reference, version.number)
    return render(request, "support/review.html", context)


def version(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Show the plan as it stood at one review."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    found = get_version_of(case, number)
    household = household_of(case, request.user)
    events.read("support_plan.see", by=request.user, subjects=[*household.subjects(case), found.pk])
    context = page_of(case, household, TAB) | {"version": found, "plan": plan_of(found)}
    return render(request, "support/version.html", context)


def print_version(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Show a page to print and keep, which says neither whose it is nor from where."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    found = get_version_of(case, number)
    events.read("support_plan.print", by=request.user, subjects=[case.pk, found.pk])
    return render(request, "support/print.html", {"plan": plan_of(found)})
