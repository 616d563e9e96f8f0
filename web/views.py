"""The front door, each role's home page, and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.access import has_permission, memberships
from accounts.permissions import Permission
from accounts.reminders import waiting_for
from accounts.requests import NAMES_HIDDEN, SignedInRequest
from audit import events
from diary import lone
from diary.views.my_day import my_day
from web.checklist import checklist
from web.diagnosis import doing
from web.doors import DOORS
from web.gallery import gallery_page
from web.home import home_page
from web.navigation import landing


def front(request: SignedInRequest) -> HttpResponse:
    """Send a person who is signed in to the page that their role begins with."""
    return redirect(landing(request.user))


def home(request: SignedInRequest) -> HttpResponse:
    """Show what this person's day holds, from what their roles open.

    Whoever works with cases of their own begins with what is due on them.
    """
    if has_permission(request.user, Permission.DAY_PLAN):
        return my_day(request)
    page = home_page(request.user)
    named = [row.survivor.person_id for row in page.cases if row.survivor]
    if named:
        events.read("home.see", by=request.user, subjects=named)
    context = {
        "home": page,
        "missed": lone.missed(request.user, now=timezone.now()),
        "holds_a_role": bool(memberships(request.user)),
    }
    return render(request, "web/home.html", context)


@require_safe
def organisation(request: SignedInRequest) -> HttpResponse:
    """Lead to all that an administrator manages, with the first steps that are to do."""
    doors = [door for door in DOORS if has_permission(request.user, door.permission)]
    if not has_permission(request.user, Permission.SETTINGS_MANAGE):
        raise Http404
    context = {"checklist": checklist(request.user), "doors": doors}
    return render(request, "web/organisation.html", context)


@require_safe
def diagnostics(request: SignedInRequest) -> HttpResponse:
    """Show how Rowan itself is doing: background work and versions, never a record."""
    if not has_permission(request.user, Permission.DIAGNOSTICS_SEE):
        raise Http404
    return render(request, "web/diagnostics.html", {"facts": doing(now=timezone.now())})


@require_safe
def waits(request: SignedInRequest) -> HttpResponse:
    """Say how much waits for a person and where, and nothing of what it is.

    The number stands in a header too, for the bell of other pages.
    """
    found = waiting_for(request.user, now=timezone.now())
    answer = render(request, "web/waits.html", {"waiting": found})
    if number := sum(one.count for one in found):
        answer["Rowan-Waits"] = str(number)
    return answer


@require_POST
def names(request: HttpRequest) -> HttpResponse:
    """Cover names, or show them again, on every page until this is chosen anew."""
    request.session[NAMES_HIDDEN] = not request.session.get(NAMES_HIDDEN, False)
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    return HttpResponseRedirect(back)


def gallery(request: SignedInRequest) -> HttpResponse:
    """Show every component, to those who manage Rowan and in a demo."""
    if not (settings.DEMO or has_permission(request.user, Permission.PEOPLE_MANAGE)):
        raise Http404
    return render(request, "web/gallery.html", gallery_page(request.GET.get("page")))
