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

    An allocation outlives the membership, so the list is whole after they have left, too.
    """
    seen = Case.objects.visible_to(viewer).filter(closed_on=None)
    own = Allocation.objects.live_on(timezone.localdate()).filter(worker=user, case__in=seen)
    for allocation in own.select_related("case").order_by("case__reference"):
        reference = allocation.case.reference
        address = reverse("cases:summary", kwargs={"reference": reference})
        yield OpenWork(reference, address, allocation.starts_on)
