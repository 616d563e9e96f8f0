"""The pages of the queue: what waits, one item, closing it, and having seen it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import quota, unsaved
from accounts.access import has_permission
from accounts.choices import ReviewKind
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import ReviewItem
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from accounts.reviews import pages, queue, services
from accounts.reviews.forms import CloseReviewForm, MoreRecordsForm
from audit import events


@require_safe
def reviews(request: SignedInRequest) -> HttpResponse:
    """List what waits to be looked into, or what was closed."""
    if not has_permission(request.user, Permission.REVIEWS_CLOSE):
        raise Http404
    shows_closed = request.GET.get("state") == "closed"
    items = (pages.closed_items if shows_closed else pages.open_items)(
        request.user, now=timezone.now()
    )
    subjects = [one for shown in items for one in (shown.item.pk, shown.item.about_id)]
    events.read("review.list", by=request.user, subjects=subjects)
    context = {"items": items, "shows_closed": shows_closed}
    return render(request, "accounts/reviews/reviews.html", context)


def review(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Show one item with its reason, and close it in words."""
    item = _find(request, item_id)
    form = CloseReviewForm(request.POST or None)
    status = HTTPStatus.OK
    waits = item.closed_at is None and queue.asks_for_a_decision(item)
    if request.method == "POST" and item.closed_at is None and not waits and form.is_valid():
        try:
            services.close(
                item=item,
                outcome=form.cleaned_data["outcome"],
                closed_at=timezone.now(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            item, status = changed.current, HTTPStatus.CONFLICT
        else:
            unsaved.forget(by=request.user, form="review", record=item_id)
            messages.success(request, "Closed.")
            return redirect("accounts:reviews")
    return _page(request, item, form, status=status)


@require_POST
def review_seen(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Take a notice from the first page of somebody who was told."""
    item = queue.unseen_by(request.user).filter(pk=item_id).first()
    if item is None:
        raise Http404
    services.see(item=item, seen_at=timezone.now(), by=request.user)
    return redirect("web:front")


@require_POST
def review_more(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Let somebody who came to the limit open more records for a day, with a reason."""
    item = _find(request, item_id)
    if item.kind != ReviewKind.QUOTA or item.closed_at is not None:
        raise Http404
    form = MoreRecordsForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["why"]
        quota.give_more(user=item.about, reason=why, at=timezone.now(), by=request.user)
        name = item.about.full_name
        messages.success(
            request, f"{name} can open twice as many records until this time tomorrow."
        )
        return redirect("accounts:review", item.pk)
    return _page(request, item, CloseReviewForm(), more=form)


def _page(
    request: SignedInRequest,
    item: ReviewItem,
    form: CloseReviewForm,
    *,
    more: MoreRecordsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show an item, after the event of reading it."""
    events.read("review.see", by=request.user, subjects=[item.pk, item.about_id])
    is_limit = item.kind == ReviewKind.QUOTA and item.closed_at is None
    context = {
        "shown": pages.one_item(request.user, item, now=timezone.now()),
        "form": form,
        "clashed": status == HTTPStatus.CONFLICT,
        "more": (more or MoreRecordsForm()) if is_limit else None,
        "waits": item.closed_at is None and queue.asks_for_a_decision(item),
        "decided_at": queue.decided_at(request.user, item),
    }
    context |= unsaved.restore(form, by=request.user, name="review", record=item.pk, guarded=item)
    return render(request, "accounts/reviews/review.html", context, status=status)


def _find(request: SignedInRequest, item_id: UUID) -> ReviewItem:
    item = queue.queue_of(request.user).filter(pk=item_id).first()
    if item is None:
        raise Http404
    return item
