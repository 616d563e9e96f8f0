"""The one-time set-up code: made for the terminal, kept as a keyed hash, dead once used."""

import datetime as dt
import hmac
import secrets
from hashlib import sha256

from django.utils import timezone

from accounts.models import User
from accounts.models.set_up_code import SetUpCode
from encryption import installation

LASTS = dt.timedelta(hours=2)
# No letter or number that could be read as another; 16 of them cannot be guessed (78 bits).
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_GROUPS, _GROUP = 4, 4


def is_open() -> bool:
    """Whether the installation has nobody yet."""
    return not User.objects.exists()


def new_code() -> str:
    """Make a code in place of any before it; '' where the beginning is over."""
    if not is_open():
        return ""
    code = "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )
    SetUpCode.objects.all().delete()
    SetUpCode.objects.create(code_hash=_hash(code), expires_at=timezone.now() + LASTS)
    return code


def find(code: str, *, now: dt.datetime) -> SetUpCode | None:
    """Return the living code that somebody typed, however she set it apart."""
    return SetUpCode.objects.living(now).filter(code_hash=_hash(code)).first()


def announcement(code: str) -> list[str]:
    """What the terminal says of a code."""
    hours = LASTS // dt.timedelta(hours=1)
    return [
        "",
        "Nobody is here yet. The first visit asks for this code:",
        "",
        f"    {code}",
        "",
        f"It holds for {hours} hours and once. Starting Rowan again makes another.",
        "",
    ]


def _hash(code: str) -> bytes:
    """A hash that only this installation can make."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.digest(installation.purpose_key("set-up code"), plain.encode(), sha256)
