"""Every change of a model is committed with its migration, and each app has one leaf."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_no_model_differs_from_its_migrations() -> None:
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=loader.graph
    )

    missing = [
        f"{app}: {operation.describe()}"
        for app, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    ]
    assert not missing, "\n".join(missing)


def test_no_app_has_two_leaves() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
