"""The order in which a meeting hears its cases."""

from accounts.models import User
from marac.models import MaracReferral, Meeting


def agenda_of(meeting: Meeting, user: User) -> list[MaracReferral]:
    """Return what a person sees of a meeting's list: cases with children first, then by arrival."""
    referrals = (
        MaracReferral.objects.visible_to(user)
        .filter(meeting=meeting)
        .select_related("referred_by")
        .order_by("referred_on", "pk")
    )
    return sorted(referrals, key=lambda referral: not referral.has_children)
