"""The code that authenticates an event: which version of the trail's key made it, and the HMAC.

The key is one that the database never holds, so whoever controls the database can neither forge an
event nor change one unseen. Once an event says that the versions before its own are retired, what
comes behind it in the chain and was made with one of them is a forgery.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from audit.content import EventContent
from encryption.keys import FIRST_VERSION

RETIRED = "keys.trail_retire"
_HMAC_BYTES = 32


def make(content: EventContent, version: int, key: bytes) -> bytes:
    """Return version (2 bytes) and HMAC-SHA-256 over the content."""
    return version.to_bytes(2, "big") + hmac.digest(key, content.canonical(), sha256)


class Codes:
    """The codes of one chain, looked at in its order."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        self._keys = keys
        self._oldest = FIRST_VERSION

    def wrong(self, content: EventContent, code: bytes) -> str:
        """Say what is wrong with an event's code; nothing where it is right."""
        version = version_of(code)
        key = self._keys.get(version)
        # The code as a whole: 32 bytes alone are of the first version, from before there were more.
        made = key and make(content, version, key)[-len(code) :]
        if not made or not hmac.compare_digest(made, code):
            return "the event was changed"
        if version < self._oldest:
            return "the event was made with a key that was retired before it"
        if content.verb == RETIRED:
            self._oldest = version
        return ""


def version_of(code: bytes) -> int:
    """Return the version of the key that a code says it was made with."""
    return FIRST_VERSION if len(code) == _HMAC_BYTES else int.from_bytes(code[:-_HMAC_BYTES], "big")
