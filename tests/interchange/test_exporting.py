"""What came in goes out again, to its owner alone, and the trail says so."""

import shutil
import stat
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from audit import events as audit_events
from interchange.columns import FILE, FILES, Kind
from interchange.exporting import ExportNotPossible, export_bundle
from interchange.services import import_bundle
from tests.cast import Cast
from tests.interchange.bundles import Rows, normal, read_rows, row, small, write
from tests.interchange.held import events

pytestmark = pytest.mark.django_db


def back(rows: Rows, tmp_path: Path) -> Rows:
    """Import the rows into an empty installation and export them."""
    shutil.rmtree(tmp_path / "in", ignore_errors=True)
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    import_bundle(write(rows, tmp_path / "in"), by=None)
    export_bundle(tmp_path / "out", organisation_ref="o1", by=None)
    return read_rows(tmp_path / "out")


def test_the_same_bundle_comes_back(tmp_path: Path) -> None:
    assert back(small(), tmp_path) == normal(small())


def test_what_is_spelled_in_two_ways_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = small()
    rows["episode_people"][0] |= row("from=2022-05-01 to=2022-10-31")
    rows["stays"][0] |= row("from= to=")
    rows["provision"][0] |= row("bedspaces= authority_code= commissioned_from=")
    rows["referrals"][1] |= row("decision= received_on= case_ref=c1 decided_on=")
    rows["episodes"].append(
        row("episode_ref=e2 case_ref=c1 provision_ref=v1 started_on=2023-01-01 planned=no "
            "next_place=hospital")
    )  # fmt: skip

    assert back(rows, tmp_path) == normal(rows)


def test_odd_text_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = small()
    rows["people"][0] |= {
        "given_name": '=HYPERLINK("x")', "family_name": "a,b\r\nc\nd\re", "known_as": " ' \" ",
        "phone": "\u202e\u0007\t", "email": "\U0001f600", "postcode": ";;",
    }  # fmt: skip
    rows["services"][0]["quality_standards"] = "line\rline\u2028\x0b"
    rows["organisations"][0]["name"] = '"'

    assert back(rows, tmp_path) == normal(rows)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


# No shrinking: an import takes too long for the hundreds of tries that it needs.
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_answers_come_back(data: st.DataObject, tmp_path: Path) -> None:
    rows = small()
    for file in ("people", "people_causing_harm", "units", "services", "referrals"):
        for column in FILE[file].columns:
            for found in rows[file]:
                if column.kind is Kind.TEXT:
                    found[column.name] = data.draw(TEXT)
                elif column.kind is Kind.CODE and not column.required:
                    found[column.name] = data.draw(st.sampled_from(("", *column.codes)))
    # Each example starts with an empty installation.
    mark = transaction.savepoint()

    assert back(rows, tmp_path) == normal(rows)

    transaction.savepoint_rollback(mark)


def test_only_the_owner_can_read_the_folder(tmp_path: Path) -> None:
    back(small(), tmp_path)

    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == sorted(file.filename for file in FILES)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_export_is_in_the_trail_with_its_reason(tmp_path: Path) -> None:
    import_bundle(write(small(), tmp_path / "in"), by=None)

    export_bundle(tmp_path / "out", organisation_ref="o1", by=None, reason="Leaving")

    (event,) = events("bundle.export")
    assert (event.kind, event.purpose) == ("read", "Leaving")
    assert len(event.subjects) == 7


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    import_bundle(write(small(), tmp_path / "in"), by=None)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")

    with pytest.raises(ExportNotPossible, match="not empty"):
        export_bundle(tmp_path / "out", organisation_ref="o1", by=None)

    assert [each.name for each in (tmp_path / "out").iterdir()] == ["mine"]


def test_a_failing_export_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_bundle(write(small(), tmp_path / "in"), by=None)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        export_bundle(tmp_path / "out", organisation_ref="o1", by=None)

    assert [each.name for each in tmp_path.iterdir()] == ["in"]


def test_without_a_trail_nothing_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_bundle(write(small(), tmp_path / "in"), by=None)

    def broken(*args: object, **options: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr(audit_events, "read", broken)
    with pytest.raises(RuntimeError):
        export_bundle(tmp_path / "out", organisation_ref="o1", by=None)

    assert not (tmp_path / "out").exists()


def test_an_unknown_organisation_and_one_without_the_right_look_the_same(
    cast: Cast, tmp_path: Path
) -> None:
    import_bundle(write(small(), tmp_path / "in"), by=None)

    for reference in ("o9", "o1"):
        with pytest.raises(ExportNotPossible, match="There is no organisation"):
            export_bundle(tmp_path / "out", organisation_ref=reference, by=cast.ines)


def test_queries_do_not_grow_with_the_people(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = small()
    for number in range(20):
        rows["people"].append(row(f"person_ref=n{number} organisation_ref=o1 given_name=Noor"))
        rows["cases"].append(row(f"case_ref=n{number} organisation_ref=o1"))
        rows["case_people"].append(
            row(f"case_ref=n{number} person_ref=n{number} role=survivor relationship=herself")
        )
    import_bundle(write(small(), tmp_path / "few"), by=None)
    with CaptureQueriesContext(connection) as few:
        export_bundle(tmp_path / "out", organisation_ref="o1", by=None)

    import_bundle(write(rows, tmp_path / "many"), by=None)
    with django_assert_num_queries(len(few)):
        export_bundle(tmp_path / "again", organisation_ref="o1", by=None)


def test_records_made_here_go_out_under_their_ids(cast: Cast, tmp_path: Path) -> None:
    export_bundle(tmp_path / "out", organisation_ref=str(cast.alder.pk), by=None)

    rows = read_rows(tmp_path / "out")

    assert rows["organisations"][0]["organisation_ref"] == str(cast.alder.pk)
    assert {found["given_name"] for found in rows["people"]} == {"Amira", "Yusuf"}
