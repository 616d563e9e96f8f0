"""The wall between a member of staff and the case of somebody they know."""

import uuid
from typing import ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.choices import ConflictSource
from encryption.fields import EncryptedText
from encryption.keys import KeyClass

M = TypeVar("M", bound=models.Model, covariant=True)


class WallQuerySet(TenantQuerySet[M]):
    """Who must not know of which record."""

    def standing(self) -> Self:
        """Keep conflicts that nobody has lifted."""
        return self.filter(lifted_at=None)

    def of(self, user: User) -> Self:
        """Keep the conflicts of one member of staff."""
        return self.filter(user=user)

    def set_by_managers(self) -> Self:
        """Keep what a manager set of their own accord: neither declared nor carried over."""
        return self.filter(source=ConflictSource.MANAGER)


class Wall(TenantModel):
    """For this member of staff a record does not exist, whatever else would open it.

    ``declaration_id`` is the declaration that matched, or the manager's conflict that is carried
    over; ``signs`` are what made it match, each "id of the person's record:sign". A wall set by a
    manager has neither.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=ConflictSource.choices)
    declaration_id: "models.UUIDField[uuid.UUID | None, uuid.UUID | None]" = models.UUIDField(
        null=True, blank=True
    )
    signs = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    set_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def stands(self) -> bool:
        """Say whether nobody has lifted it."""
        return self.lifted_at is None


class ConflictQuerySet(WallQuerySet["Conflict"]):
    """Who must not know of which case."""


ConflictManager = models.Manager.from_queryset(ConflictQuerySet)


class Conflict(Wall):
    """For this member of staff the case does not exist, whatever else would open it."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey("cases.Case", related_name="conflicts")
    reason = EncryptedText(tag="conflict.reason", key_class=KeyClass.NARRATIVE)
    lifted_because = EncryptedText(tag="conflict.lifted_because", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[ConflictManager["Conflict"]] = ConflictManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "declaration_id"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="cases_conflict_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(source__in=ConflictSource.values), name="cases_conflict_source_is_known"
            ),
        ]
        indexes = [models.Index(fields=["user"], name="cases_conflict_of_a_person")]

    def __str__(self) -> str:
        return f"conflict of {self.user_id} with {self.case_id}"
