"""Django's PostgreSQL engine, pointed at the private server when it first connects.

Starting the server only then keeps commands that need no database quick and quiet.
"""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config.private_postgres import ensure_running


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the private server in the role that the settings name."""

    def get_connection_params(self) -> dict[str, Any]:
        """Start the private server if need be, and say where it listens."""
        server = ensure_running(settings.ROWAN_HOME)
        self.settings_dict["HOST"] = server.host
        self.settings_dict["PORT"] = str(server.port)
        self.settings_dict["PASSWORD"] = server.passwords[self.settings_dict["USER"]]
        params: dict[str, Any] = super().get_connection_params()
        return params
