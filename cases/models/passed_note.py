"""What somebody heard about a person whose case is not there for them."""

from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass


class PassedNoteQuerySet(TenantQuerySet["PassedNote"]):
    """Notes that were passed on."""

    def waiting(self) -> Self:
        """Keep notes that belong to no case yet, the oldest first."""
        return self.filter(case=None).order_by("recorded_at", "pk")


PassedNoteManager = models.Manager.from_queryset(PassedNoteQuerySet)


class PassedNote(TenantModel):
    """A note that its writer gives away: it belongs to a case out of her sight, or waits for one.

    ``content`` holds texts: ``about`` (who it is about, in her words), ``words`` (what was said)
    and ``danger`` (a code of cases.choices.Danger). One that found its case by itself was placed
    by nobody.
    """

    ENCRYPTION_SUBJECT = "id"

    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    case = TenantForeignKey("cases.Case", null=True, blank=True, related_name="passed_notes")
    content = EncryptedRecord(tag="passed_note.content", key_class=KeyClass.NARRATIVE)
    placed_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[PassedNoteManager["PassedNote"]] = PassedNoteManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case=None, placed_at=None)
                | models.Q(case__isnull=False, placed_at__isnull=False),
                name="cases_passed_note_placed_in_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"note passed on {self.said_at.isoformat()}"
