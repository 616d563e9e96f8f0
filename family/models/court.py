"""Orders that protect somebody, what was done against them, and days in court."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models import Case, PersonCausingHarm
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass
from family.choices import HearingKind, OrderKind


class CourtOrderQuerySet(TenantQuerySet["CourtOrder"]):
    """Orders, in the words of those who rely on them."""

    def standing_on(self, day: datetime.date) -> Self:
        """Keep orders that hold on a day; the last day is included."""
        not_over = Q(expires_on=None) | Q(expires_on__gte=day)
        not_ended = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(not_over, not_ended, made_on__lte=day)


CourtOrderManager = models.Manager.from_queryset(CourtOrderQuerySet)


class CourtOrder(TenantModel):
    """One order or set of conditions: until when it holds, and whether the police can use it.

    The police act on a breach when they hold the order and the proof that it was served.
    """

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="court_orders")
    kind = models.CharField(max_length=20, choices=OrderKind.choices)
    respondent = TenantForeignKey(
        PersonCausingHarm, null=True, blank=True, related_name="court_orders"
    )
    made_on = models.DateField()
    without_notice = models.BooleanField(default=False)
    return_on = models.DateField(null=True, blank=True)
    served_on = models.DateField(null=True, blank=True)
    police_told_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # "court", "number", "applicant", "protects", "terms": each text.
    details = EncryptedRecord(tag="court_order.details", key_class=KeyClass.NARRATIVE)
    # Streets and places that are forbidden say where somebody lives.
    zones = EncryptedText(tag="court_order.zones", key_class=KeyClass.LOCATION)

    objects: ClassVar[CourtOrderManager["CourtOrder"]] = CourtOrderManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrderKind.values), name="family_order_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("made_on")),
                name="family_order_expires_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(served_on__gte=F("made_on")),
                name="family_order_is_served_after_it_was_made",
            ),
        ]
        indexes = [models.Index(fields=["case", "expires_on"], name="family_order_expires")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.made_on}"

    def stands_on(self, day: datetime.date) -> bool:
        """Say whether the order holds on a day."""
        over = self.expires_on is not None and self.expires_on < day
        ended = self.ended_on is not None and self.ended_on <= day
        return self.made_on <= day and not over and not ended


class Breach(TenantModel):
    """Something done against an order. Written once; more is written as another."""

    ENCRYPTION_SUBJECT = "case_id"
    APPEND_ONLY: ClassVar[bool] = True

    order = TenantForeignKey(CourtOrder, related_name="breaches")
    # The order's own case: the words are sealed under the case's keys.
    case = TenantForeignKey(Case, related_name="+")
    happened_on = models.DateField()
    reported_on = models.DateField(null=True, blank=True)
    words = EncryptedText(tag="breach.words", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on=None) | Q(reported_on__gte=F("happened_on")),
                name="family_breach_is_reported_after_it_happened",
            )
        ]

    def __str__(self) -> str:
        return f"breach on {self.happened_on}"


class Hearing(TenantModel):
    """A day in court: who goes with her, what came of it, and when she was told."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="hearings")
    kind = models.CharField(max_length=20, choices=HearingKind.choices)
    starts_at = models.DateTimeField()
    attended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_on = models.DateField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)
    # "measures" (screens, separate entrance), "words", "outcome": each text.
    details = EncryptedRecord(tag="hearing.details", key_class=KeyClass.NARRATIVE)
    # Where to be, and when somebody could wait there.
    court = EncryptedText(tag="hearing.court", key_class=KeyClass.LOCATION)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=HearingKind.values), name="family_hearing_kind_is_known"
            )
        ]
        indexes = [models.Index(fields=["case", "starts_at"], name="family_hearing_starts")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.starts_at:%d %B %Y}"
