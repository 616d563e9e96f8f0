"""Attempts to reach somebody who was referred, and what who referred them was told."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from encryption.fields import EncryptedText
from encryption.keys import KeyClass
from referrals.choices import REACHED, AttemptMode, Outcome, Told


class ContactAttemptQuerySet(TenantQuerySet["ContactAttempt"]):
    """Attempts to reach people."""

    def in_vain(self) -> Self:
        """Keep those that reached nobody."""
        return self.exclude(outcome__in=REACHED)


ContactAttemptManager = models.Manager.from_queryset(ContactAttemptQuerySet)


class ContactAttempt(TenantModel):
    """One attempt of ours to reach somebody who was referred, written once."""

    ENCRYPTION_SUBJECT = "referral_id"

    referral = TenantForeignKey("referrals.CaseReferral", related_name="attempts")
    at = models.DateTimeField()
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=20, choices=AttemptMode.choices)
    outcome = models.CharField(max_length=40, choices=Outcome.choices)
    note = EncryptedText(tag="contact_attempt.note", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[ContactAttemptManager["ContactAttempt"]] = ContactAttemptManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=AttemptMode.values), name="referrals_attempt_mode_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="referrals_attempt_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mode} of {self.at.isoformat()}"


class ReferrerTold(TenantModel):
    """What somebody who referred was told: one of a few neutral sentences, and to whom."""

    ENCRYPTION_SUBJECT = "referral_id"

    referral = TenantForeignKey("referrals.CaseReferral", related_name="told")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, choices=Told.choices)
    whom = EncryptedText(tag="referrer_told.whom", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=Told.values), name="referrals_told_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.at.isoformat()}"
