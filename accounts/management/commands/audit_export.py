"""Write the whole trail into one file, for whoever checks it from outside."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import owner_use
from audit import verification


class Command(BaseCommand):
    """One line of JSON for each event, in the order of its chain."""

    opens: frozenset[str] = frozenset()

    help = "Writes the audit trail as lines of JSON, for deploy/verify_audit.py."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to make; it must not exist."""
        parser.add_argument("path", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        """Write chain after chain; only the account that runs this can read the file."""
        try:
            descriptor = os.open(options["path"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['path']} cannot be made: {error.strerror}.") from None
        count = 0
        with (
            os.fdopen(descriptor, "w", encoding="utf-8") as file,
            owner_use.used_by("audit_export"),
        ):
            for chain_id in verification.chains():
                for row in verification.exported(chain_id):
                    file.write(json.dumps(row) + "\n")
                    count += 1
        self.stdout.write(f"{count} events written to {options['path']}.")
