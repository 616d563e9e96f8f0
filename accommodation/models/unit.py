"""What exists in bricks: rooms and flats, and when they are out of use."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Service
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class Unit(TenantModel):
    """A room or a home for one household."""

    ENCRYPTION_SUBJECT = "service_id"

    service = TenantForeignKey(Service, related_name="units")
    name = EncryptedText(tag="unit.name", key_class=KeyClass.IDENTITY)
    sleeps = models.PositiveIntegerField(null=True, blank=True)
    step_free = models.CharField(max_length=20, blank=True)
    cot = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"unit {self.pk}"


class UnitClosureQuerySet(TenantQuerySet["UnitClosure"]):
    """When units are out of use."""

    def overlapping(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep closures with a day in the period."""
        return self.filter(starts_on__lte=last).filter(Q(ends_on=None) | Q(ends_on__gte=first))


UnitClosureManager = models.Manager.from_queryset(UnitClosureQuerySet)


class UnitClosure(TenantModel):
    """Days on which a unit is out of use, the last day included."""

    class Reason(models.TextChoices):
        REPAIR = "repair", "Out of use, repair"
        CLEANING = "cleaning", "Getting ready"
        OTHER = "other", "Out of use"

    unit = TenantForeignKey(Unit, related_name="closures")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, default=Reason.OTHER)

    objects: ClassVar[UnitClosureManager["UnitClosure"]] = UnitClosureManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="accommodation_unitclosure_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"closure of {self.unit_id}"
