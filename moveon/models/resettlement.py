"""Support after somebody moved on: while it is safe, and while she wishes it."""

from django.db import models
from django.db.models import F, Q

from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField
from cases.models import Case
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass


class Resettlement(TenantModel):
    """What was agreed for the time after a move."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantOneToOneField(Case, related_name="resettlement")
    # Whether she agreed that we come, and it was judged safe; without it there are no visits.
    agreed = models.BooleanField()
    agreed_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # The new home: protected as no other address is.
    home = EncryptedText(tag="resettlement.home", key_class=KeyClass.LOCATION)
    # "how" it is safe to come, "belongings", "post", "school", "money": each text.
    details = EncryptedRecord(tag="resettlement.details", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("agreed_on")),
                name="moveon_resettlement_ends_after_it_was_agreed",
            )
        ]

    def __str__(self) -> str:
        return f"resettlement of {self.case_id}"


class ResettlementVisit(TenantModel):
    """One visit or call after a move, planned or made."""

    ENCRYPTION_SUBJECT = "case_id"

    resettlement = TenantForeignKey(Resettlement, related_name="visits")
    case = TenantForeignKey(Case, related_name="+")
    due_on = models.DateField()
    made_on = models.DateField(null=True, blank=True)
    dropped = models.BooleanField(default=False)
    words = EncryptedText(tag="resettlement_visit.words", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_on=None) | Q(dropped=False),
                name="moveon_visit_is_made_or_dropped",
            )
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"],
                condition=Q(made_on=None, dropped=False),
                name="moveon_visit_to_come",
            )
        ]

    def __str__(self) -> str:
        return f"visit due {self.due_on}"
