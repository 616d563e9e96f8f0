"""`./manage.py migrate`: tables are made and changed by their owner, unless told otherwise."""

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from accounts import owner_use
from encryption.keys import KeyClass


class Command(migrate.Command):
    """Django's own, on the owner's connection: the application may not make a table."""

    opens = frozenset(KeyClass)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what Django's command takes."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def run_from_argv(self, argv: list[str]) -> None:
        """As Django's; then the trail says so, for which there may have been no table before."""
        super().run_from_argv(argv)
        owner_use.record("migrate")
