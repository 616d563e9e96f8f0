"""`./manage.py key_shares`: the root key on sheets to print, some of which give it again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import paper
from audit import events
from encryption import installation, recovery
from encryption.custody import custodian, places
from encryption.recovery import Sheet

_SETS = {f"{needed}-of-{of}": (needed, of) for needed, of in recovery.CHOICES}
_TEXT = """ROWAN RECOVERY SHEET {number} of {of}

{needed} of these {of} sheets together give the root key of an installation of
Rowan, and with a backup of its records everything in them. Fewer give nothing.
Keep each with somebody else, locked away, apart from every backup.

Root key    {named}
Made on     {day}

To use it: ./manage.py recover_root, then type these four lines. Spaces do not
matter; the last two letters of each line check it.

{lines}
"""
_PAGE = """#set page(paper: "a4", margin: 30mm)
#set text(size: 12pt)
#raw(json(bytes(sys.inputs.content)).words, block: true)
"""


class Command(BaseCommand):
    """Prints each sheet, or writes each into a file of its own."""

    opens: frozenset[str] = frozenset()

    help = "Splits the root key into sheets to print: 2 of 3, or 3 of 5, give it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many sheets, and where they go."""
        parser.add_argument("set", choices=sorted(_SETS), help="how many are needed, of how many")
        parser.add_argument("--into", metavar="FOLDER", type=Path, help="a file for each sheet")
        parser.add_argument("--pdf", action="store_true", help="those files as PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        """Split the root key that opens this database, and record that it was done."""
        if options["pdf"] and not options["into"]:
            raise CommandError("A PDF needs a folder: --into FOLDER.")
        installation.verify()
        needed, of = _SETS[options["set"]]
        roots = custodian().roots()
        if len(roots) > 1:
            raise CommandError("The root key is being replaced: finish that first.")
        sheets = recovery.split(roots[0], needed=needed, of=of)
        events.session("keys.share", by=None)
        for sheet in sheets:
            if options["into"]:
                self._write(sheet, options["into"], pdf=options["pdf"])
            else:
                self.stdout.write(words(sheet) + "\f")
        if options["into"]:
            self.stdout.write(f"Print the {of} files in {options['into']}, then destroy them.")

    def _write(self, sheet: Sheet, folder: Path, *, pdf: bool) -> None:
        path = folder / f"sheet-{sheet.number}-of-{sheet.of}.{'pdf' if pdf else 'txt'}"
        content = printed(sheet) if pdf else words(sheet).encode()
        places.write_new(path, content)


def words(sheet: Sheet) -> str:
    """What stands on a sheet. Nothing of whose it is."""
    return _TEXT.format(
        number=sheet.number,
        of=sheet.of,
        needed=sheet.needed,
        named=sheet.named,
        day=f"{timezone.localdate():%-d %B %Y}",
        lines="\n".join(f"    {line}" for line in sheet.lines()),
    )


def printed(sheet: Sheet) -> bytes:
    """The same as a PDF."""
    return paper.pdf(_PAGE, {"words": words(sheet)})
