"""What a person is writing and has not saved yet."""

from uuid import UUID

from django.db import models

from accounts.models.base import TenantModel
from accounts.personal_keys import subject_of
from accounts.walls import exempt_from_events
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass


@exempt_from_events
class UnsavedWork(TenantModel):
    """The content of one form as it was a few seconds ago; read by its writer alone.

    Written without an audit event: nothing has been recorded yet. `content` maps each field's
    name to the list of its values, as the browser sent them.
    """

    ENCRYPTION_SUBJECT = "subject_id"

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    record = models.UUIDField(null=True, blank=True)
    content = EncryptedRecord(tag="unsaved_work.content", key_class=KeyClass.NARRATIVE)
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "form", "record"],
                nulls_distinct=False,
                name="accounts_unsaved_work_is_one_per_form",
            )
        ]

    def __str__(self) -> str:
        return f"unsaved {self.form}"

    @property
    def subject_id(self) -> UUID:
        """Whose keys seal the content: the writer's own, in this organisation."""
        return subject_of(self.organisation_id, self.user_id)
