"""The classes of keys. A process that lacks a class cannot read what is sealed under it."""

from enum import StrEnum


class KeyClass(StrEnum):
    """What a data key opens."""

    IDENTITY = "identity"
    LOCATION = "location"
    NARRATIVE = "narrative"
    PROFILE = "profile"
    FILES = "files"
    SEARCH = "search"


PURPOSES = "purposes"
"""The organisation's key that seals nothing: what authenticates its trail is derived from it. Its
versions all stay, since each goes on proving what was made with it."""

FIRST_VERSION = 1
