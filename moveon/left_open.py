"""What must not be left behind of moving on when a case closes."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from cases.left_open import Left
from cases.models import Case
from moveon.choices import OfferAnswer
from moveon.models import Offer, ResettlementVisit


def onward(case: Case, on: datetime.date) -> Iterator[Left]:
    """Say whether an offer waits for her answer, or a visit is still to come."""
    url = reverse("moveon:plan", kwargs={"reference": case.reference})
    if Offer.objects.filter(case=case, answer=OfferAnswer.WAITING).exists():
        yield Left("A home was offered and is not answered.", url)
    if ResettlementVisit.objects.filter(case=case, made_on=None, dropped=False).exists():
        yield Left("A visit after the move is still to come.", url)
