"""What erasing a person means for the referrals by which she came."""

from collections.abc import Iterable
from uuid import UUID

from erasure.parts import Part
from erasure.whom import Whom
from referrals.models import CaseReferral


def own_referrals(whom: Whom) -> Iterable[UUID]:
    """Return the referrals into cases that are hers alone: their keys go with hers."""
    into = CaseReferral.objects.filter(case__in=whom.alone_ids)
    return list(into.values_list("pk", flat=True))


REFERRED = Part(name="referrals", subjects=own_referrals)
