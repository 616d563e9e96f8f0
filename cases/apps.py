"""People, households and cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case is the record that everything else hangs on."""

    name = "cases"
