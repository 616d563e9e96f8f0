"""The pages on which an administrator reads and changes the organisation's settings."""

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
from accounts.settings import declaring, pages, services
from accounts.settings.forms import SettingForm
from accounts.settings.kinds import Value


@require_safe
def settings(request: SignedInRequest) -> HttpResponse:
    """Show every setting in words, with what holds now."""
    _require(request)
    return render(request, "accounts/settings/settings.html", {"groups": pages.for_all()})


def setting(request: SignedInRequest, setting: str, of: str = "") -> HttpResponse:
    """Show one setting with its history, and change it, for all or for one role or service."""
    _require(request)
    places, place = _find(setting, of)
    form = SettingForm(request.POST or None, setting=place.setting, initial={"value": place.value})
    if request.method == "POST":
        if "take_back" in request.POST and not place.is_for_all:
            return _change(request, place, None)
        if form.is_valid():
            try:
                return _change(request, place, form.cleaned_data["value"])
            except ChangedMeanwhile:
                form.add_error(None, f"Somebody changed this meanwhile. It is now {place.words}.")
    context = {
        "place": place,
        "places": places,
        "form": form,
        "history": pages.history(place.setting, places),
    }
    guarded = unsaved.ShownVersion(place.number)
    name, record = _kept_as(place)
    context |= unsaved.restore(form, by=request.user, name=name, record=record, guarded=guarded)
    return render(request, "accounts/settings/setting.html", context)


def _kept_as(place: pages.Place) -> tuple[str, UUID | None]:
    """Return under which form and record an unsaved change of this is kept."""
    name = f"setting-{place.setting.key}" + (f"-{place.role}" if place.role else "")
    return name, place.service


def _require(request: SignedInRequest) -> None:
    if not has_permission(request.user, Permission.SETTINGS_MANAGE):
        raise Http404


def _find(key: str, of: str) -> tuple[list[pages.Place], pages.Place]:
    """Return every place of a setting, and the one that an address names."""
    try:
        places = pages.places(declaring.get(key))
    except declaring.UnknownSetting as error:
        raise Http404 from error
    found = next((place for place in places if place.of == of), None)
    if found is None:
        raise Http404
    return places, found


def _change(request: SignedInRequest, place: pages.Place, to: Value | None) -> HttpResponse:
    """Change it, unless it is so already, and say from what to what."""
    before = place.words
    if to is None or to != place.value:
        services.change(
            place.setting.key,
            to=to,
            role=place.role,
            service=place.service,
            number=shown_version(request),
            by=request.user,
        )
        messages.success(request, f"{place.setting.name}: changed from {before} to {place.words}.")
    else:
        messages.info(request, f"{place.setting.name}: it is {before} already.")
    name, record = _kept_as(place)
    unsaved.forget(by=request.user, form=name, record=record)
    return redirect("accounts:setting", setting=place.setting.key)
