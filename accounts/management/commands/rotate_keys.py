"""`./manage.py rotate_keys`: other keys in the place of the present ones, while people work."""

import getpass
import os
import socket
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from accounts.rotating import RotationRefused, rotate
from accounts.rotating.underway import told
from audit import context
from encryption.keys import KeyClass
from encryption.models import Rotation


class Command(BaseCommand):
    """Says each second how far it is. Stopped or killed, the same command goes on from there."""

    opens = frozenset(KeyClass)

    help = "Replaces the root key, a class key, an organisation's data keys, or the trail's keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which keys, or the question how far a rotation is."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--root", action="store_true", help="the root key")
        what.add_argument(
            "--class", dest="key_class", choices=[str(each) for each in KeyClass],
            help="the key of a class, in every organisation",
        )  # fmt: skip
        what.add_argument(
            "--organisation", metavar="REF",
            help="the data keys of an organisation, by name or id: every value is sealed anew",
        )  # fmt: skip
        what.add_argument(
            "--trail", action="store_true", help="the keys that authenticate the audit trail"
        )
        what.add_argument("--status", action="store_true", help="say how far a rotation is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, or say how far that is."""
        if options["status"]:
            self.stdout.write(_status())
            return
        try:
            with context.source(_source()):
                by_hand = self._rotate(options)
        except RotationRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("Done: the keys before open nothing any more.")
        if by_hand:
            self.stdout.write(by_hand)

    def _rotate(self, options: dict[str, Any]) -> str:
        if options["root"]:
            return rotate(Rotation.Kind.ROOT, say=self.stdout.write)
        if options["trail"]:
            return rotate(Rotation.Kind.TRAIL, say=self.stdout.write)
        if options["key_class"]:
            key_class = KeyClass(options["key_class"])
            return rotate(Rotation.Kind.CLASS, key_class=key_class, say=self.stdout.write)
        return rotate(
            Rotation.Kind.ORGANISATION,
            organisation_id=_organisation(options["organisation"]),
            say=self.stdout.write,
        )


def _status() -> str:
    rotation = Rotation.objects.underway()
    if rotation is not None:
        return f"Underway: {told(rotation)}."
    last = Rotation.objects.order_by("-ended_at").first()
    return f"No rotation is underway. The last: {told(last)}." if last else "There was none yet."


def _organisation(text: str) -> UUID:
    try:
        found = Organisation.objects.filter(pk=UUID(text))
    except ValueError:
        found = Organisation.objects.filter(name__iexact=text)
    ids = list(found.values_list("pk", flat=True)[:2])
    if len(ids) != 1:
        how = "More than one organisation is" if ids else "No organisation is"
        raise CommandError(f"{how} called “{text}”. Give its id.")
    return ids[0]


def _source() -> str:
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = f"uid {os.getuid()}"
    return f"rotate_keys by {account} on {socket.gethostname()}"
