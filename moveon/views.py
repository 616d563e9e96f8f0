"""The page on which a household's leaving is recorded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accommodation import counted
from accommodation.access import services_for
from accommodation.models import Episode
from accounts import unsaved
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.access import get_case_for
from cases.models import Case
from moveon import services
from moveon.forms import EndingForm


def get_running_episode_for(user: User, episode_id: UUID, permission: Permission) -> Episode:
    """Return an episode that has not ended, of a house and a case that this person may change."""
    houses = services_for(user, permission)
    cases = Case.objects.visible_to(user).values("pk")
    running = Episode.objects.filter(
        pk=episode_id, provision__service__in=houses, case__in=cases, ending=None
    )
    episode = running.select_related("case", "provision").first()
    if episode is None:
        raise Http404
    get_case_for(user, episode.case.reference, Permission.CASE_SEE)
    return episode


def leave(request: SignedInRequest, episode_id: UUID) -> HttpResponse:
    """Record that a household left: when, whether it was planned, and where to."""
    episode = get_running_episode_for(request.user, episode_id, Permission.ROOMS_PLACE)
    events.read("episode.see", by=request.user, subjects=[episode.case_id, episode.pk])
    form = EndingForm(
        request.POST or None,
        initial={"ended_on": timezone.localdate()},
        started_on=episode.started_on,
        is_sanctuary=episode.provision.is_sanctuary,
    )
    context: dict[str, Any] = {"episode": episode, "form": form, "counts": ""}
    context |= unsaved.restore(form, by=request.user, name="leave", record=episode.pk)
    if request.method == "POST" and form.is_valid():
        details = dict(form.cleaned_data)
        ended_on, ready_on = details.pop("ended_on"), details.pop("ready_on")
        if "look" in request.POST:
            context["counts"] = counted.ending_in_words(episode, ended_on=ended_on, ending=details)
            return render(request, "moveon/leave.html", context)
        services.end_episode(
            episode=episode, ended_on=ended_on, details=details, ready_on=ready_on,
            by=request.user,
        )  # fmt: skip
        unsaved.forget(by=request.user, form="leave", record=episode.pk)
        messages.success(request, f"{episode.case.reference} left. The room is free.")
        return redirect("accommodation:house", episode.provision.service_id)
    return render(request, "moveon/leave.html", context)
