"""Whether a household asked before: compared in memory, as Rowan itself, when they ask.

What is kept are ids alone. Whoever reads the new referral is told of those earlier ones that were
for a house of hers, and of no other.
"""

import datetime

from accommodation.models import PlacementReferral
from accounts.tenancy import as_system
from audit import events
from cases.likeness import Known, Pool

# Further back than this a household has asked anew.
_SINCE = datetime.timedelta(days=365)


def look_for(referral: PlacementReferral) -> None:
    """Note which earlier referrals may be of the same household."""
    known = _known(referral)
    if not (known.given_name or known.phone):
        return
    since = (referral.received_on or datetime.date.max) - _SINCE
    before = PlacementReferral.objects.exclude(pk=referral.pk).filter(received_on__gte=since)
    before = before.exclude(call=None).prefetch_related("call")
    with as_system():
        compared = list(before.order_by("pk"))
        found = Pool({one.pk: _known(one) for one in compared}).like(known)
    events.write("referral.match", by=None, subjects=[referral.pk, *(one.pk for one in compared)])
    referral.alike = sorted(found)
    referral.save(update_fields=["alike"])


def _known(referral: PlacementReferral) -> Known:
    *given, last = referral.details.get("called", "").split() or [""]
    return Known(
        given_name=" ".join(given) if given else last,
        family_name=last if given else "",
        phone=referral.details.get("phone", ""),
    )
