"""Households that ask for a place, what they were told, and the room that is held for them."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accommodation.choices import Decision, Happened, Reason, ReferralKind, Stage
from accommodation.models.provision import Provision
from accommodation.models.unit import Unit
from accounts.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
)
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

    def in_services(self, services: "Collection[UUID] | models.QuerySet[Any, Any]") -> Self:
        """Keep those for the places of these services."""
        return self.filter(provision__service__in=services)

    def recent(self, since: datetime.date) -> Self:
        """Keep those without an answer, answered since a day, or still to be checked on."""
        undecided = Q(decision__in=["", Decision.PENDING])
        unsure = Q(welfare_due_at__isnull=False, welfare_done_at=None)
        return self.filter(undecided | unsure | Q(decided_on__gte=since))

    def of_cases_seen(self, seen: "models.QuerySet[Any, Any]") -> Self:
        """Keep those of no case, or of one of these cases."""
        return self.filter(Q(case=None) | Q(case__in=seen))

    def turned_away_on(self, day: datetime.date) -> Self:
        """Keep households that we could not support, by the day of the answer."""
        return self.filter(decision=Decision.NOT_SUPPORTED, decided_on=day)

    def to_check_on(self) -> Self:
        """Keep those who did not arrive, and of whom nobody knows yet that they are safe."""
        return self.filter(welfare_due_at__isnull=False, welfare_done_at=None)


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
    # What came of it, as the house says it: the decision and the reasons follow from these.
    happened = ArrayField(
        models.CharField(max_length=20, choices=Happened.choices),
        default=list,
        db_default=[],
        blank=True,
    )
    received_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    welfare_due_at = models.DateTimeField(null=True, blank=True)
    welfare_done_at = models.DateTimeField(null=True, blank=True)
    # Earlier referrals of the same name or number: ids alone.
    alike = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)

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

    @property
    def asked(self) -> Mapping[str, Any]:
        """Return what was asked for, of a household whose call was taken here."""
        return self.call.asked if hasattr(self, "call") else {}

    @property
    def details(self) -> Mapping[str, str]:
        """Return who called and what was said."""
        return self.call.details if hasattr(self, "call") else {}

    @property
    def suitability(self) -> Mapping[str, str]:
        """Return the assessment whether the house suits them."""
        return self.call.suitability if hasattr(self, "call") else {}

    @property
    def stage(self) -> Stage:
        """Say where it stands."""
        if self.decision not in ("", Decision.PENDING):
            return Stage.ENDED
        if self.accepted_at is not None:
            return Stage.ACCEPTED
        return Stage.OFFERED if self.offered_at is not None else Stage.WAITING

    @property
    def in_words(self) -> list[str]:
        """Say what came of it."""
        return [Happened(code).label for code in self.happened]

    def __str__(self) -> str:
        return f"{self.kind} of {self.received_on}"


class PlacementCall(TenantModel):
    """What was said when a household asked for a place. One that a bundle brought has none."""

    ENCRYPTION_SUBJECT = "referral_id"

    referral = TenantOneToOneField(PlacementReferral, related_name="call")
    # What the household needs of a room: fields of fitting.Household that are not columns.
    asked = EncryptedRecord(tag="placement_call.asked", key_class=KeyClass.PROFILE)
    # {"referrer", "called", "phone", "safe", "story", "welfare"}: texts, absent where not said.
    details = EncryptedRecord(tag="placement_call.details", key_class=KeyClass.NARRATIVE)
    # {"on" (ISO), "residents", "area", "needs", "words"}: the assessment whether it suits.
    suitability = EncryptedRecord(tag="placement_call.suitability", key_class=KeyClass.NARRATIVE)

    def __str__(self) -> str:
        return f"call of {self.referral_id}"


class HoldQuerySet(TenantQuerySet["Hold"]):
    """Rooms that are kept for somebody for some hours."""

    def running_at(self, moment: datetime.datetime) -> Self:
        """Keep those whose time is not over, and that nobody let go."""
        return self.filter(ended_at=None, held_until__gt=moment)


HoldManager = models.Manager.from_queryset(HoldQuerySet)


class Hold(TenantModel):
    """A room kept free for one household until a time: nobody else is given it before.

    ``arrives_on`` is the night from which it is kept. One whose time is over stands in nobody's
    way; it is ended when the room is next held.
    """

    referral = TenantForeignKey(PlacementReferral, related_name="holds")
    unit = TenantForeignKey(Unit, related_name="holds")
    arrives_on = models.DateField()
    held_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[HoldManager["Hold"]] = HoldManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_at=None),
                name="accommodation_hold_one_of_a_unit",
                violation_error_message="This room is held for somebody else.",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(ended_at=None),
                name="accommodation_hold_one_of_a_referral",
            ),
        ]

    def __str__(self) -> str:
        return f"hold until {self.held_until.isoformat()}"
