"""The order in which a meeting hears its cases."""

from marac.models import MaracReferral, Meeting


def agenda_of(meeting: Meeting) -> list[MaracReferral]:
    """Return a meeting's list: cases with children first, then adults alone, each by arrival."""
    referrals = meeting.referrals.select_related("referred_by").order_by("referred_on", "pk")
    return sorted(referrals, key=lambda referral: not referral.has_children)
