"""Reading what is public between organisations: who provides what for whom, which areas exist.

The role ``rowan_report`` may read the few tables that say ``IN_REGISTER``, across every
organisation, and nothing else. The application takes that role for one look and gives it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def reading_the_register() -> Iterator[None]:
    """Read as ``rowan_report`` while the block runs; nothing can be written there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE rowan_report")
        yield
        # After an error the savepoint's roll-back gives the role back instead.
        cursor.execute("SET LOCAL ROLE NONE")
