"""The reviewer's page: what was shared without consent, with whom, why, and what was found."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.requests import SignedInRequest, shown_version
from audit import events
from sharing import shares
from sharing.choices import Told, Verdict
from sharing.forms import ReviewForm
from sharing.models import Share
from sharing.reviewing import get_share_for


def share(request: SignedInRequest, reference: str, share_id: UUID) -> HttpResponse:
    """Show what is to be looked at, and take the verdict; nobody gives one on her own."""
    found = get_share_for(request.user, reference, share_id)
    form = ReviewForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST" and found.waits and form.is_valid():
        try:
            shares.review(
                share=found,
                verdict=Verdict(form.cleaned_data["verdict"]),
                words=form.cleaned_data["words"],
                at=timezone.now(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile:
            found, status = get_share_for(request.user, reference, share_id), HTTPStatus.CONFLICT
        else:
            unsaved.forget(by=request.user, form="share", record=share_id)
            messages.success(request, "Saved. It is off the list.")
            return redirect("accounts:reviews")
    return _page(request, found, form, status)


def _page(
    request: SignedInRequest, found: Share, form: ReviewForm, status: HTTPStatus
) -> HttpResponse:
    assert found.review is not None  # noqa: S101 - the guard asks for it
    read = [found.case_id, found.pk, found.review.pk, found.review.about_id]
    events.read("share.see", by=request.user, subjects=read)
    told = found.details.get("told", "")
    context = {
        "share": found,
        "told": Told(told).label if told in Told.values else "Not recorded",
        "form": form,
        "guarded": found,
        "clashed": status == HTTPStatus.CONFLICT,
        "now": timezone.now(),
    }
    context |= unsaved.restore(form, by=request.user, name="share", record=found.pk, guarded=found)
    return render(request, "sharing/share.html", context, status=status)
