"""The shifts of a house: who is there when, putting somebody on, and ending it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accommodation import shifts
from accommodation.access import services_for
from accommodation.forms import ShiftForm
from accommodation.models import Shift
from accounts import access
from accounts.models import Service
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.refusals import Refused

PAGE = 50


def _house(request: SignedInRequest, house_id: UUID) -> Service:
    """Return a house whose shifts the person gives, or raise the one Http404."""
    house = services_for(request.user, Permission.CASE_ALLOCATE).filter(pk=house_id).first()
    if house is None:
        raise Http404
    events.read("shift.list", by=request.user, subjects=[house.pk])
    return house


def of_house(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Show who is on shift now and later, and put somebody on."""
    house = _house(request, house_id)
    now = timezone.now()
    others = [user for user in access.everybody() if user.pk != request.user.pk]
    form = ShiftForm(request.POST or None, people=others)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            shifts.give(
                house=house, worker=given["worker"], starts_at=given["starts_at"],
                ends_at=given["ends_at"], now=now, by=request.user,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"{given['worker'].full_name} is on shift.")
            return redirect("accommodation:shifts", house.pk)
    coming = Shift.objects.not_over_at(now).filter(service=house).select_related("worker")
    page = Paginator(coming.order_by("starts_at", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"house": house, "form": form, "page": page, "now": now}
    return render(request, "accommodation/shifts.html", context)


@require_POST
def end(request: SignedInRequest, house_id: UUID, shift_id: UUID) -> HttpResponse:
    """End a shift at once, or take one back that is to come."""
    house = _house(request, house_id)
    held = Shift.objects.filter(service=house, pk=shift_id).select_related("worker").first()
    if held is None:
        raise Http404
    shifts.end(shift=held, at=timezone.now(), by=request.user)
    messages.success(request, f"The shift of {held.worker.full_name} is over.")
    return redirect("accommodation:shifts", house.pk)
