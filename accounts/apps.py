"""Organisations, people who sign in, and what each may see."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Puts the walls up after every migration, and refuses roles that they do not hold."""

    name = "accounts"

    def ready(self) -> None:
        """Apply the walls whenever the schema may have changed; look at every new connection."""
        from accounts.database_role import refuse_unsafe_role
        from accounts.settings import declared  # noqa: F401 (declares them)
        from accounts.sign_in import receivers, sealing  # noqa: F401 (registers them)
        from accounts.walls import put_up_after_migrate

        connection_created.connect(refuse_unsafe_role)

        post_migrate.connect(put_up_after_migrate, sender=self)
