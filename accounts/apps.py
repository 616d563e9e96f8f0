"""Organisations, people who sign in, and what each may see."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Puts the walls up after every migration."""

    name = "accounts"

    def ready(self) -> None:
        """Apply the walls whenever the schema may have changed."""
        from accounts.walls import put_up_after_migrate

        post_migrate.connect(put_up_after_migrate, sender=self)
