"""A bundle comes in whole, and again without changing anything."""

from pathlib import Path

import pytest

from accounts.models import Organisation
from accounts.tenancy import enter
from cases.models import Person
from interchange.faults import BundleRefused
from interchange.services import import_bundle
from tests.interchange.bundles import small, write

pytestmark = pytest.mark.django_db


def bring(folder: Path, **options):
    try:
        return import_bundle(folder, by=None, **options)
    except BundleRefused as refused:
        pytest.fail("\n".join(refused.faults.lines()))


def test_a_bundle_comes_in_whole(tmp_path: Path) -> None:
    done = bring(write(small(), tmp_path / "b"))

    assert done.added > 0
    with enter(Organisation.objects.get(), by=None):
        assert {person.given_name for person in Person.objects.all()} == {"Zahra", "Imran"}


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    bring(folder)

    again = bring(folder)

    assert (again.added, again.changed, again.removed) == (0, 0, 0)
