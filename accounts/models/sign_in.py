"""Sign-ins, and one-time links with which a person enrols. They come before any organisation."""

import datetime
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.choices import SessionEnd


class SignIn(models.Model):
    """One sign-in, or one refused attempt, as its owner sees it on the page of her account.

    `account` is a keyed hash of the address that was typed, whether anybody has it or not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.CharField(max_length=64)
    # Known once she is in.
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)
    method = models.CharField(max_length=20)
    was_refused = models.BooleanField()
    # Where from: network address and kind of browser, sealed.
    source = models.BinaryField()
    # The row of the session that began, '' for a refused attempt.
    session_row = models.CharField(max_length=40, blank=True)
    # '' while it is open, and where it ended by itself or by its owner signing out.
    ended_because = models.CharField(max_length=20, choices=SessionEnd.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="sign_in_of_account"),
            models.Index(fields=["session_row"], name="sign_in_of_session"),
        ]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def living(self, now: datetime.datetime) -> Self:
        """Keep those with which somebody can still enrol."""
        return self.filter(used_at=None, expires_at__gt=now)


InvitationManager = models.Manager.from_queryset(InvitationQuerySet)


class Invitation(models.Model):
    """A one-time link with which a person who was added sets a password and enrols."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    link_hash = models.BinaryField(max_length=32)
    invited_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[InvitationManager["Invitation"]] = InvitationManager()

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Recovery(models.Model):
    """Two colleagues' help for somebody who lost what she signs in with.

    One of the two passes on the link, the other a code; neither can be the person, nor both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="recoveries")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # From here on the link and the code live for fifteen minutes.
    agreed_at = models.DateTimeField(null=True)
    link_hash = models.BinaryField(max_length=32, null=True)
    code_hash = models.BinaryField(max_length=32, null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")) & (Q(agreed_by=None) | ~Q(agreed_by=F("user"))),
                name="accounts_recovery_is_helped_by_others",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="accounts_recovery_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"recovery {self.pk}"
