"""What a list of who looked says of staff, when it is given to the person whose record it is."""

from accounts.settings.declared import LOOKING
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Choice

ROLES, NAMES = "roles", "names"

register(
    Setting(
        key="looked_names",
        group=LOOKING,
        name="In a list of who looked, for the person whose record it is, name staff by",
        about="Somebody may ask who looked at what is recorded about them. By role, the list says "
        "“IDVA”; by name, “Ines Example, IDVA”. A printed list may come into other hands.",
        kind=Choice(((ROLES, "their role"), (NAMES, "their name and role"))),
        default=ROLES,
    )
)
