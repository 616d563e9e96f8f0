"""`./manage.py apply_tombstones`: erase again what an older database brought back."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.tenancy import enter
from encryption import tombstones
from encryption.keys import KeyClass
from erasure.carrying_out import carry_out_again


class Command(BaseCommand):
    """The one command that may touch a database that is older than the ledger of erasures."""

    opens = frozenset(KeyClass)

    help = "Erases again everybody whom the ledger names and this database still holds."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Carry each line out in a transaction; stopped midway, it goes on from there."""
        with tombstones.applying():
            left = tombstones.unapplied()
            now = timezone.now()
            for entry in left:
                with enter(entry.organisation_id, by=None):
                    carry_out_again(entry=entry, at=now, today=timezone.localdate(now))
            tombstones.refuse()
        self.stdout.write(f"Erased again: {len(left)}. Nothing of the ledger is left to do.")
