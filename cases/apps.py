"""People, households and cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case is the record that everything else hangs on."""

    name = "cases"

    def ready(self) -> None:
        """Declare the settings of cases; let the queue of reviews ask what it may say of them."""
        from cases import (
            reviews,  # noqa: F401 (registers itself)
            settings,  # noqa: F401 (declares them)
        )
