"""Tokens with which another program works for one person, in one role, for one purpose."""

import datetime
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.choices import ApiScope
from accounts.models.organisation import Organisation
from accounts.models.user import User


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, in the words of the people who answer for them."""

    def live_at(self, moment: datetime.datetime) -> Self:
        """Keep tokens that are neither over nor taken back; one is over at its very end."""
        return self.filter(ended_at=None, expires_at__gt=moment)


ApiTokenManager = models.Manager.from_queryset(ApiTokenQuerySet)


class ApiToken(models.Model):
    """What another program shows. Only the hash of the token is stored.

    It has no tenant wall: it is looked up before an organisation is entered, and holds no record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    scopes = ArrayField(models.CharField(max_length=30, choices=ApiScope.choices))
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[ApiTokenManager["ApiToken"]] = ApiTokenManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="accounts_api_token_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(scopes=[]),
                name="accounts_api_token_opens_something",
                violation_error_message="Choose what the token opens.",
            ),
        ]

    def __str__(self) -> str:
        return f"token until {self.expires_at.isoformat()}"

    @property
    def scopes_in_words(self) -> list[str]:
        """Return what it opens, in words."""
        return [str(ApiScope(scope).label) for scope in self.scopes]
