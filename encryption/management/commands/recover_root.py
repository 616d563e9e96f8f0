"""`./manage.py recover_root`: the root key again, from recovery sheets."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from encryption import recovery
from encryption.custody import custodian
from encryption.recovery import Sheet, SheetRefused

_LINES = 4


class Command(BaseCommand):
    """Reads sheets from files, or as they are typed, and puts the root key where it belongs."""

    opens: frozenset[str] = frozenset()

    help = "Puts the root key together from recovery sheets, where there is none."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files, if the sheets are in files."""
        parser.add_argument(
            "sheets", metavar="FILE", type=Path, nargs="*", help="a sheet; without, they are typed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Recover the root key, and say which it is."""
        keeper = custodian()
        if keeper.exists():
            raise CommandError(f"There is a root key at {keeper.path} already; it stays.")
        try:
            sheets = [_from_file(path) for path in options["sheets"]] or self._typed()
            root = recovery.join(sheets)
        except SheetRefused as refused:
            raise CommandError(str(refused)) from None
        keeper.create(root)
        self.stdout.write(f"The root key {sheets[0].named} is at {keeper.path} again.")

    def _typed(self) -> list[Sheet]:
        sheets: list[Sheet] = []
        while not sheets or len(sheets) < sheets[0].needed:
            where = "the first sheet" if not sheets else f"sheet {len(sheets) + 1} that you type"
            try:
                sheets.append(recovery.read(self._four_lines(where), where=where))
            except SheetRefused as refused:
                # Only what was mistyped is typed again.
                self.stderr.write(str(refused))
        return sheets

    def _four_lines(self, where: str) -> list[str]:
        self.stdout.write(f"The four lines of {where}:")
        lines = []
        for number in range(1, _LINES + 1):
            self.stdout.write(f"{number}: ", ending="")
            self.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                raise CommandError("The sheets ended before there were enough; nothing was made.")
            typed = line.strip()
            lines.append(typed if typed.startswith(f"{number}:") else f"{number}: {typed}")
        return lines


def _from_file(path: Path) -> Sheet:
    try:
        return recovery.read(path.read_text(encoding="utf-8").splitlines(), where=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SheetRefused(f"{path} cannot be read as a sheet: {error}.") from None
