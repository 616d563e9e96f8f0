"""Check every event and every seal of the trail."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts import owner_use
from accounts.tenancy import enter
from audit import checkpoints, guards, verification
from audit.keys import every_key
from encryption.errors import KeyUnavailable


class Command(BaseCommand):
    """Prints one line for each fault and exits with status 1 when there is one."""

    opens: frozenset[str] = frozenset()

    help = "Checks the audit trail: exits with status 1 when anything was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an anchored copy of the checkpoints instead of the installation's own."""
        parser.add_argument("--checkpoints", type=Path, help="an anchored copy to check against")

    def handle(self, *args: object, **options: Any) -> None:
        """Verify every chain, each under its own key."""
        found = [*guards.down(), *(str(fault) for fault in verification.unsealed())]
        copy = options["checkpoints"]
        broken = [str(each) for each in verification.checkpoint_faults(checkpoints.all_lines(copy))]
        marks = {} if broken else verification.marks_of(checkpoints.all_lines(copy))
        found += broken
        lines = sum(1 for _ in checkpoints.all_lines(copy))
        chains = sorted({*verification.chains(), *marks})
        for chain_id in chains:
            found += _faults(chain_id, marks.get(chain_id, []))
        # Afterwards: where the trail takes no event, that is what is to be found.
        owner_use.record("audit_verify")
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"The trail does not hold: {len(found)} faults.")
        self.stdout.write(
            f"The trail holds: {len(chains)} chains, every event sealed, {lines} checkpoints."
        )


def _faults(chain_id: UUID, marks: list[checkpoints.Mark]) -> list[str]:
    try:
        keys = _keys(chain_id)
    except KeyUnavailable:
        return [f"chain {chain_id}: no organisation of this name has keys"]
    return [str(fault) for fault in verification.faults(chain_id, keys, marks)]


def _keys(chain_id: UUID) -> dict[int, bytes]:
    if chain_id == verification.NIL:
        return every_key(None)
    with enter(chain_id, by=None):
        return every_key(chain_id)
