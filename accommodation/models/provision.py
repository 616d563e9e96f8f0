"""What an authority buys: places of one type, in one service, for a time."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accommodation.choices import AccommodationType
from accounts.models import Service
from accounts.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
)


class ProvisionQuerySet(TenantQuerySet["Provision"]):
    """Provision, by who commissions it and when."""

    def commissioned_in(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep provision that an authority commissions on a day of the period."""
        return (
            self.exclude(authority_code="")
            .filter(commissioned_from__lte=last)
            .filter(Q(commissioned_to=None) | Q(commissioned_to__gte=first))
        )


ProvisionManager = models.Manager.from_queryset(ProvisionQuerySet)


class Provision(TenantModel):
    """Places that one authority commissions; the return counts these, never rooms.

    A provision that ``continues`` another is the same places carried on, under a new contract,
    with another number of places or for a successor authority: together they are a chain.
    """

    # An authority's return begins with finding who provides for it.
    IN_REGISTER = True

    service = TenantForeignKey(Service, related_name="provision")
    accommodation_type = models.CharField(max_length=20, choices=AccommodationType.choices)
    # GSS code of the commissioning Tier 1 authority; empty where nobody commissions it.
    authority_code = models.CharField(max_length=9, blank=True)
    bedspaces = models.PositiveIntegerField(null=True, blank=True)
    commissioned_from = models.DateField(null=True, blank=True)
    commissioned_to = models.DateField(null=True, blank=True)
    continues = TenantOneToOneField("self", null=True, blank=True, related_name="continued_by")

    objects: ClassVar[ProvisionManager["Provision"]] = ProvisionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accommodation_type__in=AccommodationType.values),
                name="accommodation_provision_type_is_known",
            ),
            models.CheckConstraint(
                condition=Q(authority_code="") | Q(commissioned_from__isnull=False),
                name="accommodation_provision_commission_has_a_first_day",
                violation_error_message="Say from which day the authority commissions it.",
            ),
            models.CheckConstraint(
                condition=Q(commissioned_to=None)
                | Q(commissioned_from=None)
                | Q(commissioned_to__gte=F("commissioned_from")),
                name="accommodation_provision_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(continues=F("id")),
                name="accommodation_provision_does_not_continue_itself",
            ),
        ]
        indexes = [models.Index(fields=["authority_code"], name="accommodation_provision_buyer")]

    def __str__(self) -> str:
        return f"{self.get_accommodation_type_display()} of service {self.service_id}"

    @property
    def is_sanctuary(self) -> bool:
        """Whether households are made safe in their own home here."""
        return self.accommodation_type == AccommodationType.SANCTUARY
