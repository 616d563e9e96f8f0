"""Giving a person a second factor without a page: for demo people and for tests."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.models import User
from accounts.sign_in.adapters import secrets_of
from audit import events


@transaction.atomic
def enrol_totp(user: User, *, secret: str, by: User | None) -> None:
    """Make this (base32) the secret of the person's authenticator app, in place of any other."""
    events.session("sign_in.enrol", by=by)
    Authenticator.objects.filter(user=user).delete()
    with secrets_of(user):
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
