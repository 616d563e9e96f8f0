"""The proof that everybody signs in with a second factor: a page, and the same as a file."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import has_permission
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import context, events

_KINDS = {
    Authenticator.Type.WEBAUTHN: "Passkey",
    Authenticator.Type.TOTP: "App with codes",
    Authenticator.Type.RECOVERY_CODES: "Recovery codes",
}
_HEADINGS = ("Name", "E-mail address", "Second factor", "Since", "Last used")
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Step:
    """One second factor of somebody."""

    kind: str
    since: datetime
    last_used: datetime | None


@dataclass(frozen=True)
class Standing:
    """A person who works here, and what they sign in with."""

    user: User
    steps: Sequence[Step]


def standings() -> list[Standing]:
    """Return everybody who works in the organisation that is entered, by name."""
    live = Membership.objects.live_on(timezone.localdate())
    live = live.filter(organisation_id=context.required_organisation())
    people = User.objects.filter(pk__in=live.values("user_id"), is_active=True)
    steps: dict[object, list[Step]] = defaultdict(list)
    # Not as objects: nothing of a passkey has to be opened for this.
    held = Authenticator.objects.filter(user__in=people).order_by("created_at")
    for owner, kind, since, last in held.values_list(
        "user_id", "type", "created_at", "last_used_at"
    ):
        steps[owner].append(Step(_KINDS[kind], since, last))
    return [Standing(user, steps[user.pk]) for user in people.order_by("full_name", "email")]


@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    """Show everybody's second factors to an administrator."""
    _require(request)
    everybody = standings()
    events.read("sign_in.see_proof", by=request.user, subjects=[one.user.pk for one in everybody])
    without = sum(not one.steps for one in everybody)
    return render(request, "accounts/proof.html", {"everybody": everybody, "without": without})


@require_safe
def file(request: SignedInRequest) -> HttpResponse:
    """Give the same as a file, for an auditor or an insurer."""
    _require(request)
    everybody = standings()
    events.read("sign_in.take_proof", by=request.user, subjects=[one.user.pk for one in everybody])
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for one in everybody:
        for row in _rows(one):
            writer.writerow([_safe(cell) for cell in row])
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="second-steps.csv"'},
    )


def _rows(one: Standing) -> list[tuple[str, str, str, str, str]]:
    name, address = one.user.full_name, one.user.email
    if not one.steps:
        return [(name, address, "none: reaches only the page that sets one up", "", "")]
    return [
        (name, address, step.kind, _day(step.since), _day(step.last_used)) for step in one.steps
    ]


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _require(request: SignedInRequest) -> None:
    if not has_permission(request.user, Permission.PEOPLE_MANAGE):
        raise Http404
