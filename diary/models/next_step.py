"""What is to be done next on a case."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import TenantForeignKey
from diary.choices import StepState
from diary.models.entry import Entry, EntryQuerySet
from diary.models.note import Note
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class StepQuerySet(EntryQuerySet["NextStep"]):
    """Next steps of cases."""

    def open(self) -> Self:
        """Keep what is still to do, the one due first on top."""
        return self.filter(state=StepState.OPEN).order_by("due_on", "recorded_at", "pk")


StepManager = models.Manager.from_queryset(StepQuerySet)


class NextStep(Entry):
    """One thing to do by a day, until it is done or not needed any more.

    It is a colleague's (``owner``), or somebody's outside, named in ``other``; whoever works on
    the case then sees to it that it happens.
    """

    ENCRYPTION_SUBJECT = "case_id"

    text = EncryptedText(tag="next_step.text", key_class=KeyClass.NARRATIVE)
    due_on = models.DateField()
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    other = EncryptedText(tag="next_step.other", key_class=KeyClass.NARRATIVE)
    state = models.CharField(max_length=20, choices=StepState.choices, default=StepState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why it was not needed after all.
    reason = EncryptedText(tag="next_step.reason", key_class=KeyClass.NARRATIVE)
    from_note = TenantForeignKey(Note, null=True, blank=True, related_name="steps")

    objects: ClassVar[StepManager["NextStep"]] = StepManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN, ended_at=None)
                | Q(state__in=[StepState.DONE, StepState.NOT_NEEDED], ended_at__isnull=False),
                name="diary_step_that_ended_has_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"],
                condition=Q(state=StepState.OPEN),
                name="diary_step_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"step due {self.due_on}"
