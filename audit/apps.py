"""The audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, to which record, when, from where and for what purpose."""

    name = "audit"

    def ready(self) -> None:
        """Listen for sealed values: those written and removed, and those that do not open."""
        from audit import commitments, failures
        from encryption.signals import (
            decryption_failed,
            key_withheld,
            sealed_removed,
            sealed_written,
        )

        decryption_failed.connect(failures.record)
        key_withheld.connect(failures.record_withheld)
        sealed_written.connect(commitments.record_written)
        sealed_removed.connect(commitments.record_removed)
