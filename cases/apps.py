"""People, households and cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case is the record that everything else hangs on."""

    name = "cases"

    def ready(self) -> None:
        """Declare the settings of cases."""
        from cases import settings  # noqa: F401 (declares them)
