"""A signed-in person's request runs inside their organisation, in one transaction."""

from collections.abc import Callable
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts import access
from accounts.api.middleware import PATH as API
from accounts.api.middleware import token_of
from accounts.models import Membership, User
from accounts.once import answer_once
from accounts.quota import QuotaReached
from accounts.reviews.queue import reviewers
from accounts.settings import value_of
from accounts.sign_in import pages
from accounts.tenancy import before_any, enter
from audit import context
from encryption.fields import failures_in_place

# The session keeps which of several memberships' organisations is being worked in.
SESSION_KEY = "organisation"

View = Callable[..., HttpResponse]


class OrganisationMiddleware:
    """Run each view in the organisation of the person who asks.

    A person without a live membership enters none, and so sees no rows. The response is rendered
    inside: no template reads a record after the transaction has ended.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with context.source(f"web {request.META.get('REMOTE_ADDR', '')}"):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Enter the organisation and call the view there; None leaves the view outside any."""
        user = request.user
        page = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(user, User) or page in pages.OUTSIDE:
            return None
        organisation_id = active_organisation(request, user)
        if organisation_id is None:
            return None

        def carry_out() -> HttpResponse:
            # Read for every answer alike: the one for what is absent shows by role what to do.
            access.memberships(user)
            with failures_in_place() if _is_page(request) else nullcontext():
                response = view(request, *args, **kwargs)
                render = getattr(response, "render", None)
                return render() if callable(render) else response

        try:
            with enter(organisation_id, by=user):
                return answer_once(request, user, carry_out)
        except QuotaReached:
            return _too_many(request, organisation_id)


def _is_page(request: HttpRequest) -> bool:
    """Say whether the answer is read by a person, and changes nothing."""
    return request.method in ("GET", "HEAD") and not request.path.startswith(API)


def _too_many(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Answer for the record that was one too many: nothing of it was opened."""
    with enter(organisation_id, by=None):
        colleagues = [user for user in reviewers() if user != request.user]
        context = {
            "colleagues": colleagues[:2],
            "telephone": value_of("failure_telephone") or settings.FAILURE_TELEPHONE,
        }
    status = HTTPStatus.TOO_MANY_REQUESTS
    if request.path.startswith(API):
        return JsonResponse({"detail": "You have opened many records."}, status=status)
    return render(request, "accounts/too_many_records.html", context, status=status)


def active_organisation(request: HttpRequest, user: User) -> UUID | None:
    """Return where the person works: the token's organisation, the session's, or their first."""
    held = organisations_of(user)
    token = token_of(request)
    if token is not None:
        return token.organisation_id if token.organisation_id in held else None
    chosen = request.session.get(SESSION_KEY)
    for organisation_id in held:
        if str(organisation_id) == chosen:
            return organisation_id
    return held[0] if held else None


def organisations_of(user: User) -> list[UUID]:
    """Return the organisations in which a person holds a live membership, oldest first."""
    with before_any(by=user):
        live = Membership.objects.live_on(timezone.localdate()).filter(user=user)
        return list(
            dict.fromkeys(live.order_by("recorded_at").values_list("organisation_id", flat=True))
        )
