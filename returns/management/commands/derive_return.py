"""Derive the statutory return of one authority, or of all."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from audit.errors import AuditUnavailable
from returns import exports, services
from returns.access import NoRight
from returns.command_line import person_named, source_of, write_file
from returns.derived import Return
from returns.dividing import WorkStopped
from returns.editions.reading import EditionRefused
from returns.loading import OPENS
from returns.period import UnknownYear

TEXT_FORMATS = ("json", "csv")


class Command(BaseCommand):
    """Prints the return, or writes it to a file."""

    opens = OPENS

    help = "Derives the statutory return of an authority from the case records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--authority", metavar="CODE", help="GSS code of a Tier 1 authority")
        parser.add_argument("--all", action="store_true", help="every authority that commissions")
        parser.add_argument("--year", metavar="YEAR", help="such as 2022-23")
        parser.add_argument("--format", default="json", help="json (default), csv, xlsx or ods")
        parser.add_argument("--out", type=Path, metavar="PATH", help="write to a file instead")
        parser.add_argument("--as", dest="person", metavar="USER", help="act as this person")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every refusal is one sentence and status 1."""
        _refuse_what_does_not_fit(options)
        try:
            with source_of("derive_return"):
                person = person_named(options["person"])
                if options["all"]:
                    self._all(options, person)
                else:
                    self._one(options, person)
        except (services.ReturnRefused, UnknownYear, NoRight) as refused:
            raise CommandError(str(refused)) from None
        except WorkStopped as stopped:
            raise CommandError(str(stopped)) from None
        except AuditUnavailable:
            raise CommandError(
                "The audit trail cannot be written, so nothing was read. Try again later."
            ) from None
        except EditionRefused as refused:
            raise CommandError(f"The loaded edition cannot be read: {refused}") from None

    def _one(self, options: dict[str, Any], person: User | None) -> None:
        derived = services.derive(options["authority"], options["year"], by=person)
        self._warn(derived)
        content = exports.render(derived, options["format"])
        if options["out"] is not None:
            write_file(options["out"], content)
        else:
            self.stdout.write(content.decode("utf-8-sig"), ending="")

    def _all(self, options: dict[str, Any], person: User | None) -> None:
        lines = [derived.as_json() for derived in services.derive_each(options["year"], by=person)]
        text = "".join(f"{line}\n" for line in lines)
        if options["out"] is not None:
            write_file(options["out"], text.encode())
        else:
            self.stdout.write(text, ending="")

    def _warn(self, derived: Return) -> None:
        """Beside the result, where figures of nothing could be taken for figures."""
        if derived.note:
            self.stderr.write(derived.note)


def _refuse_what_does_not_fit(options: dict[str, Any]) -> None:
    if bool(options["authority"]) == bool(options["all"]):
        raise CommandError("Give either --authority CODE or --all.")
    if not options["year"]:
        raise CommandError("Give the year, such as --year 2022-23.")
    form = options["format"]
    if form not in exports.FORMATS:
        known = ", ".join(exports.FORMATS)
        raise CommandError(f"“{form}” is not a format of the return. There are {known}.")
    if options["all"] and form != "json":
        raise CommandError("--all gives a line of JSON for each authority: use --format json.")
    if form not in TEXT_FORMATS and options["out"] is None:
        raise CommandError(f"A file in {form} needs a place: add --out PATH.")
