"""Who keeps the root key: a file, a systemd credential, or a file that a passphrase opens.

The key ring knows none of them: it asks for the root keys at hand. There is one, and a second one
while the root key is being replaced. They never come from the database, the repository or the text
of the environment.
"""

import os
import re
from pathlib import Path
from typing import Protocol

from django.conf import settings

from encryption.custody.credentials import CredentialCustody
from encryption.custody.files import FileCustody
from encryption.custody.passphrases import PassphraseCustody
from encryption.errors import RootKeyRefused

KINDS = ("file", "passphrase", "credential")
FORBIDDEN_VARIABLES = ("ROWAN_KEY", "ROWAN_ROOT_KEY", "ROWAN_KEY_PASSPHRASE", "ROWAN_PASSPHRASE")
_LOOKS_LIKE_A_KEY = re.compile(r"[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?")


class Custodian(Protocol):
    """A keeper of the root key."""

    @property
    def path(self) -> Path:
        """Where the present root key lies."""

    def exists(self) -> bool:
        """Whether there is a root key, or the remains of one."""

    def roots(self) -> list[bytes]:
        """The present root key, and behind it the one that is to replace it."""

    def create(self, root: bytes) -> None:
        """Keep the first root key; one that is there is never touched."""

    def prepare(self) -> bytes:
        """Keep a second root key beside the present one; the same one when asked again."""

    def replace(self) -> str:
        """Let the second take the place of the present one; what is left to do by hand."""


def custodian() -> Custodian:
    """The keeper that the settings and the environment name."""
    for variable in FORBIDDEN_VARIABLES:
        if os.environ.get(variable):
            raise RootKeyRefused(
                f"{variable} is set. The root key does not belong in the environment: "
                "put it in a file of mode 0600 and name that file in ROWAN_KEY_FILE."
            )
    kind = settings.ROWAN_KEY_CUSTODY
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    if kind == "credential" or (not kind and CredentialCustody(folder).exists()):
        return CredentialCustody(folder)
    if kind == "passphrase":
        return PassphraseCustody(_named().with_suffix(".sealed"))
    if kind in ("", "file"):
        return FileCustody(_named())
    raise RootKeyRefused(f"ROWAN_KEY_CUSTODY is {kind!r}: it is one of {', '.join(KINDS)}.")


def _named() -> Path:
    if _LOOKS_LIKE_A_KEY.fullmatch(str(settings.ROWAN_KEY_FILE)):
        raise RootKeyRefused(
            "ROWAN_KEY_FILE holds what looks like a key. It must name a file that holds the key."
        )
    return Path(settings.ROWAN_KEY_FILE)
