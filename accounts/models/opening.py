"""What a person opened of others' records, for the limit on how much that may be in a time."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from accounts.models.base import TenantModel
from accounts.personal_keys import subject_of
from accounts.walls import exempt_from_events
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


@exempt_from_events
class Opening(TenantModel):
    """A record that a person opened, or a name that she read; forgotten after a day.

    Written by the function ``quota_take`` alone, apart from the transaction of the work, so that
    work which is undone counts as well. What was looked at stands in the trail.
    """

    APPEND_ONLY: ClassVar[bool] = True

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    record_id: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    is_name = models.BooleanField()
    # The ring of keys that it was reserved for: what that did not use is given back.
    claim_id: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    # Until that ring says what it used: nobody else may count upon a reservation.
    is_reserved = models.BooleanField(default=False)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "is_name", "record_id"], name="accounts_opening_of_person")
        ]

    def __str__(self) -> str:
        return f"opening at {self.opened_at.isoformat()}"


class MoreRecords(TenantModel):
    """A higher limit that somebody gave one person for a day, with the reason."""

    APPEND_ONLY: ClassVar[bool] = True
    ENCRYPTION_SUBJECT = "subject_id"

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    per_hour = models.PositiveIntegerField()
    per_day = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = EncryptedText(tag="more_records.reason", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_by=F("user")), name="accounts_more_records_never_by_oneself"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="accounts_more_records_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"more records until {self.ends_at.isoformat()}"

    @property
    def subject_id(self) -> UUID:
        """Whose keys seal the reason: those of the person whom it is for."""
        return subject_of(self.organisation_id, self.user_id)
