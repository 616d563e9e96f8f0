"""When a relief worker is in a house."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Service, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet


class ShiftQuerySet(TenantQuerySet["Shift"]):
    """Who is in which house when."""

    def running_at(self, moment: datetime.datetime) -> Self:
        """Keep shifts that run at a moment; one is over at the very moment of its end."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


ShiftManager = models.Manager.from_queryset(ShiftQuerySet)


class Shift(TenantModel):
    """One worker's time in one house: a relief worker sees its residents for so long."""

    service = TenantForeignKey(Service, related_name="shifts")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[ShiftManager["Shift"]] = ShiftManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="accommodation_shift_ends_after_it_starts",
                violation_error_message="A shift ends after it starts.",
            )
        ]
        indexes = [models.Index(fields=["worker", "ends_at"], name="accommodation_shift_of_one")]

    def __str__(self) -> str:
        return f"shift until {self.ends_at.isoformat()}"
