"""The pages on which an organisation lets somebody help from outside."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts import support as access
from accounts import unsaved
from accounts.models import SupportAccess
from accounts.organising.forms import SupportForm
from accounts.organising.organisation import SHOWN, require
from accounts.permissions import Permission
from accounts.requests import SignedInRequest

SUPPORT = "support"


@require_safe
def support(request: SignedInRequest) -> HttpResponse:
    """List who helps now, and who did."""
    require(request, Permission.PEOPLE_MANAGE)
    now = timezone.now()
    given = SupportAccess.objects.select_related("user", "given_by", "ended_by")
    page = Paginator(given.order_by("-starts_at", "pk"), SHOWN).get_page(request.GET.get("page"))
    live = {one.pk for one in page if one.ended_at is None and one.ends_at > now}
    return render(request, "accounts/organising/support.html", {"page": page, "live": live})


@sensitive_post_parameters("email")
def give_support(request: SignedInRequest) -> HttpResponse:
    """Give somebody access for hours; where she is new, show her link once."""
    require(request, Permission.PEOPLE_MANAGE)
    form = SupportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            given, link = access.give(
                **form.cleaned_data, now=now, today=timezone.localdate(now), by=request.user
            )
        except access.WorksHere:
            form.add_error("email", "Somebody with this address works here already")
        else:
            unsaved.forget(by=request.user, form=SUPPORT, record=None)
            if not link:
                messages.success(request, "Given. It ends by itself, or when you end it here.")
                return redirect("accounts:support")
            shown = {"invited": given.user, "link": request.build_absolute_uri(link)}
            return render(request, "accounts/organising/invited.html", shown)
    kept = unsaved.restore(form, by=request.user, name=SUPPORT, record=None)
    return render(request, "accounts/organising/give_support.html", {"form": form} | kept)


def end_support(request: SignedInRequest, access_id: UUID) -> HttpResponse:
    """End somebody's access at once."""
    require(request, Permission.PEOPLE_MANAGE)
    found = SupportAccess.objects.filter(pk=access_id).first()
    if found is None:
        raise Http404
    access.end(access=found, now=timezone.now(), by=request.user)
    messages.success(request, "Ended.")
    return redirect("accounts:support")
