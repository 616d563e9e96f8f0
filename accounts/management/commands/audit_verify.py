"""Check every event and every seal of the trail."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.tenancy import enter
from audit import verification
from audit.keys import authentication_key


class Command(BaseCommand):
    """Prints one line for each fault and exits with status 1 when there is one."""

    opens: frozenset[str] = frozenset()

    help = "Checks the audit trail: exits with status 1 when anything was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take nothing: every chain is checked."""

    def handle(self, *args: object, **options: object) -> None:
        """Verify every chain, each under its own key."""
        found = [str(fault) for fault in verification.unsealed()]
        chains = verification.chains()
        for chain_id in chains:
            found += [str(fault) for fault in verification.faults(chain_id, _key(chain_id))]
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"The trail does not hold: {len(found)} faults.")
        self.stdout.write(f"The trail holds: {len(chains)} chains, every event sealed.")


def _key(chain_id: UUID) -> bytes:
    if chain_id == verification.NIL:
        return authentication_key(None)
    with enter(chain_id, by=None):
        return authentication_key(chain_id)
