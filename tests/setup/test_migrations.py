"""Every change of a model is committed with its migration, and each app has one leaf."""

import io

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_model_differs_from_its_migrations() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_no_app_has_two_leaves() -> None:
    loader = MigrationLoader(connections["default"], ignore_no_migrations=True, load=False)
    loader.build_graph()

    assert loader.detect_conflicts() == {}
