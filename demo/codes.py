"""The six digits of a demo person's second factor, as an authenticator app would show them."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

PERIOD_SECONDS = 30
_DIGITS = 6


def code_at(secret: str, now: datetime) -> str:
    """The code of RFC 6238 for a base32 secret."""
    counter = int(now.timestamp()) // PERIOD_SECONDS
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def seconds_left(now: datetime) -> int:
    """How long the current code is still shown."""
    return PERIOD_SECONDS - int(now.timestamp()) % PERIOD_SECONDS
