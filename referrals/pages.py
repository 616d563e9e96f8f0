"""What the pages of one referral show."""

from typing import Any

from django.utils import timezone

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from referrals import attempts
from referrals.choices import Consent, Decision, Reason, Route
from referrals.lists import due_of, in_words, safe_words
from referrals.models import CaseReferral

_DETAILS = {
    "children": "Children",
    "language": "Language",
    "interpreter": "Interpreter",
    "access_needs": "Access needs",
}


def page_of(referral: CaseReferral, user: User) -> dict[str, Any]:
    """Return what every page of a referral is given."""
    now = timezone.now()
    tried = list(referral.attempts.select_related("worker").order_by("-at", "pk"))
    due = due_of(referral, now=now)
    earlier = CaseReferral.objects.visible_to(user).filter(pk__in=referral.alike)
    return {
        "referral": referral,
        "safe": safe_words(referral.contact),
        "rings": referral.contact.get("safe") in ("yes", "at_times"),
        "route": Route(referral.route).label,
        "consent": Consent(referral.consent).label,
        "decision": Decision(referral.decision).label,
        "reason": Reason(referral.reason).label if referral.reason else "",
        "details": [(words, referral.details.get(code, "")) for code, words in _DETAILS.items()],
        "attempts": tried,
        "standing": attempts.standing_of(referral, tried),
        "due": due,
        "due_words": in_words(due, now=now) if due else "",
        "told": list(referral.told.select_related("by").order_by("-at", "pk")),
        "earlier": list(earlier.order_by("-received_at")),
        "may_review": access.has_permission(user, Permission.INTAKE_REVIEW),
        "may_accept": access.has_permission(user, Permission.CASE_OPEN),
    }
