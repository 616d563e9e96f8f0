"""The pages of who looked: at a case, at a person in it, and what a colleague looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import context, events
from audit.looked import EVERYTHING, Asked
from cases.choices import CaseRole
from cases.looked import pages
from cases.looked.access import (
    cases_for,
    get_case_for,
    get_colleague,
    get_part_for,
    require,
)
from cases.looked.forms import LookedForm, WhichCaseForm
from cases.looked.pages import RECENT
from cases.models import Case

# More digits are no sequence of ours.
_LONGEST = 18


@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Ask of which case, or of which colleague."""
    require(request.user)
    form = WhichCaseForm(request.GET or None)
    if form.is_bound and form.is_valid():
        reference = form.cleaned_data["case"].strip().upper()
        if cases_for(request.user).filter(reference=reference).exists():
            return redirect("looked:case", reference)
        form.add_error("case", "There is no case of this reference that you can ask about")
    events.read("looked.list", by=request.user, subjects=())
    shown = {"form": form, "people": everybody_ever()}
    return render(request, "cases/looked/start.html", shown)


@require_safe
def case(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show who looked at a case."""
    found = get_case_for(request.user, reference)
    people = _parts(found)
    events.read("looked.see", by=request.user, subjects=[found.pk, *(pk for pk, _ in people)])
    form, asked, before = _asked(request, everybody_ever())
    shown = pages.at_case(found, asked=asked, before=before)
    return _page(request, form, shown, case=found, people=people, part=None, part_id=None)


@require_safe
def person(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Show who looked at one person of a case."""
    found = get_case_for(request.user, reference)
    one = get_part_for(found, person_id)
    events.read("looked.see", by=request.user, subjects=[found.pk, one])
    form, asked, before = _asked(request, everybody_ever())
    shown = pages.at_person(found, one, asked=asked, before=before)
    people = _parts(found)
    return _page(
        request, form, shown, case=found, people=people, part=dict(people)[one], part_id=one
    )


@require_safe
def colleague(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Show what a colleague looked at, the last three months unless other days are asked for."""
    require(request.user)
    found = get_colleague(user_id)
    events.read("looked.see_person", by=request.user, subjects=[found.pk])
    recent = timezone.localdate() - RECENT
    form, asked, before = _asked(request, None, {"since": recent.isoformat()})
    among = cases_for(request.user)
    shown = pages.by_colleague(found, among=among, asked=asked, before=before)
    page = {"form": form, "shown": shown, "colleague": found, "kept": _kept(request)}
    return render(request, "cases/looked/colleague.html", page)


def _asked(
    request: SignedInRequest, people: Sequence[User] | None, usual: dict[str, str] | None = None
) -> tuple[LookedForm, Asked, int | None]:
    """Read what narrows the question, and where the page begins; faults ask for everything."""
    given = request.GET.copy()
    for name, value in (usual or {}).items():
        given.setdefault(name, value)
    form = LookedForm(given, people=people)
    before = given.get("before", "")
    is_number = before.isdecimal() and len(before) <= _LONGEST
    asked = form.asked if form.is_valid() else EVERYTHING
    return form, asked, int(before) if is_number else None


def _page(
    request: SignedInRequest, form: LookedForm, shown: pages.Looked, **more: Any
) -> HttpResponse:
    may_give = access.has_permission(request.user, Permission.LOOKED_GIVE)
    page = {"form": form, "shown": shown, "kept": _kept(request), "may_give": may_give}
    return render(request, "cases/looked/case.html", page | more)


def _kept(request: SignedInRequest) -> str:
    """Return the page's own query string without where it begins, ready to be added to."""
    query = request.GET.copy()
    query.pop("before", None)
    return f"{query.urlencode()}&" if query else ""


def everybody_ever() -> list[User]:
    """Return who works or worked here, in order of name: the trail names leavers too."""
    here = Membership.objects.filter(organisation_id=context.required_organisation())
    return list(User.objects.filter(pk__in=here.values("user_id")).order_by("full_name", "pk"))


def _parts(found: Case) -> list[tuple[UUID, str]]:
    """Name the people of a case by their part in it: whoever asks here need not see names."""
    rows = found.case_people.order_by("recorded_at", "pk").values_list("person_id", "role")
    named: list[tuple[UUID, str]] = []
    children = 0
    for person_id, role in rows:
        label = str(CaseRole(role).label)
        if role == CaseRole.CHILD:
            children += 1
            label = f"{label} {children}"
        named.append((person_id, label))
    return named
