"""Households that ask for a place, and what they were told."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accommodation.choices import Decision, Reason, ReferralKind
from accommodation.models.provision import Provision
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models import Case
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass


class PlacementReferralQuerySet(TenantQuerySet["PlacementReferral"]):
    """Who asked for a place."""

    def waiting(self) -> Self:
        """Keep referrals that have no answer yet, the longest waiting first."""
        return self.filter(kind=ReferralKind.REFERRAL, decision=Decision.PENDING).order_by(
            "received_on", "pk"
        )


PlacementReferralManager = models.Manager.from_queryset(PlacementReferralQuerySet)


class PlacementReferral(TenantModel):
    """A household put forward for a place; an enquiry is never counted as turned away.

    It is a subject of its own: many who are turned away never become a case.
    """

    ENCRYPTION_SUBJECT = "id"

    provision = TenantForeignKey(Provision, related_name="referrals")
    case = TenantForeignKey(Case, null=True, blank=True, related_name="placement_referrals")
    kind = models.CharField(max_length=20, choices=ReferralKind.choices)
    source = EncryptedText(tag="placement_referral.source", key_class=KeyClass.NARRATIVE)
    received_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=Decision.choices, default=Decision.PENDING)
    decided_on = models.DateField(null=True, blank=True)
    reasons = ArrayField(
        models.CharField(max_length=20, choices=Reason.choices), default=list, blank=True
    )
    # {"unmet": [codes of choices.UNMET_NEEDS]}
    needs = EncryptedRecord(tag="placement_referral.needs", key_class=KeyClass.PROFILE)
    adults = models.PositiveIntegerField(null=True, blank=True)
    children = models.PositiveIntegerField(null=True, blank=True)

    objects: ClassVar[PlacementReferralManager["PlacementReferral"]] = PlacementReferralManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReferralKind.values),
                name="accommodation_referral_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", *Decision.values]),
                name="accommodation_referral_decision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None)
                | Q(received_on=None)
                | Q(decided_on__gte=F("received_on")),
                name="accommodation_referral_decided_after_received",
                violation_error_message="A referral is decided on or after the day it came.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.received_on}"
