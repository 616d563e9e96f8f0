"""The areas whose meetings the organisation hosts, and the agencies that come to them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from accounts.settings import value_of
from marac import services
from marac.forms import AreaForm
from marac.models import AreaChange, MaracArea

AREA = "area"


@require_safe
def areas(request: SignedInRequest) -> HttpResponse:
    """List the areas with their rules, and the agencies."""
    _require(request)
    context = {
        "areas": MaracArea.objects.order_by("name"),
        "agencies": value_of("meeting_agencies"),
        "may_change_settings": has_permission(request.user, Permission.SETTINGS_MANAGE),
    }
    return render(request, "marac/areas.html", context)


def new_area(request: SignedInRequest) -> HttpResponse:
    """Set up an area."""
    _require(request)
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.create_area(**form.cleaned_data, by=request.user)
        unsaved.forget(by=request.user, form=AREA, record=None)
        messages.success(request, "The area is set up.")
        return redirect("marac:areas")
    context = {"form": form, "heading": "New area", "changes": ()}
    context |= unsaved.restore(form, by=request.user, name=AREA, record=None)
    return render(request, "marac/area_form.html", context)


def change_area(request: SignedInRequest, area_id: UUID) -> HttpResponse:
    """Change an area's name and its local rules, from the next referral on."""
    _require(request)
    found = MaracArea.objects.filter(pk=area_id).first()
    if found is None:
        raise Http404
    form = AreaForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in AreaForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_area(
                area=found,
                **form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as error:
            found = error.current
            form.add_error(None, "Somebody changed this meanwhile. Look at it, then save again.")
        else:
            unsaved.forget(by=request.user, form=AREA, record=found.pk)
            messages.success(request, "Saved.")
            return redirect("marac:areas")
    changes = AreaChange.objects.filter(area=found).select_related("changed_by")
    changes = changes.order_by("-recorded_at", "field")
    context = {"form": form, "heading": "Change the area", "changes": changes}
    context |= unsaved.restore(form, by=request.user, name=AREA, record=found.pk, guarded=found)
    return render(request, "marac/area_form.html", context)


def _require(request: SignedInRequest) -> None:
    """Whoever runs the meetings sets their areas up, and so does an administrator."""
    may = (Permission.MEETING_RUN, Permission.ORGANISATION_MANAGE)
    if not any(has_permission(request.user, permission) for permission in may):
        raise Http404
