"""Where an administrator goes from the page of the organisation."""

from dataclasses import dataclass

from accounts.permissions import Permission


@dataclass(frozen=True)
class Door:
    """One part of what is managed."""

    name: str
    about: str
    address: str
    permission: Permission


DOORS = (
    Door("The organisation", "Its name and what it is", "accounts:organisation",
         Permission.ORGANISATION_MANAGE),
    Door("Services", "Services with their teams, places and rooms", "accounts:services",
         Permission.ORGANISATION_MANAGE),
    Door("People", "Who works here, and as what", "accounts:people", Permission.PEOPLE_MANAGE),
    Door("Settings", "What the organisation decides for itself", "accounts:settings",
         Permission.SETTINGS_MANAGE),
    Door("Areas of meetings", "Meetings that you host, and who comes", "marac:areas",
         Permission.ORGANISATION_MANAGE),
    Door("Support", "Help from outside, for hours", "accounts:support", Permission.PEOPLE_MANAGE),
    Door("How Rowan is doing", "Background work, versions", "web:diagnostics",
         Permission.DIAGNOSTICS_SEE),
    Door("Roles", "What each role may do", "accounts:matrix", Permission.MATRIX_SEE),
)  # fmt: skip
