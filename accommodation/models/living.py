"""Living in a house: what an arrival leaves to do, dates that moved, and who is out."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accommodation.choices import WhyLonger
from accommodation.models.episode import Episode, Stay
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField, TenantQuerySet
from cases.models import Case
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass


class Arrival(TenantModel):
    """What is done when a household arrives, what they signed, and what they pay.

    ``record`` holds ``done`` ({a code of CHECKLIST: ISO day}), ``agreement`` (a code of
    AGREEMENTS), ``keys``, ``claim``, ``claimed_on``, ``eligible`` and ``personal`` (pounds a
    week); each is absent where nothing was said.
    """

    ENCRYPTION_SUBJECT = "case_id"

    episode = TenantOneToOneField(Episode, related_name="arrival")
    case = TenantForeignKey(Case, related_name="arrivals")
    record = EncryptedRecord(tag="arrival.record", key_class=KeyClass.PROFILE)

    def __str__(self) -> str:
        return f"arrival of {self.episode_id}"


class LeavingDate(TenantModel):
    """A day on which a household was expected to leave, as it was said at one time.

    ``recorded_at`` says when; the latest is that of the stay. A later day than before has a reason.
    """

    APPEND_ONLY = True

    stay = TenantForeignKey(Stay, related_name="leaving_dates")
    expected_to = models.DateField(null=True, blank=True)
    why_longer = models.CharField(max_length=20, choices=WhyLonger.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why_longer__in=["", *WhyLonger.values]),
                name="accommodation_leaving_date_reason_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"to leave on {self.expected_to}"


class AbsenceQuerySet(TenantQuerySet["Absence"]):
    """Who is out."""

    def running(self) -> Self:
        """Keep those who are not back."""
        return self.filter(back_at=None)


AbsenceManager = models.Manager.from_queryset(AbsenceQuerySet)


class Absence(TenantModel):
    """A household that is out, and when they said they would be back."""

    stay = TenantForeignKey(Stay, related_name="absences")
    went_at = models.DateTimeField()
    back_by = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AbsenceManager["Absence"]] = AbsenceManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(back_at=None) | Q(back_at__gte=F("went_at")),
                name="accommodation_absence_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["stay"],
                condition=Q(back_at=None),
                name="accommodation_absence_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"out since {self.went_at.isoformat()}"

    def is_late(self, now: datetime.datetime) -> bool:
        """Say whether they were to be back by now."""
        return self.back_at is None and self.back_by is not None and self.back_by < now
