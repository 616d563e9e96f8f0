"""The organisation itself, its services and their teams."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import services, unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import LastDay, Organisation, Service, Team
from accounts.organising.forms import OrganisationForm, ServiceForm, TeamForm
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import context

SHOWN = 50
# Under which what is being written is kept.
ORGANISATION, SERVICE, TEAM = "organisation", "service", "team"


def require(request: SignedInRequest, permission: Permission) -> None:
    """Raise Http404 unless the person may do this in the organisation that is entered."""
    if not has_permission(request.user, permission):
        raise Http404


def organisation(request: SignedInRequest) -> HttpResponse:
    """Show and change what the organisation is called and is."""
    require(request, Permission.ORGANISATION_MANAGE)
    found = Organisation.objects.get(pk=context.required_organisation())
    form = OrganisationForm(
        request.POST or None,
        is_authority=bool(found.authority_code),
        initial={"name": found.name, "kind": found.kind},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_organisation(
                organisation=found,
                **form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as error:
            found = error.current
            form.add_error(None, MEANWHILE)
        else:
            unsaved.forget(by=request.user, form=ORGANISATION, record=None)
            messages.success(request, "Saved.")
            return redirect("accounts:organisation")
    kept = unsaved.restore(form, by=request.user, name=ORGANISATION, record=None, guarded=found)
    context_ = kept | {"form": form, "organisation": found}
    return render(request, "accounts/organising/organisation.html", context_)


MEANWHILE = "Somebody changed this while you were writing. Look at it, then save again."


@require_safe
def list_services(request: SignedInRequest) -> HttpResponse:
    """Show the services of the organisation, by name; what has ended on a list of its own."""
    require(request, Permission.ORGANISATION_MANAGE)
    today = timezone.localdate()
    ended = request.GET.get("show") == "ended"
    running = Service.objects.running_on(today)
    shown = Service.objects.exclude(pk__in=running.values("pk")) if ended else running
    teams = Prefetch("teams", queryset=Team.objects.running_on(today).order_by("name"))
    found = shown if ended else shown.prefetch_related(teams)
    by_name = sorted(found, key=lambda service: service.name.casefold())
    page = Paginator(by_name, SHOWN).get_page(request.GET.get("page"))
    context_ = {"page": page, "ended": ended}
    return render(request, "accounts/organising/services.html", context_)


def new_service(request: SignedInRequest) -> HttpResponse:
    """Add a service."""
    require(request, Permission.ORGANISATION_MANAGE)
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service = services.create_service(**form.cleaned_data, by=request.user)
        unsaved.forget(by=request.user, form=SERVICE, record=None)
        messages.success(request, "The service is there. Add its teams, places and rooms here.")
        return redirect("accounts:service", service.pk)
    kept = unsaved.restore(form, by=request.user, name=SERVICE, record=None)
    context_ = {"form": form, "heading": "New service"} | kept
    return render(request, "accounts/organising/service_form.html", context_)


@require_safe
def service(request: SignedInRequest, service_id: UUID) -> HttpResponse:
    """Show a service with its teams; other apps show below what is theirs."""
    require(request, Permission.ORGANISATION_MANAGE)
    found = get_service(service_id)
    context_ = {
        "service": found,
        "teams": found.teams.order_by("name"),
        "today": timezone.localdate(),
        "last_days": LastDay.objects.of_service(found).select_related("team", "changed_by"),
    }
    return render(request, "accounts/organising/service.html", context_)


def change_service(request: SignedInRequest, service_id: UUID) -> HttpResponse:
    """Change a service."""
    require(request, Permission.ORGANISATION_MANAGE)
    found = get_service(service_id)
    form = ServiceForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in ServiceForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_service(
                service=found,
                **form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as error:
            found = error.current
            form.add_error(None, MEANWHILE)
        else:
            unsaved.forget(by=request.user, form=SERVICE, record=found.pk)
            messages.success(request, "Saved.")
            return redirect("accounts:service", found.pk)
    kept = unsaved.restore(form, by=request.user, name=SERVICE, record=found.pk, guarded=found)
    context_ = {"form": form, "heading": "Change the service", "service": found} | kept
    return render(request, "accounts/organising/service_form.html", context_)


def new_team(request: SignedInRequest, service_id: UUID) -> HttpResponse:
    """Add a team to a service."""
    require(request, Permission.ORGANISATION_MANAGE)
    found = get_service(service_id)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.create_team(service=found, **form.cleaned_data, by=request.user)
        unsaved.forget(by=request.user, form=TEAM, record=found.pk)
        messages.success(request, "The team is there.")
        return redirect("accounts:service", found.pk)
    kept = unsaved.restore(form, by=request.user, name=TEAM, record=found.pk)
    context_ = kept | {"form": form, "heading": "New team", "service": found}
    return render(request, "accounts/organising/team_form.html", context_)


def rename_team(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Give a team another name."""
    require(request, Permission.ORGANISATION_MANAGE)
    team = Team.objects.select_related("service").filter(pk=team_id).first()
    if team is None:
        raise Http404
    form = TeamForm(request.POST or None, initial={"name": team.name})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_team(
                team=team,
                **form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as error:
            team = error.current
            form.add_error(None, MEANWHILE)
        else:
            unsaved.forget(by=request.user, form=TEAM, record=team.pk)
            messages.success(request, "Saved.")
            return redirect("accounts:service", team.service_id)
    kept = unsaved.restore(form, by=request.user, name=TEAM, record=team.pk, guarded=team)
    context_ = kept | {"form": form, "heading": "Change the team", "service": team.service}
    return render(request, "accounts/organising/team_form.html", context_)


def get_service(service_id: UUID) -> Service:
    """Return a service of the organisation that is entered, or raise the one Http404."""
    found = Service.objects.filter(pk=service_id).first()
    if found is None:
        raise Http404
    return found
