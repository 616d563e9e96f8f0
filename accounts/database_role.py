"""The process refuses to work in a database role that the walls do not hold.

A superuser, a role that bypasses row-level security, or the owner of the tables would see every
organisation at once and prove nothing of the walls. Checked at each new connection, so it holds
for pages, workers, commands and shells alike.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# The connections that pages, workers and commands use; the owner's only migrates.
WALLED_ALIASES = frozenset({"default", "audit"})

_ROLE = """
    SELECT r.rolsuper, r.rolbypassrls, EXISTS (
        SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'MEMBER')
    )
    FROM pg_roles r WHERE r.rolname = current_user
"""


class UnsafeDatabaseRole(Exception):
    """The database role passes through the walls."""


def refuse_unsafe_role(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Raise UnsafeDatabaseRole unless the walls hold for this connection's role."""
    if connection.alias not in WALLED_ALIASES:
        return
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        superuser, bypasses, owns = cursor.fetchone()
    faults = [
        text
        for text, holds in (
            ("is a superuser", superuser),
            ("bypasses row-level security", bypasses),
            ("owns the tables", owns),
        )
        if holds
    ]
    if faults:
        connection.close()
        raise UnsafeDatabaseRole(
            f"Rowan does not run in a database role that {' and '.join(faults)}: "
            "use rowan_app, as docs/architecture.md says."
        )
