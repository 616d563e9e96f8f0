"""What exists in bricks: rooms and flats, what kind of place they are, when they are out of use."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accommodation.choices import AccommodationType
from accounts.models import Service
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class UnitQuerySet(TenantQuerySet["Unit"]):
    """Rooms and homes."""

    def in_use_on(self, day: datetime.date) -> Self:
        """Keep those that are not given up by the day."""
        return self.filter(Q(decommissioned_on=None) | Q(decommissioned_on__gt=day))


UnitManager = models.Manager.from_queryset(UnitQuerySet)


class Unit(TenantModel):
    """A room or a home for one household, and what it fits.

    ``sleeps`` counts everybody. What is yes, no or blank is not known where it is blank.
    ``boys_up_to`` is the highest age of a boy who may live here, where the room has its own.
    """

    ENCRYPTION_SUBJECT = "service_id"

    service = TenantForeignKey(Service, related_name="units")
    name = EncryptedText(tag="unit.name", key_class=KeyClass.IDENTITY)
    sleeps = models.PositiveIntegerField(null=True, blank=True)
    step_free = models.CharField(max_length=20, blank=True)
    cot = models.CharField(max_length=20, blank=True)
    adults = models.PositiveIntegerField(null=True, blank=True)
    children = models.PositiveIntegerField(null=True, blank=True)
    pets = models.CharField(max_length=20, blank=True)
    boys_up_to = models.PositiveIntegerField(null=True, blank=True)
    self_contained = models.CharField(max_length=20, blank=True)
    nrpf_funded = models.CharField(max_length=20, blank=True)
    # From this day on nobody lives here any more.
    decommissioned_on = models.DateField(null=True, blank=True)

    objects: ClassVar[UnitManager["Unit"]] = UnitManager()

    def __str__(self) -> str:
        return f"unit {self.pk}"

    @property
    def offers(self) -> str:
        """Say in a few words what the room offers."""
        parts = [
            self._size,
            *(words for name, words in _OFFERS.items() if getattr(self, name) == "yes"),
            f"boys up to {self.boys_up_to}" if self.boys_up_to is not None else "",
        ]
        return " · ".join(part for part in parts if part)

    @property
    def _size(self) -> str:
        if self.adults is not None:
            return f"{self.adults} + {self.children or 0}"
        return f"Sleeps {self.sleeps}" if self.sleeps else ""


# What a room may offer, in the words of the chart.
_OFFERS = {
    "step_free": "step-free",
    "cot": "cot",
    "pets": "pets",
    "self_contained": "self-contained",
    "nrpf_funded": "no recourse funded",
}


class UnitType(TenantModel):
    """What kind of place a unit is from a day on, until the next says otherwise."""

    unit = TenantForeignKey(Unit, related_name="types")
    accommodation_type = models.CharField(max_length=20, choices=AccommodationType.choices)
    starts_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accommodation_type__in=AccommodationType.values),
                name="accommodation_unit_type_is_known",
            ),
            models.UniqueConstraint(
                fields=["unit", "starts_on"], name="accommodation_unit_type_one_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accommodation_type} from {self.starts_on}"


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
        SAFETY = "safety", "Out of use, not safe"
        KEPT = "kept", "Kept free for an emergency"
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
