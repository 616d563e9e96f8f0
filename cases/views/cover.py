"""Who stands in for whom: one's own, one's colleagues', arranging it and ending it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import access, unsaved
from accounts.access import has_permission
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from cases import cover
from cases.access_forms import CoverForm
from cases.lists import PAGE
from cases.models import Cover
from cases.models.grant import CoverQuerySet
from cases.refusals import Refused


def covers(request: SignedInRequest) -> HttpResponse:
    """Show who stands in for whom, one's own and one's colleagues', and arrange it."""
    if not has_permission(request.user, Permission.CASE_SEE):
        raise Http404
    colleagues = access.colleagues_of(request.user, Permission.CASE_ALLOCATE)
    everybody = [user for user in access.everybody() if user.pk != request.user.pk]
    form = CoverForm(request.POST or None, colleagues=colleagues, people=everybody)
    if request.method == "POST" and not colleagues:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            cover.give(today=timezone.localdate(), by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            unsaved.forget(by=request.user, form="cover", record=None)
            messages.success(request, "Arranged.")
            return redirect("cases:cover")
    page = Paginator(_shown(request.user, colleagues), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form if colleagues else None, "today": timezone.localdate()}
    context |= unsaved.restore(form, by=request.user, name="cover", record=None)
    return render(request, "cases/cover.html", context)


@require_POST
def end_cover(request: SignedInRequest, cover_id: UUID) -> HttpResponse:
    """End cover at once: whoever arranges it, and the colleague whose cases they are."""
    colleagues = access.colleagues_of(request.user, Permission.CASE_ALLOCATE)
    held = _shown(request.user, colleagues).filter(pk=cover_id).first()
    ours = {user.pk for user in colleagues} | {request.user.pk}
    if held is None or held.colleague_id not in ours:
        raise Http404
    cover.end(cover=held, at=timezone.now(), by=request.user)
    messages.success(request, "Ended.")
    return redirect("cases:cover")


def _shown(user: User, colleagues: list[User]) -> CoverQuerySet:
    """Return the cover that a person takes part in or arranges, the earliest first."""
    coming = Cover.objects.not_over_on(timezone.localdate())
    theirs = coming.filter(colleague__in=colleagues) | coming.filter(colleague=user)
    return (theirs | coming.filter(worker=user)).select_related("colleague", "worker")
