"""`./manage.py demo_england`: a case-level England of 2022-23, through the ordinary import."""

import sys
import time
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import context
from demo.england.loading import AlreadyHeldError, load_england
from demo.england.options import add_scale
from encryption.keys import KeyClass
from interchange.acting import command_source, one_sentence

# An import keeps one processor busy, or the database's, and seldom both: two at once use two.
AT_ONCE = 2


class Command(BaseCommand):
    """Brings in every provider, and says how far it has come."""

    opens = frozenset(KeyClass)

    help = "Makes England of 2022-23, some 50,000 people in the places of 120 authorities."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the scale, and how many imports go on together."""
        add_scale(parser)
        parser.add_argument(
            "--at-once",
            type=int,
            choices=range(1, 17),
            default=AT_ONCE,
            metavar="N",
            help=f"how many providers are imported at the same time (default {AT_ONCE})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse with one sentence where England is here already; go on where a run stopped."""
        scale: Decimal = options["scale"]
        at_once: int = options["at_once"]
        began = time.monotonic()
        outcome = "what was brought in is kept; run it again to go on"
        with one_sentence(outcome), context.source(command_source("demo_england")):
            try:
                loaded = load_england(scale, progress=self._progress, at_once=at_once)
            except AlreadyHeldError as held:
                raise CommandError(str(held)) from None
        seconds = time.monotonic() - began
        before = f" ({loaded.found} were here already)" if loaded.found else ""
        self.stdout.write(
            f"{loaded.providers:,} providers{before}, {loaded.people:,} people and {loaded.rows:,} "
            f"rows in {seconds:.0f} s: {loaded.people / seconds:,.0f} people a second, "
            f"{at_once} imports at once."
        )

    def _progress(self, done: int, of: int, rows: int) -> None:
        if done % 10 == 0 or done == of:
            sys.stderr.write(f"{done} of {of} providers, {rows:,} rows\n")
            sys.stderr.flush()
