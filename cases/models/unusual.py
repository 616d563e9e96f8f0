"""Which days were looked through for unusual access, and what stood out in each review."""

from uuid import UUID

from django.db import models

from accounts.models import ReviewItem
from accounts.models.base import TenantForeignKey, TenantModel
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class UnusualDay(TenantModel):
    """A day that was looked through, once."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day"], name="cases_unusual_day_looked_through_once"
            )
        ]

    def __str__(self) -> str:
        return f"looked through {self.day}"


class UnusualAccess(TenantModel):
    """What stood out on a day in what one person did: the review says of whom, and in which case.

    ``patterns`` are codes with spaces between them. They are sealed, all to one length, for one of
    them tells in which record somebody has whose name.
    """

    ENCRYPTION_SUBJECT = "subject_id"

    item = TenantForeignKey(ReviewItem, related_name="unusual_access")
    day = models.DateField()
    patterns = EncryptedText(tag="unusual_access.patterns", key_class=KeyClass.NARRATIVE, floor=256)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], name="cases_unusual_access_once_for_a_review")
        ]

    def __str__(self) -> str:
        return f"unusual access on {self.day}"

    @property
    def subject_id(self) -> UUID:
        """Whose keys seal it: those of the person it is about."""
        item: ReviewItem = self.item
        return item.subject_id

    @property
    def codes(self) -> list[str]:
        """Return the codes of the patterns."""
        return str(self.patterns).split()
