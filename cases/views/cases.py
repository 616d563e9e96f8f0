"""The list of cases, a new one, its summary and where things are."""

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import unsaved
from accounts.access import has_permission
from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases import services
from cases.access import get_case_for, services_to_open_in
from cases.forms import (
    ChildForm,
    ChildFormSet,
    NewCaseForm,
    SurvivorForm,
    WhereThingsAreForm,
    typed,
)
from cases.lists import Filter, page_of_cases, rows_of
from cases.models import Case
from cases.pages import Household, differences, household_of, led_on, page_of
from cases.services import NewPerson

# Under which a new case is kept while it is being written.
NEW = "new-case"


def case_list(request: SignedInRequest) -> HttpResponse:
    """List the cases that a person may see, 50 a page."""
    if not has_permission(request.user, Permission.CASE_SEE):
        raise Http404
    chosen = Filter.from_query(request.GET, request.user)
    page = page_of_cases(request.user, chosen, request.GET.get("page"))
    rows = rows_of(page, request.user)
    shown = [row.survivor.person_id for row in rows if row.survivor]
    events.read("case.list", by=request.user, subjects=[row.case.pk for row in rows] + shown)
    may_open = has_permission(request.user, Permission.CASE_OPEN)
    context = {"page": page, "rows": rows, "filter": chosen, "may_open": may_open}
    context["may_break_glass"] = has_permission(request.user, Permission.BREAK_GLASS)
    context["may_draw"] = has_permission(request.user, Permission.DIP_SAMPLE)
    return render(request, "cases/list.html", context)


def new(request: SignedInRequest) -> HttpResponse:
    """Open a case: the survivor and the children on one page."""
    houses = services_to_open_in(request.user)
    if not houses:
        raise Http404
    choices = [(str(house.pk), house.name) for house in houses]
    kept = unsaved.find(by=request.user, form=NEW, record=None) if not request.POST else None
    if request.POST and "add_child" not in request.POST:
        form, survivor, children = _new_case_forms(request.POST, choices)
        if all([form.is_valid(), survivor.is_valid(), children.is_valid()]):
            case = services.open_case(
                survivor=NewPerson(**survivor.cleaned_data),
                children=[NewPerson(**one.cleaned_data) for one in children if not one.is_blank()],
                opened_on=form.cleaned_data["opened_on"],
                summary=form.cleaned_data["summary"],
                service=next(h for h in houses if str(h.pk) == form.cleaned_data["service"]),
                worker=request.user,
                by=request.user,
            )
            unsaved.forget(by=request.user, form=NEW, record=None)
            said = f"{case.reference} is open, and yours."
            back = reverse("cases:summary", args=[case.reference])
            return led_on(request, case, said=said, back=back)
    else:
        written = request.POST or (kept.as_sent() if kept else None)
        form, survivor, children = _unjudged(written, choices)
    context = {
        "form": form,
        "survivor": survivor,
        "children": children,
    }
    # Rows of children are no form's initial values, so the content is filled in above.
    shown = unsaved.restore(by=request.user, name=NEW, record=None)
    shown["kept_at"] = kept.updated_at if kept else None
    return render(request, "cases/new.html", context | shown)


NewCaseForms = tuple[NewCaseForm, SurvivorForm, "BaseFormSet[ChildForm]"]


def _new_case_forms(data: QueryDict, choices: list[tuple[str, str]]) -> NewCaseForms:
    """Return the forms of a new case, filled in."""
    return (
        NewCaseForm(data, services=choices),
        SurvivorForm(data),
        ChildFormSet(data, prefix="child"),
    )


def _unjudged(written: QueryDict | None, choices: list[tuple[str, str]]) -> NewCaseForms:
    """Return the forms with what was written so far, right or wrong, and a row for one more child.

    An unbound formset shows its initial rows and one more.
    """
    if written is None:
        today = {"opened_on": timezone.localdate()}
        form = NewCaseForm(services=choices, initial=today)
        return form, SurvivorForm(), ChildFormSet(prefix="child")
    form, survivor, children = _new_case_forms(written, choices)
    return (
        NewCaseForm(services=choices, initial=typed(form)),
        SurvivorForm(initial=typed(survivor)),
        ChildFormSet(initial=[typed(child) for child in children], prefix="child"),
    )


def summary(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show on one page what a colleague needs to make one safe call."""
    case = get_case_for(request.user, reference, Permission.CASE_SEE)
    household = household_of(case, request.user)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    return render(request, "cases/summary.html", _summary_of(case, household))


def _summary_of(case: Case, household: Household) -> dict[str, Any]:
    return page_of(case, household, "summary") | {
        "survivor": household.survivor,
        "children": household.children,
        "adults": household.adults,
        "causing_harm": household.causing_harm,
    }


@require_safe
def printed(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the summary as it goes on one sheet of paper, how contact is safe first."""
    case = get_case_for(request.user, reference, Permission.CASE_SEE)
    household = household_of(case, request.user)
    events.read("case.print", by=request.user, subjects=household.subjects(case))
    return render(request, "cases/printed.html", _summary_of(case, household))


def where_things_are(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write the few sentences that a colleague reads first."""
    case = get_case_for(request.user, reference, Permission.CASE_EDIT)
    household = household_of(case, request.user)
    if not household.seen.shows(FieldClass.NARRATIVE):
        raise Http404
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    form = WhereThingsAreForm(request.POST or None, initial={"summary": case.summary})
    context = page_of(case, household, "summary")
    context |= {"form": form, "clash": []}
    context |= unsaved.restore(form, by=request.user, name="where", record=case.pk, guarded=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_summary(
                case=case,
                summary=form.cleaned_data["summary"],
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            saved = {"summary": changed.current.summary}
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "cases/where.html", context, status=409)
        unsaved.forget(by=request.user, form="where", record=case.pk)
        messages.success(request, "Saved.")
        return redirect("cases:summary", case.reference)
    return render(request, "cases/where.html", context)
