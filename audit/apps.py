"""The audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, to which record, when, from where and for what purpose."""

    name = "audit"

    def ready(self) -> None:
        """Listen for sealed values that do not open, and for keys that are withheld."""
        from audit import failures
        from encryption.signals import decryption_failed, key_withheld

        decryption_failed.connect(failures.record)
        key_withheld.connect(failures.record_withheld)
