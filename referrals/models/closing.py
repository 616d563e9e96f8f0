"""How a piece of work ended, what the survivor said of it, and what came after it."""

import datetime
from collections.abc import Collection
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField, TenantQuerySet
from cases.models import Case
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass
from referrals.choices import ClosingReason, FinalAssessment


class ClosingQuerySet(TenantQuerySet["Closing"]):
    """How cases ended."""

    def in_period(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep the cases that closed on a day of the period."""
        return self.filter(case__closed_on__gte=first, case__closed_on__lte=last)

    def of_services(self, services: "Collection[UUID] | models.QuerySet[Any, Any]") -> Self:
        """Keep the cases of these services."""
        return self.filter(case__service__in=services)


ClosingManager = models.Manager.from_queryset(ClosingQuerySet)


class Closing(TenantModel):
    """The end of one case, once. What is asked of the survivor may all stay unasked."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantOneToOneField(Case, related_name="closing")
    reason = models.CharField(max_length=30, choices=ClosingReason.choices)
    planned = models.BooleanField()
    final_assessment = models.CharField(max_length=20, choices=FinalAssessment.choices)
    # {a code of OUTCOME_QUESTIONS: "1" to "5", or a code of NO_OUTCOME}; absent is not asked.
    outcomes = EncryptedRecord(tag="closing.outcomes", key_class=KeyClass.PROFILE)
    # {id of a child: {"then": a code of ChildThen, "where": text}}
    children = EncryptedRecord(tag="closing.children", key_class=KeyClass.NARRATIVE)
    handed_over = EncryptedText(tag="closing.handed_over", key_class=KeyClass.NARRATIVE)
    # Only where it is safe and agreed: {"on" (ISO), "how"}: texts.
    follow_up = EncryptedRecord(tag="closing.follow_up", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[ClosingManager["Closing"]] = ClosingManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=ClosingReason.values),
                name="referrals_closing_reason_is_known",
            ),
            models.CheckConstraint(
                condition=Q(final_assessment__in=FinalAssessment.values),
                name="referrals_closing_assessment_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"closing of {self.case_id}"


class FurtherWork(TenantModel):
    """A case that carries on from an earlier one: with the same survivor, or with a child of it."""

    case = TenantOneToOneField(Case, related_name="carries_on")
    earlier = TenantForeignKey(Case, related_name="further_work")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(case=models.F("earlier")), name="referrals_further_work_is_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} carries on"
