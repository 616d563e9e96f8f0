"""`./manage.py backup FILE`: everything in the database, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import events
from config import backups


class Command(BaseCommand):
    """Makes a backup while people work."""

    opens: frozenset[str] = frozenset()

    help = "Writes a backup of the database into one file. Keys are not in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to."""
        parser.add_argument("path", metavar="FILE", type=Path, help="a file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, and check what was written."""
        events.session("backup.make", by=None)
        try:
            header = backups.make(options["path"])
            backups.check(options["path"])
        except backups.BackupRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{header.bytes:,} bytes written to {options['path']}.")
