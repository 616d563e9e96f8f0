"""An administrator says what is bought from a service, and which rooms it has."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accommodation import property as houses
from accommodation.models import Provision, Unit
from accommodation.services import create_provision
from accommodation.setting_up import services
from accommodation.setting_up.forms import (
    ChangeProvisionForm,
    ProvisionForm,
    RoomRows,
    UnitForms,
    in_words,
)
from accommodation.unit_forms import ShortUnitForm, UnitForm
from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Service
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version

# Under which what is being written is kept.
PROVISION, UNIT, UNITS = "provision", "unit", "units"
_MEANWHILE = "Somebody changed this while you were writing. Look at it, then save again."


def new_provision(request: SignedInRequest, service_id: UUID) -> HttpResponse:
    """Record what an authority buys from a service."""
    service = _get_service(request, service_id)
    earlier = service.provision.filter(continued_by=None).order_by("commissioned_from", "pk")
    form = ProvisionForm(request.POST or None, earlier=list(earlier))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                create_provision(service=service, **form.cleaned_data, by=request.user)
        except IntegrityError:
            form.add_error("continues", "Others carry these places on already")
        else:
            unsaved.forget(by=request.user, form=PROVISION, record=service.pk)
            messages.success(request, "The places are recorded.")
            return redirect("accounts:service", service.pk)
    kept = unsaved.restore(form, by=request.user, name=PROVISION, record=service.pk)
    return _form_page(request, service, form, "New places", kept)


def change_provision(request: SignedInRequest, provision_id: UUID) -> HttpResponse:
    """Put right what an authority buys, or end it."""
    _require(request)
    found = Provision.objects.select_related("service").filter(pk=provision_id).first()
    if found is None:
        raise Http404
    form = ChangeProvisionForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in ChangeProvisionForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_provision(
                provision=found,
                **form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as error:
            found = error.current
            form.add_error(None, f"{_MEANWHILE} It is now: {in_words(found)}.")
        else:
            unsaved.forget(by=request.user, form=PROVISION, record=provision_id)
            messages.success(request, "Saved. Returns are counted by it from now on.")
            return redirect("accounts:service", found.service_id)
    heading = f"Change: {found.get_accommodation_type_display()}"
    kept = unsaved.restore(
        form, by=request.user, name=PROVISION, record=provision_id, guarded=found
    )
    return _form_page(request, found.service, form, heading, kept)


def new_units(request: SignedInRequest, service_id: UUID) -> HttpResponse:
    """Add rooms to a service, several at once."""
    service = _get_service(request, service_id)
    kept = None
    if request.method != "POST":
        kept = unsaved.find(by=request.user, form=UNITS, record=service.pk)
    rows = _rows_of(kept.as_sent()) if kept else UnitForms(request.POST or None)
    rows.taken = frozenset(unit.name.casefold() for unit in service.units.all())
    if request.method == "POST" and "more_rows" in request.POST:
        rows = _rows_of(request.POST)
    elif request.method == "POST" and rows.is_valid():
        if rows.said():
            made = services.create_units(service=service, units=rows.said(), by=request.user)
            unsaved.forget(by=request.user, form=UNITS, record=service.pk)
            number = len(made)
            messages.success(
                request, f"{number} {'room is' if number == 1 else 'rooms are'} there."
            )
            return redirect("accounts:service", service.pk)
        rows.forms[0].add_error("name", "Enter the name of a room")
    context = unsaved.restore(by=request.user, name=UNITS, record=service.pk)
    context |= {"service": service, "rows": rows, "kept_at": kept.updated_at if kept else None}
    return render(request, "accommodation/setting_up/units.html", context)


def _rows_of(written: QueryDict) -> RoomRows:
    """Return the rows that were written so far, right or wrong, and some more."""
    return UnitForms(initial=[typed(row) for row in UnitForms(written).forms])


def change_unit(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Change what is said of a room."""
    _require(request)
    found = Unit.objects.select_related("service").filter(pk=unit_id).first()
    if found is None:
        raise Http404
    form = UnitForm(request.POST or None, initial=UnitForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            houses.change_unit(
                unit=found,
                features=form.said(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as error:
            found = error.current
            form.add_error(None, _MEANWHILE)
        else:
            unsaved.forget(by=request.user, form=UNIT, record=unit_id)
            messages.success(request, "Saved.")
            return redirect("accounts:service", found.service_id)
    kept = unsaved.restore(form, by=request.user, name=UNIT, record=unit_id, guarded=found)
    return _form_page(request, found.service, form, "Change the room", kept)


def typed(row: ShortUnitForm) -> dict[str, Any]:
    """What was typed into a row, right or wrong."""
    return {
        name: field.widget.value_from_datadict(row.data, row.files, row.add_prefix(name))
        for name, field in row.fields.items()
    }


def _form_page(
    request: SignedInRequest, service: Service, form: Any, heading: str, kept: dict[str, Any]
) -> HttpResponse:
    context = kept | {"form": form, "service": service, "heading": heading}
    return render(request, "accommodation/setting_up/form.html", context)


def _require(request: SignedInRequest) -> None:
    if not has_permission(request.user, Permission.ORGANISATION_MANAGE):
        raise Http404


def _get_service(request: SignedInRequest, service_id: UUID) -> Service:
    """Return a service that this person sets up, or raise the one Http404."""
    _require(request)
    found = Service.objects.filter(pk=service_id).first()
    if found is None:
        raise Http404
    return found
