"""What must not be left behind of a plan when a case closes."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from cases.left_open import Left
from cases.models import Case
from support.models import Goal


def goals(case: Case, on: datetime.date) -> Iterator[Left]:
    """Say how many goals nobody has said the end of."""
    if number := Goal.objects.open().filter(case=case).count():
        words = "One goal is" if number == 1 else f"{number} goals are"
        url = reverse("support:review", kwargs={"reference": case.reference})
        yield Left(f"{words} still open. Say where each stands.", url)
