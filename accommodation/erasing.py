"""What erasing a person means where she lives, or waits for a place."""

import datetime
from collections.abc import Iterator

from django.db.models import Q

from accommodation.choices import Decision
from accommodation.models import EpisodePerson, PlacementReferral
from erasure.parts import Part
from erasure.whom import Whom


def blocks(whom: Whom, today: datetime.date) -> Iterator[str]:
    """Say whether she still lives here, or is still waiting for a place."""
    there = EpisodePerson.objects.filter(person=whom.person, episode__ending=None)
    if there.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exists():
        yield "They are still in a place of ours: the stay has not ended."
    if PlacementReferral.objects.filter(case__in=whom.cases, decision=Decision.PENDING).exists():
        yield "A referral for a place is not decided yet."


PLACES = Part(name="places", blocks=blocks)
