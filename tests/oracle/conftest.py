"""The connection of the second derivation: the test database's owner, beside Django's own."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections

from tests.oracle.derive import Connection

# What Django passes and plain psycopg has no word for.
DJANGO_ONLY = {"cursor_factory", "server_side_binding", "context", "prepare_threshold"}


@pytest.fixture(scope="session")
def clear_database(django_db_setup: None) -> Iterator[Connection]:
    """A connection that owns the test database; the product's tables are not touched.

    What the second derivation makes is rolled back with its transaction.
    """
    parameters = connections["owner"].get_connection_params()
    wanted = {name: value for name, value in parameters.items() if name not in DJANGO_ONLY}
    with psycopg.connect(**wanted) as connection:
        yield connection
