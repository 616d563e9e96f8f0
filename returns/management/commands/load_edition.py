"""Load an edition of the form: a new year, a new list of options, a corrected wording."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from returns.editions import store
from returns.editions.reading import EditionRefused


class Command(BaseCommand):
    """Checks the file whole, then keeps a copy; a fault changes nothing."""

    opens: frozenset[str] = frozenset()

    help = "Loads an edition file. Its name holds the year, such as 2023-24.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            edition = store.load(path, home=Path(settings.ROWAN_HOME))
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be used: {error.strerror}.") from None
        except EditionRefused as refused:
            for fault in refused.faults:
                self.stderr.write(f"{path.name}: {fault}")
            raise CommandError("The edition was not loaded, and nothing was changed.") from None
        self.stdout.write(
            f"Loaded the edition of {edition.name}: {len(edition.cells)} cells, "
            f"{len(edition.not_published)} of them not published."
        )
