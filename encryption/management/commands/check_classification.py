"""Name every stored field that nobody has classified."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from encryption import classification
from encryption.checks import encrypted_fields


class Command(BaseCommand):
    """Exit with 1 when a field is unclassified, stale, classified twice, or misused."""

    opens: frozenset[str] = frozenset()

    help = "Check that every stored field is encrypted, or says why it is not."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        faults = list(classification.faults())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            self.stderr.write(f"{len(faults)} faults in the classification.")
            sys.exit(1)
        models = classification.all_models()
        count = sum(len(model._meta.local_concrete_fields) for model in models)
        self.stdout.write(
            f"All {count} fields of {len(models)} models are classified; "
            f"{len(encrypted_fields())} are encrypted."
        )
