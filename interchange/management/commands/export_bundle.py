"""Write an organisation's records out as a bundle that only its owner can read."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import context
from encryption.keys import KeyClass
from interchange.acting import actor, command_source, one_sentence, source_name
from interchange.exporting import ExportNotPossible, export_bundle


class Command(BaseCommand):
    """Prints how much was written and where."""

    opens = frozenset(KeyClass)

    help = "Exports an organisation's records as an interchange bundle, a folder of CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the path, whose records, who exports and why."""
        parser.add_argument(
            "path", metavar="PATH", type=Path, help="a folder that is not there yet"
        )
        parser.add_argument(
            "--organisation", metavar="REF", required=True, help="the source's reference for it"
        )
        parser.add_argument("--source", metavar="NAME", default="bundle", help="who had sent it")
        parser.add_argument("--as", dest="person", metavar="USER", help="e-mail of who exports")
        parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the trail")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, and say how much."""
        with one_sentence("nothing was exported"), context.source(command_source("export_bundle")):
            try:
                rows = export_bundle(
                    options["path"],
                    organisation_ref=options["organisation"],
                    source=source_name(options["source"]),
                    by=actor(options["person"]),
                    reason=options["reason"],
                )
            except ExportNotPossible as refused:
                raise CommandError(f"{refused} Nothing was exported.") from None
        self.stdout.write(f"{rows:,} rows written to {options['path']}.")
