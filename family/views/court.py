"""Orders, what was done against them, and days in court."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from cases.models import Case
from cases.pages import page_of
from cases.writing import Written, answer, open_case_of, shows_places, workers_of
from family import court
from family.court_forms import BreachForm, HearingForm, OrderForm
from family.models import CourtOrder, Hearing


def court_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what protects her, what was done against it, and the days in court."""
    case, household = open_case_of(request, reference, Permission.CASE_SEE, "court.see")
    today = timezone.localdate()
    orders = list(
        CourtOrder.objects.filter(case=case)
        .select_related("respondent")
        .prefetch_related("breaches")
        .order_by("-made_on", "pk")
    )
    hearings = Hearing.objects.filter(case=case).select_related("attended_by")
    now = timezone.now()
    context = page_of(case, household, "court") | {
        "standing": [order for order in orders if order.stands_on(today)],
        "over": [order for order in orders if not order.stands_on(today)],
        "coming": hearings.filter(starts_at__gte=now, cancelled=False).order_by("starts_at"),
        "past": hearings.exclude(starts_at__gte=now, cancelled=False).order_by("-starts_at"),
        "today": today,
    }
    return render(request, "family/court.html", context)


def order_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record an order."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "court.see")
    form = OrderForm(request.POST or None, harm=household.causing_harm)
    form.fields.pop("ended_on")
    if not shows_places(household):
        form.without_places()

    def save() -> None:
        court.record_order(case=case, fields=form.changes(), by=request.user)

    what = Written(
        name="order-new",
        heading="Add an order",
        record=case.pk,
        back=("family:court", [case.reference]),
        save=save,
        tab="court",
        done="Added.",
    )
    return answer(request, case, household, form, what)


def order(request: SignedInRequest, reference: str, order_id: UUID) -> HttpResponse:
    """Change an order: served, told to the police, ended."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "court.see")
    found = _order_of(case, order_id)
    places = shows_places(household)
    form = OrderForm(
        request.POST or None,
        initial=OrderForm.initial_of(found, places=places),
        harm=household.causing_harm,
    )
    if not places:
        form.without_places()

    def save() -> None:
        court.change_order(
            order=found,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="order",
        heading="Change an order",
        record=found.pk,
        back=("family:court", [case.reference]),
        save=save,
        guarded=found,
        saved=lambda current: OrderForm.initial_of(current, places=places),
        tab="court",
    )
    return answer(request, case, household, form, what)


def breach_new(request: SignedInRequest, reference: str, order_id: UUID) -> HttpResponse:
    """Record something done against an order."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "court.see")
    found = _order_of(case, order_id)
    form = BreachForm(request.POST or None)

    def save() -> None:
        court.record_breach(order=found, by=request.user, **form.cleaned_data)

    what = Written(
        name="breach",
        heading="Something was done against the order",
        record=found.pk,
        back=("family:court", [case.reference]),
        save=save,
        tab="court",
        done="Added. Look at the risk again: what happened may have changed it.",
    )
    return answer(request, case, household, form, what)


def hearing_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record a day in court."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "court.see")
    form = HearingForm(request.POST or None, workers=workers_of(case))
    if not shows_places(household):
        form.without_places()

    def save() -> None:
        court.list_hearing(case=case, fields=form.changes(), by=request.user)

    what = Written(
        name="hearing-new",
        heading="Add a day in court",
        record=case.pk,
        back=("family:court", [case.reference]),
        save=save,
        tab="court",
        done="Added.",
    )
    return answer(request, case, household, form, what)


def hearing(request: SignedInRequest, reference: str, hearing_id: UUID) -> HttpResponse:
    """Change a day in court: moved, what came of it, when she was told."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "court.see")
    found = Hearing.objects.filter(case=case, pk=hearing_id).first()
    if found is None:
        raise Http404
    places = shows_places(household)
    form = HearingForm(
        request.POST or None,
        initial=HearingForm.initial_of(found, places=places),
        workers=workers_of(case, found.attended_by),
    )
    if not places:
        form.without_places()

    def save() -> None:
        court.change_hearing(
            hearing=found,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="hearing",
        heading="Change a day in court",
        record=found.pk,
        back=("family:court", [case.reference]),
        save=save,
        guarded=found,
        saved=lambda current: HearingForm.initial_of(current, places=places),
        tab="court",
    )
    return answer(request, case, household, form, what)


def _order_of(case: Case, order_id: UUID) -> CourtOrder:
    found = CourtOrder.objects.filter(case=case, pk=order_id).first()
    if found is None:
        raise Http404
    return found
