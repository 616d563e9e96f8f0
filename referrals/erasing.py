"""What erasing a person means for the referrals by which she came."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from cases.choices import CaseRole
from cases.models import CasePerson
from erasure.parts import Part
from erasure.whom import Whom
from referrals.models import CaseReferral


def own_referrals(whom: Whom) -> Iterable[UUID]:
    """Return the referrals whose keys go with hers: those by which she came, whoever else stays
    in the case, and those into cases that are hers alone.
    """
    hers = CasePerson.objects.filter(person=whom.person, role=CaseRole.SURVIVOR).values("case")
    into = CaseReferral.objects.filter(Q(case__in=hers) | Q(case__in=whom.alone_ids))
    return list(into.values_list("pk", flat=True))


REFERRED = Part(name="referrals", subjects=own_referrals)
