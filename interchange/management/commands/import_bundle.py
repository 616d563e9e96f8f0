"""Bring a bundle in: all of it, or nothing and one line for each fault."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import context
from encryption.keys import KeyClass
from interchange.acting import actor, command_source, one_sentence, source_name
from interchange.faults import BundleRefused
from interchange.services import Imported, import_bundle


class Command(BaseCommand):
    """Prints what was done, or the faults on standard error with status 1."""

    opens = frozenset(KeyClass)

    help = "Imports an interchange bundle, a folder or a zip of one: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the path, and who and what it is from."""
        parser.add_argument("path", metavar="PATH", type=Path, help="the bundle's folder, or a zip")
        parser.add_argument("--source", metavar="NAME", default="bundle", help="who sent it")
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument("--as", dest="person", metavar="USER", help="e-mail of who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done."""
        with one_sentence("nothing was imported"), context.source(command_source("import_bundle")):
            try:
                done = import_bundle(
                    options["path"],
                    source=source_name(options["source"]),
                    by=actor(options["person"]),
                    dry_run=options["dry_run"],
                    progress=self._progress,
                )
            except BundleRefused as refused:
                for line in refused.faults.lines():
                    self.stderr.write(line)
                count = refused.faults.count
                faults = "1 fault" if count == 1 else f"{count:,} faults"
                raise CommandError(f"{faults}; nothing was imported.", returncode=1) from None
        self._tell(done, dry_run=options["dry_run"])

    def _progress(self, done: int, total: int) -> None:
        if done < total or total > 5_000:
            sys.stderr.write(f"{done:,} of {total:,} rows\n")
            sys.stderr.flush()

    def _tell(self, done: Imported, *, dry_run: bool) -> None:
        for name in done.ignored:
            self.stderr.write(f"{name} is not a file of the bundle and was not read.")
        if dry_run:
            self.stdout.write(f"{done.rows:,} rows, no fault; nothing was written.")
            return
        self.stdout.write(
            f"{done.rows:,} rows: {done.added:,} records added, {done.changed:,} changed, "
            f"{done.removed:,} removed."
        )
