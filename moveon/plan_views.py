"""The plan for moving on: ways to a home, offers, where not, and the time after."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from cases.models import Case
from cases.pages import Household, page_of
from cases.writing import Refused, Written, answer, open_case_of, shows_places
from moveon import housing, resettling
from moveon.models import AvoidedArea, HousingOption, Offer, Resettlement, ResettlementVisit
from moveon.plan_forms import AreaForm, OfferForm, OptionForm, PlanForm, ResettlementForm, VisitForm

SEE = "moveon.see"
NOT_AGREED = "She has not agreed that somebody comes on that day"

F = TypeVar("F", bound=PlanForm)
M = TypeVar("M", bound=Model)


def plan(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show where she may live next, what was offered, and what comes after."""
    case, household = open_case_of(request, reference, Permission.CASE_SEE, SEE)
    options = HousingOption.objects.filter(case=case).prefetch_related("offers")
    areas = AvoidedArea.objects.filter(case=case).order_by("recorded_at")
    resettlement = Resettlement.objects.filter(case=case).prefetch_related("visits").first()
    context = page_of(case, household, "moveon") | {
        "options": sorted(options, key=lambda one: (not one.is_pursued, one.recorded_at)),
        "areas": areas,
        "resettlement": resettlement,
        "visits": sorted(resettlement.visits.all(), key=_by_day) if resettlement else [],
    }
    return render(request, "moveon/plan.html", context)


def _by_day(visit: ResettlementVisit) -> tuple[Any, ...]:
    return (visit.due_on, visit.recorded_at)


def option_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record a way to a home."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    form = _asked(OptionForm(request.POST or None), household)

    def save() -> None:
        housing.add_option(case=case, fields=form.changes(), by=request.user)

    what = _written(case, "option-new", "Add a way to a home", save, done="Added.")
    return answer(request, case, household, form, what)


def option(request: SignedInRequest, reference: str, option_id: UUID) -> HttpResponse:
    """Change a way to a home: applied for, taken, put aside."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    found = _option_of(case, option_id)
    form, saved = _bound(request, OptionForm, found, household)

    def save() -> None:
        housing.change_option(
            option=found,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = _written(case, "option", "Change a way to a home", save, found=found, saved=saved)
    return answer(request, case, household, form, what)


def offer_new(request: SignedInRequest, reference: str, option_id: UUID) -> HttpResponse:
    """Record a home that was offered."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    found = _option_of(case, option_id)
    form = _asked(OfferForm(request.POST or None), household)

    def save() -> None:
        housing.record_offer(option=found, fields=form.changes(), by=request.user)

    what = _written(
        case, "offer-new", "Add a home that was offered", save, record=found.pk, done="Added."
    )
    return answer(request, case, household, form, what)


def offer(request: SignedInRequest, reference: str, offer_id: UUID) -> HttpResponse:
    """Change an offer: seen, answered."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    found = _found(Offer.objects.filter(case=case, pk=offer_id))
    form, saved = _bound(request, OfferForm, found, household)

    def save() -> None:
        housing.change_offer(
            offer=found,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = _written(case, "offer", "Change an offer", save, found=found, saved=saved)
    return answer(request, case, household, form, what)


def area_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record somewhere she must not live."""
    case, household = _with_places(request, reference)
    form = AreaForm(request.POST or None)
    form.fields.pop("ended_on")

    def save() -> None:
        housing.avoid(case=case, fields=form.changes(), by=request.user)

    what = _written(case, "area-new", "Add where she must not live", save, done="Added.")
    return answer(request, case, household, form, what)


def area(request: SignedInRequest, reference: str, avoided_id: UUID) -> HttpResponse:
    """Change somewhere she must not live, or say that it is over."""
    case, household = _with_places(request, reference)
    found = _found(AvoidedArea.objects.filter(case=case, pk=avoided_id))
    form, saved = _bound(request, AreaForm, found, household)

    def save() -> None:
        housing.change_area(
            area=found,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = _written(case, "area", "Change where she must not live", save, found=found, saved=saved)
    return answer(request, case, household, form, what)


def resettlement(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record what was agreed for the time after a move."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    found = Resettlement.objects.filter(case=case).first()
    form, saved = _bound(request, ResettlementForm, found, household)

    def save() -> None:
        resettling.agree(
            case=case,
            fields=form.changes(),
            expected_version=shown_version(request) if found else 0,
            by=request.user,
        )

    what = _written(case, "resettlement", "After the move", save, found=found, saved=saved)
    return answer(request, case, household, form, what)


def visit_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Plan a visit or a call after a move, where she agreed to it."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    agreed = _found(Resettlement.objects.filter(case=case))
    form = VisitForm(request.POST or None)
    for name in ("made_on", "dropped"):
        form.fields.pop(name)

    def save() -> None:
        try:
            resettling.plan_visit(resettlement=agreed, by=request.user, **form.cleaned_data)
        except resettling.NotAgreed as refused:
            raise Refused(
                "due_on", "She has not agreed that somebody comes on that day"
            ) from refused

    what = _written(
        case, "visit-new", "Plan a visit or a call", save, record=agreed.pk, done="Planned."
    )
    return answer(request, case, household, form, what)


def visit(request: SignedInRequest, reference: str, visit_id: UUID) -> HttpResponse:
    """Say that a visit was made, or that it is not needed any more."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    found = _found(ResettlementVisit.objects.filter(case=case, pk=visit_id))
    form, saved = _bound(request, VisitForm, found, household)

    def save() -> None:
        resettling.change_visit(
            visit=found,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = _written(case, "visit", "Change a visit", save, found=found, saved=saved)
    return answer(request, case, household, form, what)


def _written(
    case: Case,
    name: str,
    heading: str,
    save: Callable[[], object],
    *,
    found: Any = None,
    saved: Callable[[Any], dict[str, Any]] | None = None,
    record: UUID | None = None,
    done: str = "Saved.",
) -> Written:
    """Say what a form of the plan is called and where it leads: back to the plan."""
    kept_for = record or (found.pk if found is not None else case.pk)
    return Written(
        name=name,
        heading=heading,
        record=kept_for,
        back=("moveon:plan", [case.reference]),
        save=save,
        guarded=found,
        saved=saved or (lambda current: {}),
        tab="moveon",
        done=done,
    )


def _bound(
    request: SignedInRequest, form: type[F], found: Any, household: Household
) -> tuple[F, Callable[[Any], dict[str, Any]]]:
    """Fill a form with what is recorded, and say how to read it from what somebody else saved."""
    places = shows_places(household)

    def saved(record: Any) -> dict[str, Any]:
        return form.initial_of(record, places=places) if record is not None else {}

    return _asked(form(request.POST or None, initial=saved(found)), household), saved


def _asked(form: F, household: Household) -> F:
    if not shows_places(household):
        form.without_places()
    return form


def _with_places(request: SignedInRequest, reference: str) -> tuple[Case, Household]:
    """Fetch a case for somebody who may write, and may see where somebody lives."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, SEE)
    if not shows_places(household):
        raise Http404
    return case, household


def _option_of(case: Case, option_id: UUID) -> HousingOption:
    return _found(HousingOption.objects.filter(case=case, pk=option_id))


def _found(records: QuerySet[M]) -> M:
    record = records.first()
    if record is None:
        raise Http404
    return record
