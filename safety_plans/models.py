"""Safety plans: one for a case, in versions that are never changed."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField
from cases.models import Case
from encryption.fields import EncryptedText
from encryption.keys import KeyClass
from safety_plans.sections import BY_CODE, Section


class SafetyPlan(TenantModel):
    """The plan of one case; what it says is in its versions."""

    case = TenantOneToOneField(Case, related_name="safety_plan")

    def __str__(self) -> str:
        return f"plan of {self.case_id}"

    def latest(self) -> "PlanVersion | None":
        """Return the version that holds now."""
        return self.versions.order_by("-number").first()


class PlanVersion(TenantModel):
    """What the plan said from one day on. A change makes a new version."""

    plan = TenantForeignKey(SafetyPlan, related_name="versions")
    number = models.PositiveIntegerField()
    written_on = models.DateField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_with_survivor = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="safety_plans_version_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="safety_plans_version_number_starts_at_one"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class PlanItem(TenantModel):
    """One thing to do, in one section of a version."""

    ENCRYPTION_SUBJECT = "case_id"

    version_of_plan = TenantForeignKey(PlanVersion, related_name="items")
    # The plan's own case: the item is sealed under the case's keys.
    case = TenantForeignKey(Case, related_name="+")
    section_code = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    text = EncryptedText(tag="plan_item.text", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version_of_plan", "section_code", "position"],
                name="safety_plans_item_position_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(section_code__in=list(BY_CODE)),
                name="safety_plans_item_section_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"item of {self.section_code}"

    @property
    def section(self) -> Section:
        """Return the section that the item stands in."""
        return BY_CODE[self.section_code]
