"""`./manage.py restore_backup FILE`: a database again, where there is none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from config import backups
from encryption.custody import custodian

_APPLY = "apply_tombstones"


class Command(BaseCommand):
    """Fills an empty database from a backup, all of it or nothing."""

    opens: frozenset[str] = frozenset()

    help = "Puts a backup back into a new, empty database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the backup."""
        parser.add_argument("path", metavar="FILE", type=Path, help="what `backup` wrote")
        parser.add_argument("--check", action="store_true", help="only look whether it is whole")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then erase again whoever was erased since the backup was made."""
        try:
            if options["check"]:
                header, _ = backups.check(options["path"])
                self.stdout.write(f"Whole: {header.bytes:,} bytes, made at {header.made_at}.")
                return
            backups.put_back(options["path"], self.stdout.write)
        except backups.BackupRefused as refused:
            raise CommandError(str(refused)) from None
        if not custodian().exists():
            self.stdout.write("Now the root key: ./manage.py recover_root")
        elif _APPLY in get_commands():
            call_command(_APPLY)
        self.stdout.write("Put back. Before anybody works with it: ./manage.py audit_verify")
