"""Rowan refuses to work in a role that passes through the walls."""

import pytest
from django.db import connection, connections

from accounts.database_role import UnsafeDatabaseRole

pytestmark = pytest.mark.django_db


def connect_as(role: str) -> None:
    """Connect as the application does, but in another of the private server's roles."""
    other = connection.copy(alias="default")
    other.settings_dict["USER"] = role
    try:
        other.connect()
    finally:
        other.close()


def test_the_application_role_is_accepted() -> None:
    connect_as("rowan_app")


@pytest.mark.parametrize(("role", "words"), [
    ("rowan_owner", "owns the tables"),
    ("rowan_backup", "bypasses row-level security"),
    ("rowan_admin", "is a superuser"),
])  # fmt: skip
def test_a_role_that_passes_through_the_walls_is_refused(role: str, words: str) -> None:
    with pytest.raises(UnsafeDatabaseRole, match=words):
        connect_as(role)


def test_the_owners_own_connection_may_migrate() -> None:
    assert connections["owner"].settings_dict["USER"] == "rowan_owner"
