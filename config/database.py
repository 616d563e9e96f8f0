"""Which PostgreSQL Rowan talks to, and in which role on each connection."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

# One lock is never waited for longer than this; a clear error beats a hanging page.
LOCK_TIMEOUT = "10s"


def from_url(url: str) -> dict[str, Any]:
    """Read ``postgresql://user:password@host:port/name`` into Django's settings."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


def _private(role: str) -> dict[str, Any]:
    """The private server's connection for a role; found when first connected to."""
    return {"ENGINE": "config.private_engine", "NAME": "rowan", "USER": role}


def databases() -> dict[str, dict[str, Any]]:
    """Three connections to one database: the application, its read events, its owner.

    With ``DATABASE_URL`` set, ``DATABASE_AUDIT_URL`` names the connection that stores read
    events and ``DATABASE_OWNER_URL`` the one that migrates (only needed while migrating).
    """
    roles = {"default": "rowan_app", "audit": "rowan_audit", "owner": "rowan_owner"}
    names = {
        "default": "DATABASE_URL",
        "audit": "DATABASE_AUDIT_URL",
        "owner": "DATABASE_OWNER_URL",
    }
    found = {}
    for alias, role in roles.items():
        url = os.environ.get(names[alias])
        if "DATABASE_URL" in os.environ and url is None:
            url = os.environ["DATABASE_URL"]
        connection = from_url(url) if url else _private(role)
        connection["CONN_MAX_AGE"] = 60
        connection["CONN_HEALTH_CHECKS"] = True
        connection["OPTIONS"] = {"options": f"-c lock_timeout={LOCK_TIMEOUT}"}
        found[alias] = connection
    return found
