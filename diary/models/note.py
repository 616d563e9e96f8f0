"""Notes: written once and never changed."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey
from cases.models import Person
from diary.choices import Happened
from diary.models.entry import Entry, EntryQuerySet
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class NoteQuerySet(EntryQuerySet["Note"]):
    """Notes of cases."""

    def standing(self) -> Self:
        """Keep what holds now: notes that no later one corrects."""
        return self.exclude(_later())

    def told(self) -> Self:
        """Say of each by whom it was written and whether a later one corrects it, for a list."""
        return self.annotate(told_by=F("written_by__full_name"), is_corrected=_later())

    def latest_first(self) -> Self:
        """Put what happened last on top."""
        return self.order_by("-happened_at", "-pk")


NoteManager = models.Manager.from_queryset(NoteQuerySet)


class Note(Entry):
    """What happened, in the words of whoever wrote it.

    The database refuses any change. A correction is another note that says which it corrects, and
    the original stays. One thing alone is taken out of the words of a note: the name of a person
    who is erased.
    """

    ENCRYPTION_SUBJECT = "case_id"

    happened = models.CharField(max_length=20, choices=Happened.choices)
    happened_at = models.DateTimeField()
    # The child, or the survivor, whom it is about; nobody in particular where it is the family.
    about = TenantForeignKey(Person, null=True, blank=True, related_name="+")
    text = EncryptedText(tag="note.text", key_class=KeyClass.NARRATIVE)
    is_key = models.BooleanField(default=False)
    corrects = TenantForeignKey("self", null=True, blank=True, related_name="corrections")
    written_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # Where ``told`` was asked for.
    told_by: str | None
    is_corrected: bool

    objects: ClassVar[NoteManager["Note"]] = NoteManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["corrects"], name="diary_note_corrected_once"),
            models.CheckConstraint(
                condition=Q(happened__in=Happened.values), name="diary_note_happened_is_known"
            ),
        ]
        indexes = [models.Index(fields=["case", "happened_at"], name="diary_note_of_a_case")]

    def __str__(self) -> str:
        return f"note of {self.case_id}"


def _later() -> Exists:
    return Exists(Note.objects.filter(corrects=OuterRef("pk")))
