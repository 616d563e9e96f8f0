"""What somebody needs, the goals that were agreed with her, and the plan at each review."""

import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
)
from cases.models import Case, Person
from diary.models import NextStep
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass


class Need(TenantModel):
    """What somebody answered about one part of life on one day. A later answer is a row more.

    Also which part of life it is lies sealed: that somebody was asked about one tells of her.
    """

    ENCRYPTION_SUBJECT = "person_id"

    case = TenantForeignKey(Case, related_name="needs")
    person = TenantForeignKey(Person, related_name="needs")
    # "domain" and "level" (codes of support.domains) and "words", what she says herself.
    told = EncryptedRecord(tag="need.told", key_class=KeyClass.NARRATIVE)
    asked_on = models.DateField()
    # Nobody of ours, where it came with a bundle.
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"need asked on {self.asked_on}"

    def said(self, name: str) -> str:
        """Return one part of the answer."""
        told: dict[str, Any] = self.told
        return str(told.get(name, ""))


class GoalState(models.TextChoices):
    """Where a goal stands. She may change it or give it up: that is no failure of anybody."""

    OPEN = "open", "Going on"
    MET = "met", "Met"
    CHANGED = "changed", "Changed to another"
    GIVEN_UP = "given_up", "Given up, by their choice"


class GoalQuerySet(TenantQuerySet["Goal"]):
    """Goals of cases."""

    def open(self) -> Self:
        """Keep those that go on, the one reviewed first on top."""
        return self.filter(state=GoalState.OPEN).order_by("review_on", "recorded_at", "pk")

    def to_review_by(self, day: datetime.date) -> Self:
        """Keep open ones that are to be talked about by a day."""
        return self.open().filter(review_on__lte=day)


GoalManager = models.Manager.from_queryset(GoalQuerySet)


class Goal(TenantModel):
    """What somebody wants, in her own words; its steps are next steps of the diary."""

    ENCRYPTION_SUBJECT = "person_id"

    case = TenantForeignKey(Case, related_name="goals")
    person = TenantForeignKey(Person, related_name="goals")
    words = EncryptedText(tag="goal.words", key_class=KeyClass.NARRATIVE)
    why = EncryptedText(tag="goal.why", key_class=KeyClass.NARRATIVE)
    # What came of it, said when it ended.
    outcome = EncryptedText(tag="goal.outcome", key_class=KeyClass.NARRATIVE)
    state = models.CharField(max_length=20, choices=GoalState.choices, default=GoalState.OPEN)
    set_on = models.DateField()
    set_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects: ClassVar[GoalManager["Goal"]] = GoalManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=GoalState.OPEN, ended_on=None)
                | Q(
                    state__in=[GoalState.MET, GoalState.CHANGED, GoalState.GIVEN_UP],
                    ended_on__isnull=False,
                ),
                name="support_goal_that_ended_has_a_day",
            )
        ]
        indexes = [
            models.Index(
                fields=["case", "review_on"],
                condition=Q(state=GoalState.OPEN),
                name="support_goal_to_review",
            )
        ]

    def __str__(self) -> str:
        return f"goal of {self.set_on}"


class GoalStep(TenantModel):
    """A next step that leads to a goal."""

    goal = TenantForeignKey(Goal, related_name="steps")
    step = TenantOneToOneField(NextStep, related_name="goal_step")

    def __str__(self) -> str:
        return f"step of {self.goal_id}"


class PlanVersion(TenantModel):
    """The plan as it stood when it was talked through, never changed afterwards."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="plan_versions")
    number = models.PositiveIntegerField()
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_together = models.BooleanField()
    # A list of goals as they stood, each with its steps: see ``support.reading.plan_of``.
    content = EncryptedRecord(tag="support_plan.content", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="support_plan_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
