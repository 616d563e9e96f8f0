"""Erasures, and the places in other records where the person is named."""

from typing import ClassVar, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.personal_keys import subject_of
from cases.models import Case, Person
from encryption.fields import EncryptedText
from encryption.keys import KeyClass
from erasure.choices import Basis, State


class ErasureQuerySet(TenantQuerySet["Erasure"]):
    """Who is to be erased, and who was."""

    def open(self) -> Self:
        """Keep those that are neither carried out nor withdrawn."""
        return self.filter(carried_out_at=None, withdrawn_at=None)

    def confirmed(self) -> Self:
        """Keep those that wait for their day, the first due on top."""
        return self.open().exclude(confirmed_at=None).order_by("due_at", "pk")


ErasureManager = models.Manager.from_queryset(ErasureQuerySet)


class Erasure(TenantModel):
    """One person's erasure, from being asked for to being carried out or withdrawn.

    ``case`` is the case through which it was asked for. ``manifest`` is what went and what stayed
    when it was carried out: sorts of record, numbers and ids. The words are sealed under the
    keys of whoever asked, and the person's names are taken out of them with everything else.
    """

    ENCRYPTION_SUBJECT = "subject_id"

    reference = models.CharField(max_length=20)
    person = TenantForeignKey(Person, related_name="erasures")
    case = TenantForeignKey(Case, related_name="erasures")
    basis = models.CharField(max_length=20, choices=Basis.choices)
    reason = EncryptedText(tag="erasure.reason", key_class=KeyClass.NARRATIVE)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    at_once_because = EncryptedText(tag="erasure.at_once_because", key_class=KeyClass.NARRATIVE)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    carried_out_at = models.DateTimeField(null=True, blank=True)
    backups_until = models.DateField(null=True, blank=True)
    manifest = models.JSONField(default=dict, blank=True)

    objects: ClassVar[ErasureManager["Erasure"]] = ErasureManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="erasure_reference_is_unique"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_at=None),
                name="erasure_of_a_person_once",
                violation_error_message="This person is to be erased already.",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values), name="erasure_basis_is_known"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="erasure_is_confirmed_by_another",
                violation_error_message="Somebody else must confirm this.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None, due_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, due_at__isnull=False),
                name="erasure_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at=None)
                | Q(confirmed_at__isnull=False, withdrawn_at=None, backups_until__isnull=False),
                name="erasure_is_carried_out_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject_id(self) -> UUID:
        """Whose keys seal the words: those of whoever asked."""
        return subject_of(self.organisation_id, self.asked_by_id)

    @property
    def state(self) -> State:
        """How far it is."""
        if self.carried_out_at:
            return State.CARRIED_OUT
        if self.withdrawn_at:
            return State.WITHDRAWN
        return State.CONFIRMED if self.confirmed_at else State.ASKED


class Mention(TenantModel):
    """A field of a record that stays, in which the person is named; where, and never what.

    ``take_out`` is what the two decided: her names are replaced when she is erased. The record
    itself is then the correction, and this row ties it to what it replaced, which is gone.
    """

    erasure = TenantForeignKey(Erasure, related_name="mentions")
    record = models.CharField(max_length=60)
    record_id = models.UUIDField()
    field = models.CharField(max_length=60)
    case = TenantForeignKey(Case, null=True, blank=True, related_name="+")
    take_out = models.BooleanField(default=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["erasure", "record", "record_id", "field"], name="erasure_mention_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.record} {self.record_id}"

    @property
    def what(self) -> str:
        """The sort of record, in words."""
        return str(apps.get_model(self.record)._meta.verbose_name).capitalize()

    @property
    def place(self) -> str:
        """Where it is, as the ledger writes it."""
        return f"{self.record}:{self.record_id}:{self.field}"
