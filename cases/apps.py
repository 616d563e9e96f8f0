"""People, households and cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case is the record that everything else hangs on."""

    name = "cases"

    def ready(self) -> None:
        """Declare the settings of cases; register what a leaver hands over and a review may say."""
        from cases import (  # noqa: F401 (register themselves)
            handing_over,
            hanging,
            leaving,
            reviews,
            settings,
        )
        from cases.conflicts import settings as of_conflicts  # noqa: F401 (declares them)
        from cases.conflicts.matching import register
        from cases.conflicts.walls import CASES
        from cases.looked import settings as of_who_looked  # noqa: F401 (declares it)
        from cases.search import keeping, limits, memory  # noqa: F401 (limits declares a setting)
        from cases.unusual import settings as of_unusual  # noqa: F401 (declares them)
        from encryption import erasing

        register(CASES)
        erasing.register(erasing.Holding(name="search", remove=keeping.remove, empty=memory.forget))
