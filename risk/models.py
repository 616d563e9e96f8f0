"""Risk assessments: what was answered, and what was signed."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models import Case
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass
from risk import instruments
from risk.choices import Band
from risk.instruments import Instrument


class AssessmentQuerySet(TenantQuerySet["Assessment"]):
    """Assessments of a case, over time."""

    def signed(self) -> Self:
        """Keep what was signed, the latest first."""
        return self.exclude(signed_at=None).order_by("-assessed_on", "-signed_at")


AssessmentManager = models.Manager.from_queryset(AssessmentQuerySet)


class Assessment(TenantModel):
    """One assessment of a case. Once signed the database refuses any change to it.

    ``answers`` maps an item's number (text) to ``{"answer", "comment", "source"}``. ``result``
    holds what was signed: ``score``, ``not_known``, ``unanswered``, ``scored_band``, ``band``
    and ``judgement`` (the worker's own reasons). Nobody works a signed score out again.
    """

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="assessments")
    instrument_code = models.CharField(max_length=20)
    instrument_version = models.CharField(max_length=20)
    assessed_on = models.DateField()
    answers = EncryptedRecord(tag="assessment.answers", key_class=KeyClass.NARRATIVE)
    result = EncryptedRecord(tag="assessment.result", key_class=KeyClass.NARRATIVE)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[AssessmentManager["Assessment"]] = AssessmentManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="risk_assessment_both_signed_at_and_signed_by_set",
            )
        ]

    def __str__(self) -> str:
        return f"assessment of {self.assessed_on}"

    @property
    def instrument(self) -> Instrument:
        """Return the instrument that was used, in the version that was used."""
        return instruments.get(self.instrument_code, self.instrument_version)

    @property
    def band(self) -> Band | None:
        """Return the band that was signed, or None before signing."""
        held: Any = self.result.get("band")
        return Band(held) if held else None

    @property
    def score(self) -> int | None:
        """Return the score that was signed, or None before signing."""
        held: Any = self.result.get("score")
        return int(held) if held is not None else None
