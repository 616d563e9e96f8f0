"""Print the key with which anybody can check the trail's checkpoints."""

from django.core.management.base import BaseCommand

from audit import checkpoints


class Command(BaseCommand):
    """Prints it in hexadecimal; keep it where the anchors are."""

    opens: frozenset[str] = frozenset()

    help = "Prints the public key that checks the audit trail's checkpoints."

    def handle(self, *args: object, **options: object) -> None:
        """Print one line."""
        self.stdout.write(checkpoints.public_key())
