"""What was made of a case to leave: for whom, and what was taken out of it or left in."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel
from cases.models import Case
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass


class Artefact(TenantModel):
    """One print, file or copy that passed the gate. It is written once."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="artefacts")
    kind = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_out = models.PositiveIntegerField()
    left_in = models.PositiveIntegerField()
    # "to" (for whom), "reason" (why something stayed in), "where" (where it stands): each text.
    details = EncryptedRecord(tag="artefact.details", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="sharing_artefact_has_a_kind")
        ]
        indexes = [models.Index(fields=["case", "made_at"], name="sharing_artefact_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"
