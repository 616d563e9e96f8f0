"""A supervisor's dip-sample: what she drew and may still read, drawing, and giving back."""

import random
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import access, unsaved
from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases import dip_sample, grants
from cases.access_forms import SampleForm
from cases.lists import PAGE, rows_of
from cases.models import Case
from cases.refusals import Refused


def samples(request: SignedInRequest) -> HttpResponse:
    """Show what one drew and may still read, and draw."""
    if not has_permission(request.user, Permission.DIP_SAMPLE):
        raise Http404
    now = timezone.now()
    theirs = access.colleagues_of(request.user, Permission.DIP_SAMPLE)
    workers = [user for user in theirs if user.pk != request.user.pk]
    form = SampleForm(request.POST or None, people=workers)
    context = unsaved.restore(form, by=request.user, name="sample", record=None)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = dip_sample.draw(
                worker=form.cleaned_data["user"], reason=form.cleaned_data["reason"], at=now,
                by=request.user, chance=random.SystemRandom(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error("user" if refused.field == "worker" else "reason", str(refused))
        else:
            unsaved.forget(by=request.user, form="sample", record=None)
            messages.success(request, _drawn_in_words(len(drawn)))
            return redirect("cases:samples")
    held = {one.case_id: one for one in dip_sample.open_samples(request.user, now)}
    visible = Case.objects.visible_to(request.user, at=now).filter(pk__in=held)
    page = Paginator(visible.order_by("reference"), PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page, request.user)
    shown = [row.survivor.person_id for row in rows if row.survivor]
    events.read("case.list", by=request.user, subjects=[row.case.pk for row in rows] + shown)
    lines = [(row, held[row.case.pk]) for row in rows]
    context |= {"form": form, "page": page, "lines": lines}
    return render(request, "cases/samples.html", context)


def _drawn_in_words(count: int) -> str:
    return f"{count} drawn." if count else "There is no open case to draw from."


@require_POST
def end_sample(request: SignedInRequest, grant_id: UUID) -> HttpResponse:
    """Give back a case that was drawn, before its time."""
    held = dip_sample.open_samples(request.user, timezone.now()).filter(pk=grant_id).first()
    if held is None:
        raise Http404
    grants.end(grant=held, at=timezone.now(), by=request.user)
    return redirect("cases:samples")
