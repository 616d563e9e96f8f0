"""A child's own life: school, health, voice; social care and contact, each step with its days.

A child who sees, hears or lives with the effects of domestic abuse is a victim in law (Domestic
Abuse Act 2021, section 3), so what is known of a child is the child's, under the child's keys.
"""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField
from cases.models import Person
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass

ENDS_AFTER = Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))


class Childhood(TenantModel):
    """What is known of a child beyond the name: one record a child."""

    ENCRYPTION_SUBJECT = "person_id"

    person = TenantOneToOneField(Person, related_name="childhood")
    # Where somebody could wait for the child: "name", "lead" (who keeps children safe), "phone".
    school = EncryptedRecord(tag="childhood.school", key_class=KeyClass.LOCATION)
    # "doctor", "needs", "medical": each text.
    health = EncryptedRecord(tag="childhood.health", key_class=KeyClass.NARRATIVE)
    # "lives_with", "responsible", "passport": each text.
    family = EncryptedRecord(tag="childhood.family", key_class=KeyClass.NARRATIVE)
    # In the child's own words.
    voice = EncryptedText(tag="childhood.voice", key_class=KeyClass.NARRATIVE)
    worker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"childhood of {self.person_id}"


class CareStep(TenantModel):
    """What children's social care did for a child from one day to another; one at a time."""

    ENCRYPTION_SUBJECT = "person_id"

    person = TenantForeignKey(Person, related_name="care_steps")
    # "status", "category", "worker", "phone": few kinds, so they lie in a record.
    details = EncryptedRecord(tag="care_step.details", key_class=KeyClass.NARRATIVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on=None),
                name="family_one_care_step_at_a_time",
            ),
            models.CheckConstraint(condition=ENDS_AFTER, name="family_care_step_ends_after"),
        ]

    def __str__(self) -> str:
        return f"care from {self.starts_on}"


class Arrangement(TenantModel):
    """Contact of a child with a parent: on what ground, where handed over, whether safe."""

    ENCRYPTION_SUBJECT = "person_id"

    person = TenantForeignKey(Person, related_name="arrangements")
    # "kind", "with_whom", "court", "supervised", "safety", "words".
    details = EncryptedRecord(tag="arrangement.details", key_class=KeyClass.NARRATIVE)
    handover = EncryptedText(tag="arrangement.handover", key_class=KeyClass.LOCATION)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER, name="family_arrangement_ends_after")
        ]

    def __str__(self) -> str:
        return f"contact from {self.starts_on}"


class SchoolNotice(TenantModel):
    """The police told a child's school of an incident (Operation Encompass), and what followed.

    A duty of chief officers under the Victims and Prisoners Act 2024; before the next school day.
    """

    ENCRYPTION_SUBJECT = "person_id"

    person = TenantForeignKey(Person, related_name="school_notices")
    told_on = models.DateField()
    # "reference" (the police's), "present", "response".
    details = EncryptedRecord(tag="school_notice.details", key_class=KeyClass.NARRATIVE)

    def __str__(self) -> str:
        return f"notice of {self.told_on}"
