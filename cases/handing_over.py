"""What is left when somebody goes: their open cases, for whoever may see them to hand over."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.sign_in.leaving import OpenWork, handed_over
from cases.models import Allocation, Case


@handed_over
def open_cases(user: User, viewer: User) -> Iterator[OpenWork]:
    """Give a person's open cases, of those that the viewer may see: references, never names.

    After they have left these are the cases that were theirs then, until each is given to
    somebody else.
    """
    seen = Case.objects.visible_to(viewer).filter(closed_on=None)
    theirs = Allocation.objects.filter(worker=user)
    own = theirs.live_on(timezone.localdate()) | theirs.left_behind()
    for allocation in own.filter(case__in=seen).select_related("case").order_by("case__reference"):
        reference = allocation.case.reference
        address = reverse("cases:summary", kwargs={"reference": reference})
        yield OpenWork(reference, address, allocation.starts_on)
