"""How a form below a case is shown, sent, kept while it is written, and saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import unsaved
from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.access import get_case_for
from cases.choices import CaseRole
from cases.models import Allocation, Case
from cases.pages import Household, Part, differences, household_of, led_on, page_of


class Refused(Exception):
    """What was written cannot be saved as it is: which field, and what to do about it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Written:
    """One form of a case: what it is called, where it leads, and how it is saved.

    ``record`` is whose unsaved work it is; ``guarded`` the record that it changes, if any;
    ``saved`` reads a record as the form would show it, to set it beside what was written.
    """

    name: str
    heading: str
    record: UUID
    back: tuple[str, Sequence[object]]
    save: Callable[[], object]
    guarded: Any = None
    saved: Callable[[Any], Mapping[str, Any]] = lambda current: {}
    tab: str = "people"
    done: str = "Saved."


def open_case_of(
    request: SignedInRequest, reference: str, permission: Permission, verb: str
) -> tuple[Case, Household]:
    """Fetch a case for somebody who may read what happened in it, and record that they looked."""
    case = get_case_for(request.user, reference, permission)
    household = household_of(case, request.user)
    if not household.seen.shows(FieldClass.NARRATIVE):
        raise Http404
    events.read(verb, by=request.user, subjects=household.subjects(case))
    return case, household


def child_of(household: Household, person_id: UUID) -> Part:
    """Return a child of the case, or say that there is nothing."""
    part = household.part_of(person_id)
    if part is None or part.role != CaseRole.CHILD or part.person.is_erased:
        raise Http404
    return part


def workers_of(case: Case, *also: User | None) -> list[User]:
    """Return those who work on a case today, and those named, in order of name."""
    live = Allocation.objects.live_on(timezone.localdate()).filter(case=case)
    workers = {one.worker for one in live.select_related("worker")}
    workers |= {one for one in also if one is not None}
    return sorted(workers, key=lambda worker: worker.full_name.casefold())


def shows_places(household: Household) -> bool:
    """Say whether this person sees where somebody can be found."""
    return household.seen.shows(FieldClass.LOCATION)


def answer(
    request: SignedInRequest, case: Case, household: Household, form: forms.Form, what: Written
) -> HttpResponse:
    """Show a form, or save what was sent; two people's texts are both shown when they meet."""
    context = page_of(case, household, what.tab)
    context |= {"form": form, "heading": what.heading, "clash": [], "guarded": what.guarded}
    address, arguments = what.back
    context["back"] = reverse(address, args=arguments)
    context |= unsaved.restore(
        form, by=request.user, name=what.name, record=what.record, guarded=what.guarded
    )
    if request.method == "POST" and form.is_valid():
        try:
            what.save()
        except ChangedMeanwhile as changed:
            clash = differences(form, what.saved(changed.current))
            context |= {"guarded": changed.current, "clash": clash}
            return render(request, "cases/written.html", context, status=409)
        except Refused as refused:
            form.add_error(refused.field, refused.words)
        else:
            unsaved.forget(by=request.user, form=what.name, record=what.record)
            return led_on(request, case, said=what.done, back=context["back"])
    return render(request, "cases/written.html", context)
