"""Erasing referrals that became no case, once their time is over: the counts stay."""

import datetime
from uuid import uuid4

from django.db import transaction

from audit import context, events
from encryption import erasing, ledger, tombstones
from referrals.choices import ENDED
from referrals.models import CaseReferral

_AT_ONCE = 500


@transaction.atomic
def erase_what_is_over(*, today: datetime.date, at: datetime.datetime) -> int:
    """Erase the referrals of the organisation entered whose last day has passed; say how many.

    One that a legal hold keeps stays. Raises LedgerRefused, and nothing is erased, where the ledger
    that keeps a backup from bringing them back cannot be written.
    """
    over = CaseReferral.objects.filter(
        decision__in=ENDED, keep_until__lt=today, legal_hold=False, erased_on=None
    )
    ids = list(over.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    if not ids:
        return 0
    events.write("case_referral.erase", by=None, subjects=ids)
    entry = ledger.append(
        organisation_id=context.required_organisation(),
        erasure_id=uuid4(),
        subject_ids=ids,
        keys=tombstones.key_ids(ids),
        redacted=[],
        at=at.isoformat(),
    )
    erasing.erase(entry)
    CaseReferral.objects.filter(pk__in=ids).update(erased_on=today)
    return len(ids)
