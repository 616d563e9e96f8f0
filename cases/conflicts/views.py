"""Pages about people whom staff know, and about the conflicts that follow."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import context, events
from cases.access import get_case_for
from cases.conflicts import declarations, services
from cases.conflicts.access import conflicts_for, get_conflict_for, get_declaration_for
from cases.conflicts.forms import KnownForm, ReasonForm, SetConflictForm
from cases.models import Declaration
from cases.pages import differences, household_of, page_of


def known(request: SignedInRequest) -> HttpResponse:
    """Show a member of staff whom she has declared."""
    _require_work()
    own = list(Declaration.objects.of(request.user).standing().order_by("recorded_at", "pk"))
    if own:
        events.read("declaration.see", by=request.user, subjects=[one.pk for one in own])
    answered = bool(own) or declarations.has_answered(request.user)
    return render(request, "cases/conflicts/known.html", {"known": own, "answered": answered})


def _require_work() -> None:
    """Refuse somebody who works in no organisation."""
    if context.organisation() is None:
        raise Http404


@require_POST
def nobody(request: SignedInRequest) -> HttpResponse:
    """Take the answer that there is nobody to declare."""
    _require_work()
    declarations.nobody(said_at=timezone.now(), by=request.user)
    messages.success(request, "Noted. Come back when that changes.")
    return redirect("conflicts:known")


def known_new(request: SignedInRequest) -> HttpResponse:
    """Declare somebody."""
    _require_work()
    form = KnownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        declarations.declare(details=form.details(), by=request.user)
        unsaved.forget(by=request.user, form="known", record=None)
        messages.success(request, "Saved.")
        return redirect("conflicts:known")
    page = {"form": form, "own": None, "clash": None}
    page |= unsaved.restore(form, by=request.user, name="known", record=None)
    return render(request, "cases/conflicts/known_form.html", page)


def known_one(request: SignedInRequest, declaration_id: UUID) -> HttpResponse:
    """Put right what was declared."""
    own = get_declaration_for(request.user, declaration_id)
    events.read("declaration.see", by=request.user, subjects=[own.pk])
    form = KnownForm(request.POST or None, initial=KnownForm.initial_of(own))
    context_of_page = {"form": form, "own": own, "clash": []}
    context_of_page |= unsaved.restore(
        form, by=request.user, name="known", record=own.pk, guarded=own
    )
    if request.method == "POST" and form.is_valid():
        try:
            declarations.change(
                declaration=own,
                details=form.details(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            clash = differences(form, KnownForm.initial_of(changed.current))
            context_of_page |= {"guarded": changed.current, "own": changed.current, "clash": clash}
            return render(request, "cases/conflicts/known_form.html", context_of_page, status=409)
        unsaved.forget(by=request.user, form="known", record=own.pk)
        messages.success(request, "Saved.")
        return redirect("conflicts:known")
    return render(request, "cases/conflicts/known_form.html", context_of_page)


@require_POST
def known_end(request: SignedInRequest, declaration_id: UUID) -> HttpResponse:
    """End a declaration."""
    own = get_declaration_for(request.user, declaration_id)
    try:
        declarations.end(
            declaration=own,
            ended_at=timezone.now(),
            expected_version=shown_version(request),
            by=request.user,
        )
    except ChangedMeanwhile:
        messages.warning(request, "This changed meanwhile. Look again.")
    else:
        messages.success(request, "Taken off your list.")
    return redirect("conflicts:known")


def conflicts(request: SignedInRequest) -> HttpResponse:
    """Show the conflicts that stand, to those who look at them."""
    _require_manager(request.user)
    standing = conflicts_for(request.user).standing().select_related("case", "user")
    found = list(standing.order_by("-recorded_at", "pk"))
    return render(request, "cases/conflicts/conflicts.html", {"conflicts": found})


def _require_manager(user: User) -> None:
    if not has_permission(user, Permission.CONFLICTS_MANAGE):
        raise Http404


def conflict(request: SignedInRequest, conflict_id: UUID) -> HttpResponse:
    """Show why a case is kept from somebody; confirm it or lift it, with a reason."""
    found = get_conflict_for(request.user, conflict_id)
    events.read("conflict.see", by=request.user, subjects=[found.case_id, found.pk])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and found.stands and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        if "lift" in request.POST:
            services.lift(conflict=found, reason=reason, lifted_at=now, by=request.user)
            messages.success(request, f"Lifted. {found.user.full_name} may see the case as before.")
        else:
            services.confirm(conflict=found, reason=reason, confirmed_at=now, by=request.user)
            messages.success(request, "Confirmed. It stands.")
        unsaved.forget(by=request.user, form="conflict", record=found.pk)
        return redirect("conflicts:conflicts")
    context_of_page = unsaved.restore(form, by=request.user, name="conflict", record=found.pk) | {
        "conflict": found,
        "form": form,
        "opens": has_permission(request.user, Permission.CASE_SEE),
    }
    return render(request, "cases/conflicts/conflict.html", context_of_page)


def of_case(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show from whom a case is kept, and keep it from somebody else."""
    case = get_case_for(request.user, reference, Permission.CONFLICTS_MANAGE)
    household = household_of(case, request.user)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    held = list(case.conflicts.select_related("user", "set_by").order_by("recorded_at", "pk"))
    kept_away = {one.user_id for one in held if one.stands}
    others = [one for one in colleagues() if one.pk not in kept_away | {request.user.pk}]
    form = SetConflictForm(request.POST or None, people=others)
    if request.method == "POST" and form.is_valid():
        user = next(one for one in others if str(one.pk) == form.cleaned_data["user"])
        services.set_conflict(
            case=case, user=user, reason=form.cleaned_data["reason"], by=request.user
        )
        unsaved.forget(by=request.user, form="conflict-new", record=case.pk)
        messages.success(request, f"For {user.full_name} this case is not there any more.")
        return redirect("conflicts:of_case", case.reference)
    page = page_of(case, household, "summary") | {"conflicts": held, "form": form}
    page |= unsaved.restore(form, by=request.user, name="conflict-new", record=case.pk)
    return render(request, "cases/conflicts/of_case.html", page)


def colleagues() -> list[User]:
    """Return everybody who works in the organisation that is entered, in order of name."""
    live = Membership.objects.live_on(timezone.localdate())
    held = live.filter(organisation_id=context.required_organisation(), user__is_active=True)
    people = {one.user_id: one.user for one in held.select_related("user")}
    return sorted(people.values(), key=lambda user: user.full_name.casefold())
