"""Erasing a person: two people together, after a time in which it can be taken back."""

from django.apps import AppConfig


class ErasureConfig(AppConfig):
    """What is erased follows from the records themselves; apps above add what only they know."""

    name = "erasure"

    def ready(self) -> None:
        """Declare the settings; say what else goes with a person's keys."""
        from encryption import erasing
        from erasure import settings  # noqa: F401 (declares them)
        from erasure.leftovers import LEFTOVERS

        erasing.register(LEFTOVERS)
