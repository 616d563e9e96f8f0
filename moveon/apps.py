"""Moving on: how support in one place ended, and what came after."""

from django.apps import AppConfig


class MoveonConfig(AppConfig):
    """Owns the end of every episode."""

    name = "moveon"

    def ready(self) -> None:
        """Tell the diary of endings."""
        from moveon import in_diary

        in_diary.register()
