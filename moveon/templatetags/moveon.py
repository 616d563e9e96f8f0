"""What the page of a case shows of moving on: `{% load moveon %}`."""

from dataclasses import dataclass

from django import template
from django.db.models import Count, Q

from cases.models import Case
from moveon.choices import OfferAnswer
from moveon.models import HousingOption

register = template.Library()


@dataclass(frozen=True)
class MovingOn:
    """How many ways to a home are pursued, and how many offers wait for an answer."""

    pursued: int
    waiting: int


@register.simple_tag
def moving_on(case: Case) -> MovingOn:
    """Return what the page of a case says of moving on."""
    waiting = Count("offers", filter=Q(offers__answer=OfferAnswer.WAITING))
    counted = list(
        HousingOption.objects.pursued()
        .filter(case=case)
        .annotate(waiting=waiting)
        .values_list("waiting", flat=True)
    )
    return MovingOn(pursued=len(counted), waiting=sum(counted))
