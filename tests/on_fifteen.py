"""Which tests run on PostgreSQL 15 as well: marked `database`, by hand or here.

Here: every test that uses the database in the rooms whose rules stand in the database, where
versions could differ. Pages and pure counting behave alike on any version.
"""

from pathlib import Path

import pytest

ROOMS = frozenset(
    {
        "accommodation",
        "accounts",
        "audit",
        "cases",
        "contact",
        "diary",
        "encryption",
        "interchange",
        "jobs",
        "marac",
        "moveon",
        "risk",
        "safety_plans",
    }
)
_HERE = Path(__file__).parent
_FIXTURES = frozenset({"db", "transactional_db"})


# First, so that `-m database` sees the marks.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of those rooms."""
    for item in items:
        if _room(item.path) in ROOMS and _uses_the_database(item):
            item.add_marker(pytest.mark.database)


def _room(path: Path) -> str:
    return path.relative_to(_HERE).parts[0] if path.is_relative_to(_HERE) else ""


def _uses_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db"):
        return True
    return not _FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
