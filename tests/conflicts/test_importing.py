"""What comes in from another system is compared with what staff declared, before it is there."""

from pathlib import Path

import pytest

from accounts import roles
from accounts.models import Organisation, User
from accounts.tenancy import enter
from cases.models import Case
from interchange.services import import_bundle
from tests.cast import hire
from tests.conflicts.people import conflicts_of, declare, sees
from tests.interchange.bundles import Rows, row, small, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(tmp_path: Path) -> User:
    """The service manager of an organisation that was brought in before."""
    import_bundle(write(small(), tmp_path / "first"), by=None)
    return hire("Mara", Organisation.objects.get(), roles.ServiceManager)


def bring(rows: Rows, folder: Path) -> None:
    import_bundle(write(rows, folder), by=None)


def held_case() -> Case:
    with enter(Organisation.objects.get(), by=None):
        return Case.objects.get()


def test_the_same_again_is_compared_with_nobody(mara: User, tmp_path: Path) -> None:
    declare(mara, mara_works(), given_name="Somebody", family_name="Else")
    bring(small(), tmp_path / "again")

    assert sees(mara, held_case())


def mara_works() -> Organisation:
    return Organisation.objects.get()


def test_a_name_that_an_import_puts_right_is_compared(mara: User, tmp_path: Path) -> None:
    declare(mara, mara_works(), given_name="Zara", family_name="Fairweather")
    rows = small()
    rows["people"][0] |= {"given_name": "Zahra", "family_name": "Fairweather"}
    assert sees(mara, held_case())

    bring(rows, tmp_path / "again")

    assert not sees(mara, held_case())


def test_a_person_causing_harm_that_an_import_brings_is_compared(
    mara: User, tmp_path: Path
) -> None:
    declare(mara, mara_works(), given_name="Leo", family_name="Marsh", phone="07700 900555")
    rows = small()
    rows["people_causing_harm"].append(
        row("harm_ref=h2 case_ref=c1 given_name=Unknown phone=(0044)+7700+900+555")
    )

    bring(rows, tmp_path / "again")

    [conflict] = conflicts_of(mara, mara_works())
    with enter(mara_works(), by=None):
        assert conflict.reason.endswith("the telephone number is the same.")


def test_somebody_put_into_a_case_by_an_import_is_compared(mara: User, tmp_path: Path) -> None:
    rows = small()
    newcomer = row("person_ref=p9 organisation_ref=o1 given_name=Wren family_name=Applegarth")
    rows["people"].append(newcomer)
    rows["case_people"].append(row("case_ref=c1 person_ref=p9 role=other_adult"))
    declare(mara, mara_works(), given_name="Wren", family_name="Applegarth")

    bring(rows, tmp_path / "again")

    assert not sees(mara, held_case())
