"""What is remembered of the references that senders gave to their records."""

import uuid

from django.db import models

from accounts.models import TenantModel
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass


class ImportedReference(TenantModel):
    """The sender's reference of one record.

    ``id`` is the record's own id, which is a keyed hash of source, kind and reference (see
    ``references``): the reference leads to its record without being stored. ``sent`` keeps what
    the export needs to give the same bundle back, sealed under the record's subject: ``ref``, and
    for an episode what ``records.episode_sent`` says.
    """

    ENCRYPTION_SUBJECT = "subject_id"

    source = models.CharField(max_length=64)
    # The file of the bundle that the record came in, without its ending.
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(default=uuid.uuid4)
    sent = EncryptedRecord(tag="imported_reference.sent", key_class=KeyClass.IDENTITY, floor=64)

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind"], name="interchange_reference_kind")]

    def __str__(self) -> str:
        return f"reference of {self.kind} {self.pk}"
