"""Who else is around a family: professionals, people she trusts, people not to be told."""

from django.db import models
from django.db.models import F, Q

from accounts.models.base import TenantForeignKey, TenantModel
from cases.models import Case
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass
from family.choices import MemberKind


class NetworkMember(TenantModel):
    """Somebody to ring about a case, to trust, or to tell nothing."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="network")
    kind = models.CharField(max_length=20, choices=MemberKind.choices)
    name = EncryptedText(tag="network_member.name", key_class=KeyClass.IDENTITY)
    # "role", "organisation", "phone", "email", "words": each text.
    details = EncryptedRecord(tag="network_member.details", key_class=KeyClass.IDENTITY)
    last_involved_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MemberKind.values), name="family_member_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(last_involved_on=None)
                | Q(ended_on__gte=F("last_involved_on")),
                name="family_member_ends_after_last_involved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"
