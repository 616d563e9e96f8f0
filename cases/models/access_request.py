"""What somebody asked for and could not open."""

import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from accounts.models import User
from accounts.models.base import TenantModel, TenantQuerySet
from accounts.personal_keys import subject_of
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class AccessRequestQuerySet(TenantQuerySet["AccessRequest"]):
    """Who asked for what."""

    def of_day(self, user: User, day: datetime.date) -> Self:
        """Keep what a person asked for on a day."""
        return self.filter(user=user, asked_at__date=day)


AccessRequestManager = models.Manager.from_queryset(AccessRequestQuerySet)


class AccessRequest(TenantModel):
    """Somebody asks for a case that is not there for her.

    It is written alike whether there is such a case or not, and names none: what becomes of it is
    found out in the background, where the asker's page cannot tell.
    """

    ENCRYPTION_SUBJECT = "subject_id"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    looking_for = EncryptedText(tag="access_request.looking_for", key_class=KeyClass.NARRATIVE)
    reason = EncryptedText(tag="access_request.reason", key_class=KeyClass.NARRATIVE)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AccessRequestManager["AccessRequest"]] = AccessRequestManager()

    class Meta:
        indexes = [models.Index(fields=["user", "asked_at"], name="cases_accessrequest_of_one")]

    def __str__(self) -> str:
        return f"request of {self.asked_at.isoformat()}"

    @property
    def subject_id(self) -> UUID:
        """Whose keys seal the words: the asker's own."""
        return subject_of(self.organisation_id, self.user_id)
