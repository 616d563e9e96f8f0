"""The pages on which an administrator ends a service or a team, or lets it go on."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import ending, unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Service, Team
from accounts.organising.forms import LastDayForm
from accounts.organising.organisation import MEANWHILE, get_service, require
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version


def end_service(request: SignedInRequest, service_id: UUID) -> HttpResponse:
    """Say until when a service ran."""
    require(request, Permission.ORGANISATION_MANAGE)
    return _end(request, get_service(service_id))


def end_team(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Say until when a team ran."""
    require(request, Permission.ORGANISATION_MANAGE)
    team = Team.objects.select_related("service").filter(pk=team_id).first()
    if team is None:
        raise Http404
    return _end(request, team)


def _end(request: SignedInRequest, part: ending.Part) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    name = "end-service" if isinstance(part, Service) else "end-team"
    form = LastDayForm(request.POST or None, today=today, initial={"ends_on": part.ends_on})
    after = today
    if request.method == "POST" and form.is_valid():
        after = form.cleaned_data["ends_on"] or today
        try:
            ending.end(
                part=part,
                ends_on=form.cleaned_data["ends_on"],
                now=now,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ending.StillNeeded:
            part.refresh_from_db()
            form.add_error("ends_on", "Something below goes on after this day: see to it first")
        except ChangedMeanwhile as error:
            part = error.current
            form.add_error(None, MEANWHILE)
        else:
            unsaved.forget(by=request.user, form=name, record=part.pk)
            messages.success(request, _said(part, today))
            return redirect("accounts:service", _service_of(part).pk)
    kept = unsaved.restore(form, by=request.user, name=name, record=part.pk, guarded=part)
    context = kept | {
        "form": form,
        "part": part,
        "service": _service_of(part),
        "hanging": ending.hanging_on(part, after=after, now=now),
    }
    return render(request, "accounts/organising/end_part.html", context)


def _said(part: ending.Part, today: datetime.date) -> str:
    if part.ends_on is None:
        return "Saved. It goes on."
    if part.ends_on < today:
        return "Saved. It has ended: it is offered for nothing new, and its records stay."
    return "Saved. Today is its last day; its records stay."


def _service_of(part: ending.Part) -> Service:
    return part if isinstance(part, Service) else part.service
