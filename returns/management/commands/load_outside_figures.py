"""Add the figures that a provider outside Rowan sent."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from returns import outside
from returns.access import NoRight
from returns.command_line import person_named, source_of
from returns.period import UnknownYear
from returns.services import ReturnRefused


class Command(BaseCommand):
    """Checks the file whole, then keeps its figures; a fault changes nothing."""

    opens: frozenset[str] = frozenset()

    help = "Adds a provider's figures (JSON) to the return of an authority and year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--as", dest="person", metavar="USER", help="act as this person")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            with source_of("load_outside_figures"):
                figures = outside.load(content, by=person_named(options["person"]))
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from None
        except outside.FiguresRefused as refused:
            for fault in refused.faults:
                self.stderr.write(f"{options['file'].name}: {fault}")
            raise CommandError("The figures were not loaded, and nothing was changed.") from None
        except (ReturnRefused, UnknownYear, NoRight) as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"Kept {len(figures.cells)} figures of {figures.provider_name} for {figures.year}."
        )
