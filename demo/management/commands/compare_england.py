"""`./manage.py compare_england --year 2022-23`: what is derived beside what was published."""

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.errors import AuditUnavailable
from demo.england.comparison import add_up, compare, table
from demo.england.options import add_scale
from returns import services
from returns.checks.definitions import Level
from returns.command_line import source_of
from returns.derived import Return
from returns.loading import OPENS
from returns.period import UnknownYear

PUBLISHED_YEAR = "2022-23"


class Command(BaseCommand):
    """Derives the returns of all authorities; status 1 when a figure lies outside tolerance."""

    opens = OPENS

    help = "Compares the sum of all derived returns with the published figures of England."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, and the scale of the country that is here."""
        parser.add_argument("--year", required=True, metavar="YEAR", help="2022-23")
        add_scale(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every cell, then what the checks say."""
        if options["year"] != PUBLISHED_YEAR:
            raise CommandError(f"Published figures are here for {PUBLISHED_YEAR} alone.")
        began = time.monotonic()
        returns = self._derived(options["year"])
        seconds = time.monotonic() - began
        if not returns:
            raise CommandError("This installation holds no England: run demo_england first.")
        cells = add_up(
            {code: figure for code, figure in one.cells.items() if isinstance(figure, int)}
            for one in returns
        )
        lines = compare(cells, scale=options["scale"])
        for line in table(lines):
            self.stdout.write(line)
        self.stdout.write(f"\n{len(returns)} returns derived in {seconds:.1f} s")
        self._tell_checks(returns)
        outside = [line.cell for line in lines if not line.agrees]
        if outside:
            raise CommandError(f"Outside tolerance: {', '.join(outside)}.", returncode=1)
        figures = sum(line.published is not None for line in lines)
        self.stdout.write(f"All {figures} published figures and shares are within tolerance.")

    def _derived(self, year: str) -> list[Return]:
        try:
            with source_of("compare_england"):
                return list(services.derive_each(year, progress=self._progress))
        except (UnknownYear, services.ReturnRefused) as refused:
            raise CommandError(str(refused)) from None
        except AuditUnavailable:
            raise CommandError(
                "The audit trail cannot be written, so nothing was read. Try again later."
            ) from None

    def _tell_checks(self, returns: list[Return]) -> None:
        """How many returns each check has something to say of."""
        spoken: Counter[tuple[str, str]] = Counter()
        for one in returns:
            spoken.update({(check.level.value, check.code) for check in one.checks})
        levels = [level.value for level in Level]
        for (level, code), count in sorted(
            spoken.items(), key=lambda item: (levels.index(item[0][0]), item[0][1])
        ):
            self.stdout.write(f"  {level}: {code} in {count} returns")
        errors = sum(count for (level, _), count in spoken.items() if level == Level.ERROR.value)
        self.stdout.write(f"Checks at error: {errors}")

    def _progress(self, done: int, of: int) -> None:
        if done % 50 == 0 or done == of:
            sys.stderr.write(f"{done} of {of} providers counted\n")
            sys.stderr.flush()
