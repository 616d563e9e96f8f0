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
"""The organisation's key that seals nothing: the audit MAC key, the key of imported
references and their like are derived from it."""

FIRST_VERSION = 1
