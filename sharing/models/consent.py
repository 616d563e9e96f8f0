"""What somebody said when they were asked whether something may be shared, one purpose each."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models import Case, Person
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass
from sharing.choices import Answer, Ended, Mode, Purpose


class ConsentQuerySet(TenantQuerySet["Consent"]):
    """Answers, in the words of those who rely on them."""

    def holding_on(self, day: datetime.date) -> Self:
        """Keep answers that hold on a day; the last day is included."""
        not_over = Q(expires_on=None) | Q(expires_on__gte=day)
        not_ended = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(not_over, not_ended, given_on__lte=day)

    def agreed(self) -> Self:
        """Keep those by which something may be shared."""
        return self.filter(answer=Answer.AGREED)


ConsentManager = models.Manager.from_queryset(ConsentQuerySet)


class Consent(TenantModel):
    """One answer about one purpose: whom, what, how it was given and until when it holds.

    A refusal is an answer too. What was never asked is no consent.
    """

    ENCRYPTION_SUBJECT = "person_id"

    case = TenantForeignKey(Case, related_name="consents")
    person = TenantForeignKey(Person, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    answer = models.CharField(max_length=20, choices=Answer.choices)
    mode = models.CharField(max_length=20, choices=Mode.choices)
    # "whom", "what", "without" (what must not be shared), "given_by" (who answered for them),
    # "ended" (what was said when it was withdrawn): each text.
    details = EncryptedRecord(tag="consent.details", key_class=KeyClass.NARRATIVE)
    given_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended = models.CharField(max_length=20, choices=Ended.choices, blank=True)
    recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[ConsentManager["Consent"]] = ConsentManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "purpose"],
                condition=Q(ended_on=None) & ~Q(purpose=Purpose.OTHER),
                name="sharing_one_answer_for_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values)
                & Q(answer__in=Answer.values)
                & Q(mode__in=Mode.values)
                & Q(ended__in=Ended.values),
                name="sharing_consent_codes_are_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")),
                name="sharing_consent_expires_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended=Ended.STANDS)
                | (Q(ended_on__gte=F("given_on")) & ~Q(ended=Ended.STANDS)),
                name="sharing_consent_ends_after_it_was_given",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "expires_on"], name="sharing_expires")]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.person_id}"

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether this answer holds on a day, as ``holding_on`` asks it of many."""
        over = self.expires_on is not None and self.expires_on < day
        ended = self.ended_on is not None and self.ended_on <= day
        return self.given_on <= day and not over and not ended
