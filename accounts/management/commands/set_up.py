"""`./manage.py set_up`: an installation's folders, keys, database and tables."""

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts import beginning
from config.installation import set_up
from encryption.keys import KeyClass


class Command(BaseCommand):
    """Makes what is missing and keeps what is there."""

    opens = frozenset(KeyClass)

    help = "Sets this installation up, or brings its tables up to date."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Set up, saying each step."""
        set_up(settings.ROWAN_HOME, self.stdout.write)
        code = beginning.new_code()
        if code:
            self.stdout.write("\n".join(beginning.announcement(code)))
        self.stdout.write("Ready.")
