"""Signing people in, in tests: whole, or step by step."""

import hmac
import time
from base64 import b32decode
from hashlib import sha1
from struct import unpack

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.sign_in import state
from accounts.sign_in.enrol import enrol_totp

PASSWORD = "three random words"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def signed_in(client: Client, user: User) -> Client:
    """A client whose session has both factors, for tests that are about something else."""
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    state.begin(session)
    session.save()
    return client


def enrolled(user: User) -> User:
    """The person with a password and an authenticator app of which the test knows the secret."""
    with_password(user)
    enrol_totp(user, secret=SECRET, by=None)
    return user


def with_password(user: User) -> User:
    """The person with a password and no second factor."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def code(*, secret: str = SECRET, at: float | None = None) -> str:
    """The code that an authenticator app shows (RFC 6238), worked out apart from the product."""
    counter = int((time.time() if at is None else at) // 30)
    digest = hmac.new(b32decode(secret), counter.to_bytes(8, "big"), sha1).digest()
    offset = digest[-1] & 15
    (number,) = unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def enter_password(client: Client, user: User, password: str = PASSWORD) -> HttpResponse:
    """The first step."""
    return client.post("/in/", {"login": user.email, "password": password})  # type: ignore[return-value]


def enter_code(client: Client, given: str | None = None) -> HttpResponse:
    """The second step."""
    return client.post("/in/code/", {"code": given or code()})  # type: ignore[return-value]
