"""Who works on which case, and when."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet


class AllocationQuerySet(TenantQuerySet["Allocation"]):
    """Who works on what."""

    def live_on(self, day: datetime.date) -> Self:
        """Keep allocations that hold on a day; the last day is included, one taken back is not."""
        not_over = Q(ends_on=None) | Q(ends_on__gte=day)
        not_taken_back = Q(ended_at=None) | Q(ended_at__date__gt=day)
        return self.filter(not_over, not_taken_back, starts_on__lte=day)

    def not_over_on(self, day: datetime.date) -> Self:
        """Keep those that hold on a day or are still to begin, and were not taken back."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), ended_at=None)

    def left_behind(self) -> Self:
        """Keep those of workers who left, until somebody else is given the case."""
        since = Allocation.objects.filter(
            case=OuterRef("case"), recorded_at__gt=OuterRef("ended_at"), ended_by_leaving=False
        )
        return self.filter(~Exists(since), ended_by_leaving=True)


AllocationManager = models.Manager.from_queryset(AllocationQuerySet)


class Allocation(TenantModel):
    """A worker's time on a case.

    ``ends_on`` is its last day; ``ended_at`` the moment at which it was taken back, and with it at
    once all that it opened. ``ended_by_leaving`` says that its worker left, so that it opens
    nothing to her if she returns, and that somebody must take the case on.
    """

    case = TenantForeignKey("cases.Case", related_name="allocations")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_leaving = models.BooleanField(default=False)

    objects: ClassVar[AllocationManager["Allocation"]] = AllocationManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cases_allocation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_by_leaving=False) | Q(ended_at__isnull=False),
                name="cases_allocation_left_behind_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"allocation of {self.case_id}"
