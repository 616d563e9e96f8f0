"""What somebody did that somebody else must look into, and close in words."""

import datetime
import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from accounts.choices import ReviewKind
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.personal_keys import subject_of
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class ReviewItemQuerySet(TenantQuerySet["ReviewItem"]):
    """The queue of what is to be looked into."""

    def open(self) -> Self:
        """Keep items that nobody has closed, the one due first on top."""
        return self.filter(closed_at=None).order_by("due_at", "pk")

    def overdue_at(self, moment: datetime.datetime) -> Self:
        """Keep open items whose deadline has passed."""
        return self.open().filter(due_at__lt=moment)


ReviewItemManager = models.Manager.from_queryset(ReviewItemQuerySet)


class ReviewItem(TenantModel):
    """One act of ``about`` that a named person must look into by ``due_at``.

    ``case_id`` names the case it concerns, if any, without a foreign key: cases stand above.
    Nobody closes an item about themselves; the database refuses it.
    """

    ENCRYPTION_SUBJECT = "subject_id"

    kind = models.CharField(max_length=20, choices=ReviewKind.choices)
    about = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    case_id: "models.UUIDField[uuid.UUID | None, uuid.UUID | None]" = models.UUIDField(
        null=True, blank=True
    )
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reason = EncryptedText(tag="review.reason", key_class=KeyClass.NARRATIVE)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = EncryptedText(tag="review.outcome", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[ReviewItemManager["ReviewItem"]] = ReviewItemManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReviewKind.values), name="accounts_review_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="accounts_review_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("about")),
                name="accounts_review_never_by_oneself",
                violation_error_message="Somebody else must close this.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "due_at"], name="accounts_review_due")]

    def __str__(self) -> str:
        return f"{self.kind} due {self.due_at.isoformat()}"

    @property
    def subject_id(self) -> UUID:
        """Whose keys seal the words: those of the person it is about."""
        return subject_of(self.organisation_id, self.about_id)


class ReviewNotice(TenantModel):
    """Somebody who was told of an item, and when they saw it."""

    item = TenantForeignKey(ReviewItem, related_name="notices")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="accounts_review_told_once")
        ]

    def __str__(self) -> str:
        return f"notice of {self.item_id}"
