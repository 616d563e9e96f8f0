"""What must not be left behind in a house when a case closes."""

import datetime
from collections.abc import Iterator

from accommodation.choices import Decision
from accommodation.models import Episode, PlacementReferral
from cases.left_open import Left
from cases.models import Case


def places(case: Case, on: datetime.date) -> Iterator[Left]:
    """Say whether the household still lives with us, or waits for a place."""
    if Episode.objects.filter(case=case, ending=None).exists():
        yield Left("The household still has a place. Record that they left first.")
    if PlacementReferral.objects.filter(case=case, decision=Decision.PENDING).exists():
        yield Left("A place was asked for and is not decided.")
