"""One-time tokens and codes: made once, shown once, kept as a keyed hash alone."""

import hmac
import secrets
from hashlib import sha256

from encryption import installation

_CODE_DIGITS = 8


def new_token() -> str:
    """A token for a link; it cannot be guessed."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code that can be read out on the telephone; of use only together with a link."""
    return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}"


def hashed(purpose: str, text: str) -> bytes:
    """A hash that only this installation can make."""
    return hmac.digest(installation.purpose_key(purpose), text.encode(), sha256)
