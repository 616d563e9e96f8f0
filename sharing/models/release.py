"""A place that may leave once, in one thing, for one recipient: asked for and agreed by two."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import ReviewItem, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField, TenantQuerySet
from cases.models import Case
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass
from sharing.models.artefact import Artefact


class ReleaseQuerySet(TenantQuerySet["Release"]):
    """Releases, in the words of those who ask for them."""

    def waiting(self) -> Self:
        """Keep those that nobody has answered."""
        return self.filter(answered_at=None)

    def usable_on(self, day: datetime.date) -> Self:
        """Keep those that were agreed, are not over and were not used."""
        return self.filter(agreed=True, used_in=None, expires_on__gte=day)


ReleaseManager = models.Manager.from_queryset(ReleaseQuerySet)


class Release(TenantModel):
    """What may leave, to whom, why and until when. It is not changed once it is asked for."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="releases")
    # The words themselves, as they are to stand there: opened with the keys of places.
    what = EncryptedText(tag="release.what", key_class=KeyClass.LOCATION)
    # "to", "why", "answer" (what was said when it was not agreed): each text.
    details = EncryptedRecord(tag="release.details", key_class=KeyClass.NARRATIVE)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_on = models.DateField()
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(default=False)
    # It waits in the queue of reviews, where nobody closes her own.
    review = TenantOneToOneField(ReviewItem, null=True, blank=True, related_name="release")
    used_in = TenantForeignKey(Artefact, null=True, blank=True, related_name="releases")

    objects: ClassVar[ReleaseManager["Release"]] = ReleaseManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, agreed=False)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="sharing_release_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="sharing_release_takes_two",
                violation_error_message="Somebody else must agree.",
            ),
            models.CheckConstraint(
                condition=Q(used_in=None) | Q(agreed=True), name="sharing_release_used_was_agreed"
            ),
        ]
        indexes = [models.Index(fields=["case", "expires_on"], name="sharing_release_of_case")]

    def __str__(self) -> str:
        return f"release of {self.case_id}"

    @property
    def to(self) -> str:
        """Return for whom it is."""
        return str(self.details.get("to", ""))
