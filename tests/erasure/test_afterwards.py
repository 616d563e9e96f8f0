"""What goes on around somebody who was erased: bundles, the annual return, the trail."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import roles
from accounts.models import Organisation
from accounts.tenancy import enter
from cases.models import Case, Person
from cases.services import close_case
from erasure import carrying_out, services
from erasure.choices import Basis
from interchange.exporting import export_bundle
from interchange.faults import BundleRefused
from interchange.services import import_bundle
from tests.cast import Cast, hire
from tests.interchange.bundles import Rows, read_rows, small, write

NOW = timezone.now()
LATER = NOW + datetime.timedelta(days=8)


def erase_survivor(case: Case, organisation: Organisation) -> None:
    """Erase the survivor of a case by two people of its organisation, after closing the case."""
    asking = hire("Sunniva", organisation, roles.ServiceManager)
    leading = hire("Dagny", organisation, roles.DataProtectionLead)
    with enter(organisation, by=asking):
        case = close_case(
            case=case, closed_on=datetime.date(2026, 11, 20), expected_version=case.version,
            by=asking,
        )  # fmt: skip
        person = Person.objects.get(case_people__case=case, case_people__role="survivor")
        erasure = services.ask(
            person=person, case=case, basis=Basis.ASKED, reason="Asked in writing", at=NOW,
            by=asking,
        )  # fmt: skip
        services.confirm(erasure=erasure, at=NOW, expected_version=1, by=leading)
        carrying_out.carry_out(erasure=erasure, at=LATER, today=LATER.date(), by=None)
        assert Person.objects.get(pk=person.pk).is_erased


@pytest.fixture
def brought(db: None, tmp_path: Path) -> Organisation:
    """An organisation whose records came in a bundle, and whose survivor was erased since."""
    import_bundle(write(small(), tmp_path / "in"), by=None)
    organisation = Organisation.objects.get()
    with enter(organisation, by=None):
        case = Case.objects.get()
    erase_survivor(case, organisation)
    return organisation


def exported(tmp_path: Path) -> Rows:
    """The organisation's records as they go out now."""
    export_bundle(tmp_path / "out", organisation_ref="o1", by=None)
    return read_rows(tmp_path / "out")


@pytest.mark.usefixtures("brought")
def test_a_bundle_goes_out_without_what_was_erased(tmp_path: Path) -> None:
    rows = exported(tmp_path)

    [zahra] = [one for one in rows["people"] if not one["given_name"]]
    named = {name for name, cell in zahra.items() if cell}
    assert "Zahra" not in str(rows)
    assert "ZZ1 1ZZ" not in str(rows)
    assert not {"given_name", "family_name", "date_of_birth", "phone", "postcode"} & named
    assert [one["given_name"] for one in rows["people"] if one["person_ref"] == "p2"] == ["Imran"]
    assert len(rows["episodes"]) == 1


@pytest.mark.usefixtures("brought")
def test_a_bundle_that_names_somebody_erased_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(BundleRefused) as caught:
        import_bundle(write(small(), tmp_path / "again"), by=None)

    assert "was erased" in "\n".join(caught.value.faults.lines())


@pytest.mark.usefixtures("brought")
@pytest.mark.parametrize("name", ["needs", "goals"])
def test_what_has_the_keys_of_somebody_erased_is_refused_in_plain_words(
    name: str, tmp_path: Path
) -> None:
    rows = small()
    rows["people"] = [one for one in rows["people"] if one["person_ref"] != "p1"]
    with pytest.raises(BundleRefused) as caught:
        import_bundle(write(rows, tmp_path / "again"), by=None)

    assert any(line.startswith(name) for line in caught.value.faults.lines())


@pytest.mark.usefixtures("brought")
def test_the_rest_of_such_a_bundle_comes_in_without_their_row(tmp_path: Path) -> None:
    rows = small()
    for name in ("people", "needs", "goals"):
        rows[name] = [one for one in rows[name] if one["person_ref"] != "p1"]
    for step in rows["next_steps"]:
        step["goal_ref"] = ""
    rows["people"][0]["given_name"] = "Imraan"

    import_bundle(write(rows, tmp_path / "again"), by=None)

    assert [one["given_name"] for one in exported(tmp_path)["people"]].count("Imraan") == 1


@pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"])
@pytest.mark.two_connections
def test_the_trail_holds_afterwards(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with enter(cast.alder, by=None):
        case = Case.objects.get(pk=cast.amira.pk)
    erase_survivor(case, cast.alder)

    call_command("audit_verify")

    assert "The trail holds" in capsys.readouterr().out
