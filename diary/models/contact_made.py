"""Contact with a survivor or a child, made or tried."""

import datetime
from collections.abc import Iterable
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Max, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey
from cases.models import Person
from diary.choices import SPOKEN, Direction, Mode, Outcome
from diary.models.entry import Entry, EntryQuerySet
from diary.models.note import Note


class ContactQuerySet(EntryQuerySet["ContactMade"]):
    """Contacts of cases."""

    def spoken(self) -> Self:
        """Keep those in which somebody was spoken to."""
        return self.filter(spoken_to=True)

    def told(self) -> Self:
        """Say of each by whom it was made, for a list."""
        return self.annotate(told_by=F("made_by__full_name"))

    def last_with(self, case_ids: Iterable[UUID]) -> dict[UUID, datetime.datetime]:
        """Return when somebody of each case was last spoken to; a case with nobody is absent."""
        found = self.spoken().filter(case__in=list(case_ids)).order_by().values("case_id")
        return {row["case_id"]: row["last"] for row in found.annotate(last=Max("at"))}


ContactManager = models.Manager.from_queryset(ContactQuerySet)


class ContactMade(Entry):
    """One call, message or meeting. What was said stands in the note; here is only that it was."""

    note = TenantForeignKey(Note, null=True, blank=True, related_name="contacts")
    about = TenantForeignKey(Person, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    mode = models.CharField(max_length=20, choices=Mode.choices)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.OUT)
    outcome = models.CharField(max_length=40, choices=Outcome.choices)
    spoken_to = models.BooleanField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # Where ``told`` was asked for.
    told_by: str | None

    objects: ClassVar[ContactManager["ContactMade"]] = ContactManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values), name="diary_contact_mode_is_known"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values),
                name="diary_contact_direction_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=SPOKEN, spoken_to=True)
                | Q(
                    outcome__in=[one for one in Outcome.values if one not in SPOKEN],
                    spoken_to=False,
                ),
                name="diary_contact_outcome_says_whether_spoken",
            ),
        ]
        indexes = [models.Index(fields=["case", "at"], name="diary_contact_of_a_case")]

    def __str__(self) -> str:
        return f"contact of {self.case_id}"
