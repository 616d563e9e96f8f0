"""Whether somebody was referred before: compared in memory, as Rowan itself, when a referral comes.

What is kept are ids alone. Whoever reads the new referral is shown those of the earlier ones that
she may see herself, so nobody learns of another's.
"""

from accounts.tenancy import as_system
from audit import events
from cases.likeness import Pool
from referrals.models import CaseReferral
from referrals.walls import known_of

_AT_ONCE = 2000


def look_for(referral: CaseReferral) -> None:
    """Note which earlier referrals may be of the same person."""
    before = CaseReferral.objects.exclude(pk=referral.pk).order_by("pk")
    known = known_of(referral)
    with as_system():
        compared = list(before.iterator(_AT_ONCE))
        found = Pool({one.pk: known_of(one) for one in compared}).like(known)
    named = [referral.pk, *(one.pk for one in compared)]
    events.write("case_referral.match", by=None, subjects=named)
    referral.alike = sorted(found)
    referral.save(update_fields=["alike"])
