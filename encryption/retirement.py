"""When a key is retired, and when the last backup that holds it is gone.

A key that was replaced opens nothing in the live database from its last day on. A backup made
before holds it still, wrapped, until the backup itself is destroyed: whoever restores one with the
root key of that time reads it.
"""

import datetime

from django.conf import settings


def backups_gone_on(day: datetime.date) -> datetime.date:
    """The day on which the last backup made up to this day is destroyed.

    How long backups are kept belongs to the installation: ROWAN_BACKUPS_KEPT_DAYS.
    """
    return day + datetime.timedelta(days=settings.ROWAN_BACKUPS_KEPT_DAYS)
