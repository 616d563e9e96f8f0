"""Who is told of alerts: those who can have it mended, and those who watch over the records."""

from accounts.access import has_permission
from accounts.models import User
from accounts.permissions import Permission


def minds(user: User) -> bool:
    """Say whether a person is told of alerts, and closes them."""
    return has_permission(user, Permission.LOOKED_SEE) or has_permission(
        user, Permission.SETTINGS_MANAGE
    )
