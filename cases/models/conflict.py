"""The wall between a member of staff and the case of somebody they know."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.choices import ConflictSource
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class ConflictQuerySet(TenantQuerySet["Conflict"]):
    """Who must not know of which case."""

    def standing(self) -> Self:
        """Keep conflicts that nobody has lifted."""
        return self.filter(lifted_at=None)

    def of(self, user: User) -> Self:
        """Keep the conflicts of one member of staff."""
        return self.filter(user=user)


ConflictManager = models.Manager.from_queryset(ConflictQuerySet)


class Conflict(TenantModel):
    """For this member of staff the case does not exist, whatever else would open it.

    ``declaration_id`` is the declaration that matched; a conflict set by a manager has none.
    """

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey("cases.Case", related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=ConflictSource.choices)
    declaration_id: "models.UUIDField[uuid.UUID | None, uuid.UUID | None]" = models.UUIDField(
        null=True, blank=True
    )
    reason = EncryptedText(tag="conflict.reason", key_class=KeyClass.NARRATIVE)
    set_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
