"""Persons causing harm, kept apart from everybody else."""

from accounts.models.base import TenantForeignKey, TenantModel
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass


class PersonCausingHarm(TenantModel):
    """A person causing harm in one case.

    Never shared with ``Person`` nor between cases, and never in one export, search or disclosure
    with them. Sealed under the case's keys, so it goes when the case goes.
    """

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey("cases.Case", related_name="people_causing_harm")
    given_name = EncryptedText(tag="harm.given_name", key_class=KeyClass.NARRATIVE)
    family_name = EncryptedText(tag="harm.family_name", key_class=KeyClass.NARRATIVE)
    known_as = EncryptedText(tag="harm.known_as", key_class=KeyClass.NARRATIVE)
    relationship = EncryptedText(tag="harm.relationship", key_class=KeyClass.NARRATIVE)
    # {"phone", "postcode", "gender", "date_of_birth" (ISO)}: texts, absent where not recorded.
    details = EncryptedRecord(tag="harm.details", key_class=KeyClass.NARRATIVE)

    def __str__(self) -> str:
        return f"person causing harm {self.pk}"

    @property
    def full_name(self) -> str:
        """Return the name as it is written, or what the person is known as."""
        written = f"{self.given_name} {self.family_name}".strip()
        return written or self.known_as or "Name not recorded"
