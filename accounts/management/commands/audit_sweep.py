"""`./manage.py audit_sweep`: is each sealed value the one that was written last?"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts import owner_use
from accounts.models import Organisation
from accounts.tenancy import enter
from audit import sweeping


class Command(BaseCommand):
    """Prints one line for each value that is not, and exits with status 1 when there is one."""

    opens: frozenset[str] = frozenset()

    help = "Compares every sealed value with the trail: finds older ones that were put back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether values from before are to be taken as they are."""
        parser.add_argument(
            "--begin", action="store_true",
            help="take the values that no event speaks of yet as they are, and record that",
        )  # fmt: skip

    def handle(self, *args: object, **options: Any) -> None:
        """Sweep each organisation, while people work."""
        owner_use.record("audit_sweep")
        organisations = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
        count = 0
        for organisation_id in organisations:
            found, sealed = _swept(organisation_id)
            self.stdout.write(f"Organisation {organisation_id}: {_told_of_use(sealed)}")
            if options["begin"]:
                begun = _begin(organisation_id, found)
                self.stdout.write(f"Organisation {organisation_id}: begun with {begun} rows.")
                found = [fault for fault in found if fault.is_begun]
            for fault in found:
                self.stderr.write(f"organisation {organisation_id}, {fault}")
            count += len(found)
        if count:
            raise CommandError(f"{count} values are not those that were written last.")
        self.stdout.write(
            f"Every sealed value is the one that was written last ({len(organisations)} "
            "organisations). Whether the trail itself holds: ./manage.py audit_verify"
        )


def _swept(organisation_id: UUID) -> tuple[list[sweeping.Fault], int]:
    with sweeping.snapshot(), enter(organisation_id, by=None, using="owner"):
        return list(sweeping.faults()), sweeping.sealed_since_renewal()


def _told_of_use(sealed: int) -> str:
    """Say how much was sealed under the present keys; each stays far from where it may not go."""
    told = f"no data key sealed more than {sealed:,} values."
    if sealed > sweeping.SEALED_AT_MOST:
        return f"{told} Replace them: ./manage.py rotate_keys --organisation."
    return told


def _begin(organisation_id: UUID, found: list[sweeping.Fault]) -> int:
    with enter(organisation_id, by=None, using="owner"):
        return sweeping.begin(found)
