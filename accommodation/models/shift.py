"""When a relief worker is in a house."""

import datetime
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accommodation.models.episode import UuidRange
from accounts.models import Service, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet


class ShiftQuerySet(TenantQuerySet["Shift"]):
    """Who is in which house when."""

    def running_at(self, moment: datetime.datetime) -> Self:
        """Keep shifts that run at a moment; one is over at the very moment of its end."""
        return self.not_over_at(moment).filter(starts_at__lte=moment)

    def not_over_at(self, moment: datetime.datetime) -> Self:
        """Keep shifts that run at a moment or later, and were not taken back by then."""
        not_taken_back = Q(ended_at=None) | Q(ended_at__gt=moment)
        return self.filter(not_taken_back, ends_at__gt=moment)


ShiftManager = models.Manager.from_queryset(ShiftQuerySet)


class Shift(TenantModel):
    """One worker's time in one house: a relief worker sees its residents for so long."""

    service = TenantForeignKey(Service, related_name="shifts")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
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
            ),
            ExclusionConstraint(
                name="accommodation_shift_one_house_at_a_time",
                condition=Q(ended_at=None),
                expressions=[
                    (UuidRange(F("organisation")), RangeOperators.OVERLAPS),
                    (UuidRange(F("worker")), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This person has a shift at that time already.",
            ),
        ]
        indexes = [models.Index(fields=["worker", "ends_at"], name="accommodation_shift_of_one")]

    def __str__(self) -> str:
        return f"shift until {self.ends_at.isoformat()}"
