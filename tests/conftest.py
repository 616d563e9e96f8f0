"""The test database, made as its owner and used as the application.

Tests run in the application's own role: as the owner or a superuser they would prove nothing of
the walls. In ordinary tests the read events' connection is the same as the default one, so that
each test is one transaction; tests marked ``two_connections`` use real ones.
"""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker, Settings

from encryption.custody import custodian
from encryption.primitives import new_key

pytest_plugins = ["tests.cast", "tests.scenes", "tests.strict_templates"]


def pytest_configure() -> None:
    """Make the tests' own root key, and the folder that static files are served from."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    keeper = custodian()
    if not keeper.exists():
        keeper.create(new_key())


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Create and migrate the test database as its owner, then use it as the application."""
    with django_db_blocker.unblock():
        owner = connections["owner"]
        name = owner.settings_dict["NAME"]
        owner.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        test_name = owner.settings_dict["NAME"]
        owner.close()
        for alias in ("default", "audit"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = test_name
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "audit"):
            connections[alias].close()
        owner.creation.destroy_test_db(name, verbosity=0)
        owner.close()


@pytest.fixture(autouse=True)
def one_connection(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Store read events on the test's own connection, unless it is marked ``two_connections``."""
    if not request.node.get_closest_marker("two_connections"):
        settings.AUDIT_CONNECTION = "default"


@pytest.fixture(autouse=True)
def own_ledger(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    """Give each test a ledger of erased people of its own: a file outlives a rolled-back test."""
    settings.ROWAN_ERASED = tmp_path_factory.getbasetemp() / uuid4().hex


@pytest.fixture(autouse=True)
def checkpoints_of_its_own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test an empty file of checkpoints: the trail begins anew with each test too."""
    folder = tmp_path_factory.getbasetemp() / "checkpoints"
    settings.ROWAN_CHECKPOINTS = folder / str(uuid4()) / "checkpoints"


@pytest.fixture(scope="session", autouse=True)
def emptied_by_the_owner() -> Iterator[None]:
    """After a test with real commits, empty the tables as their owner: the application may not.

    For the whole session, because a test's own patches end before its database is emptied.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_every_table)
        yield


def _empty_every_table(case: TransactionTestCase) -> None:
    parameters = connections["owner"].get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as owner:
        tables = owner.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission',"
            " 'encryption_installationkey', 'encryption_rootkey')"
        ).fetchall()
        owner.execute("TRUNCATE " + ", ".join(name for (name,) in tables))
