"""What was shared with somebody outside, why, and who looked at it where nobody had agreed."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import ReviewItem, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField, TenantQuerySet
from cases.models import Case, Disclosure
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass
from sharing.choices import Basis, Verdict
from sharing.models.consent import Consent


class ShareQuerySet(TenantQuerySet["Share"]):
    """What was shared, in the words of those who answer for it."""

    def to_review(self) -> Self:
        """Keep what was shared without consent and nobody has looked at."""
        return self.filter(review__closed_at=None).exclude(review=None)


ShareManager = models.Manager.from_queryset(ShareQuerySet)


class Share(TenantModel):
    """One thing that was told or given to somebody outside. It is written once.

    Without consent it has a review, which the database lets nobody close about themselves. Only
    what came with a bundle has none: it was looked at, or not, where it was recorded.
    """

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="shares")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    basis = models.CharField(max_length=20, choices=Basis.choices)
    # "what", "whom", "why", "not_asked" (why nobody was asked, or that they did not agree),
    # "told" (a code of Told), "told_why": each text.
    details = EncryptedRecord(tag="share.details", key_class=KeyClass.NARRATIVE)
    consent = TenantForeignKey(Consent, null=True, blank=True, related_name="shares")
    # The copy that another organisation holds, where it was given within Rowan.
    copy = TenantOneToOneField(Disclosure, null=True, blank=True, related_name="share")
    # Who said yes beforehand; it is looked at all the same.
    agreed_first = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review = TenantOneToOneField(ReviewItem, null=True, blank=True, related_name="share")
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True)

    objects: ClassVar[ShareManager["Share"]] = ShareManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values) & Q(verdict__in=Verdict.values),
                name="sharing_share_codes_are_known",
            ),
            models.CheckConstraint(
                condition=Q(consent=None) | Q(basis=Basis.CONSENT),
                name="sharing_consent_is_the_ground",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.CONSENT)
                | Q(review__isnull=False)
                | Q(shared_by__isnull=True),
                name="sharing_without_consent_is_looked_at",
            ),
            models.CheckConstraint(
                condition=Q(agreed_first=None) | ~Q(agreed_first=models.F("shared_by")),
                name="sharing_nobody_agrees_with_oneself",
            ),
        ]
        indexes = [models.Index(fields=["case", "shared_at"], name="sharing_share_of_case")]

    def __str__(self) -> str:
        return f"share of {self.case_id}"

    @property
    def whom(self) -> str:
        """Return with whom it was shared."""
        return str(self.details.get("whom", ""))

    @property
    def waits(self) -> bool:
        """Say whether somebody is still to look at it."""
        return self.review is not None and self.review.closed_at is None
