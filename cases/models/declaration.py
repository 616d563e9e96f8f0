"""Whom a member of staff knows: her own, sealed under her own keys, and read by her alone."""

import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from accounts.models import User
from accounts.models.base import TenantModel, TenantQuerySet
from accounts.personal_keys import subject_of
from cases.likeness import Known
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass


class DeclarationQuerySet(TenantQuerySet["Declaration"]):
    """Whom members of staff have declared."""

    def standing(self) -> Self:
        """Keep declarations that were not ended."""
        return self.filter(ended_at=None)

    def of(self, user: User) -> Self:
        """Keep one member of staff's own."""
        return self.filter(user=user)


DeclarationManager = models.Manager.from_queryset(DeclarationQuerySet)


class Declaration(TenantModel):
    """Somebody whom a member of staff knows.

    ``details`` holds texts, absent where blank: ``given_name``, ``family_name``, ``known_as``,
    ``date_of_birth`` (ISO), ``phone``, ``postcode``, and ``relationship``: what they are to her.
    """

    ENCRYPTION_SUBJECT = "subject_id"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    details = EncryptedRecord(tag="declaration.details", key_class=KeyClass.IDENTITY)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[DeclarationManager["Declaration"]] = DeclarationManager()

    def __str__(self) -> str:
        return f"declaration {self.pk}"

    @property
    def subject_id(self) -> UUID:
        """Whose keys seal it: her own, in this organisation."""
        return subject_of(self.organisation_id, self.user_id)

    @property
    def full_name(self) -> str:
        """Return the name as it is written, or what the person is known as."""
        names = (self.details.get("given_name", ""), self.details.get("family_name", ""))
        return " ".join(filter(None, names)) or str(self.details.get("known_as", ""))

    @property
    def relationship(self) -> str:
        """Return what the person is to her."""
        return str(self.details.get("relationship", ""))

    @property
    def date_of_birth(self) -> datetime.date | None:
        """Return the day of birth, where she knows it."""
        born = self.details.get("date_of_birth", "")
        return datetime.date.fromisoformat(born) if born else None

    @property
    def known(self) -> Known:
        """Return what is compared."""
        texts = ("given_name", "family_name", "known_as", "phone", "postcode")
        held = {name: str(self.details.get(name, "")) for name in texts}
        return Known(**held, date_of_birth=self.date_of_birth)


class NobodyToDeclare(TenantModel):
    """A member of staff was asked whom she knows, and said: nobody."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="cases_nobody_to_declare_once"
            )
        ]

    def __str__(self) -> str:
        return f"nobody to declare, said {self.said_at.isoformat()}"
