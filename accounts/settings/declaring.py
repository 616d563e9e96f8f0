"""The register of settings: what each does, whom it affects, and what holds until it is changed.

An app above this one declares its own when it starts, as it does its relationships.
"""

from dataclasses import dataclass
from enum import Enum

from accounts.settings.kinds import Kind, Value


class Scope(Enum):
    """For whom a setting can be told apart."""

    ORGANISATION = "the organisation as a whole"
    ROLE = "a role"
    SERVICE = "a service"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing that an organisation decides for itself.

    `about` says what it does and who notices; both stand on the page of settings. With the scope
    of a role or a service, what is decided for one of them stands before what holds for all.
    """

    key: str
    group: str
    name: str
    about: str
    kind: Kind
    default: Value
    scope: Scope = Scope.ORGANISATION

    def clean(self, value: object) -> Value:
        """Return the value as it is stored; raises Django's ValidationError in plain words."""
        field = self.kind.field()
        found: Value = field.clean(field.prepare_value(value))
        return found

    def words(self, value: Value) -> str:
        """Say a value as people say it."""
        return self.kind.words(value)


class UnknownSetting(LookupError):
    """No app declares a setting of this key."""


_SETTINGS: dict[str, Setting] = {}


def register(setting: Setting) -> Setting:
    """Declare a setting; the same key twice is a fault of the code."""
    if _SETTINGS.get(setting.key, setting) != setting:
        raise ValueError(f"Two settings are called {setting.key}.")
    _SETTINGS[setting.key] = setting
    return setting


def get(key: str) -> Setting:
    """Return the setting of this key; raises UnknownSetting."""
    try:
        return _SETTINGS[key]
    except KeyError:
        raise UnknownSetting(key) from None


def every_setting() -> dict[str, list[Setting]]:
    """Return every setting by group, in the order in which they are declared."""
    groups: dict[str, list[Setting]] = {}
    for setting in _SETTINGS.values():
        groups.setdefault(setting.group, []).append(setting)
    return groups
