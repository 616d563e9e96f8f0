"""Browsers from which a person has signed in before, known by a signed cookie of their own.

The cookie opens nothing. It only lets its browser guess apart from everybody else.
"""

import datetime as dt
import hashlib
import hmac
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from encryption import installation

KEEP = dt.timedelta(days=180)
# People who share one browser; the one who has been away longest is forgotten first.
MOST_PEOPLE = 8
_SALT = "rowan.device"


def known(request: HttpRequest, *, account: str) -> str:
    """Return the random id of this browser for this account; '' for a stranger's."""
    return _held(request).get(_name(account), "")


def remember(request: HttpRequest, response: HttpResponseBase, *, account: str) -> None:
    """Know this browser again at this account's next sign-in."""
    held = {_name(account): secrets.token_urlsafe(16), **_held(request)}
    kept = dict(list(held.items())[:MOST_PEOPLE])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(kept, salt=_SALT),
        max_age=KEEP,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _held(request: HttpRequest) -> dict[str, str]:
    try:
        held: dict[str, str] = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=KEEP
        )
    except signing.BadSignature:
        return {}
    return held


def _name(account: str) -> str:
    """A keyed hash: the cookie tells nobody who signs in here."""
    key = installation.purpose_key("device")
    return hmac.new(key, account.strip().lower().encode(), hashlib.sha256).hexdigest()[:32]
