"""What the two commands print, and the status that they leave."""

from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from accounts.models import Organisation
from tests.cast import Cast
from tests.interchange.bundles import normal, read_rows, row, small, write
from tests.interchange.held import events

pytestmark = pytest.mark.django_db


def test_an_import_says_what_it_did(tmp_path: Path) -> None:
    out = StringIO()

    call_command("import_bundle", write(small(), tmp_path / "b"), stdout=out)

    assert out.getvalue() == "26 rows: 30 records added, 0 changed, 0 removed.\n"


def test_faults_come_out_line_by_line_with_status_1(tmp_path: Path) -> None:
    rows, err = small(), StringIO()
    rows["people"][0] |= row("date_of_birth=2022-02-31")
    rows["support"][0] |= row("minutes=-1")

    with pytest.raises(CommandError, match="2 faults; nothing was imported") as caught:
        call_command("import_bundle", write(rows, tmp_path / "b"), stderr=err)

    assert caught.value.returncode == 1
    assert [line.split(": ")[0] for line in err.getvalue().splitlines()] == [
        "people.csv:2:date_of_birth",
        "support.csv:2:minutes",
    ]
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (OperationalError("server closed"), "The database does not answer"),
        (OSError(28, "No space left on device"), "The disk is full"),
        (KeyboardInterrupt(), "Stopped"),
    ],
)
def test_what_fails_outside_is_one_sentence(
    tmp_path: Path, failure: BaseException, sentence: str
) -> None:
    folder = write(small(), tmp_path / "b")
    with (
        mock.patch("interchange.writing.apply", side_effect=failure),
        pytest.raises(CommandError, match=f"{sentence}.*nothing was imported"),
    ):
        call_command("import_bundle", folder)

    assert Organisation.objects.count() == 0


def test_account_and_host_are_in_the_trail(tmp_path: Path) -> None:
    call_command("import_bundle", write(small(), tmp_path / "b"), stdout=StringIO())

    (event,) = events("bundle.import")
    assert event.source.startswith("import_bundle by ")
    assert " on " in event.source


def test_a_person_without_the_right_gets_one_sentence(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="operator may bring in a new organisation"):
        call_command("import_bundle", write(small(), tmp_path / "b"), person=cast.ada.email)


def test_an_unknown_person_and_a_bad_source_are_refused(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")

    with pytest.raises(CommandError, match="Nobody who may sign in"):
        call_command("import_bundle", folder, person="nobody@example.org")
    with pytest.raises(CommandError, match="A source is named with"):
        call_command("import_bundle", folder, source="a b")


def test_an_export_gives_the_bundle_back(tmp_path: Path) -> None:
    out = StringIO()
    call_command("import_bundle", write(small(), tmp_path / "b"), stdout=out)

    call_command("export_bundle", tmp_path / "out", organisation="o1", reason="Leaving", stdout=out)

    assert read_rows(tmp_path / "out") == normal(small())
    with pytest.raises(CommandError, match=r"is not empty; name a new one. Nothing was exported"):
        call_command("export_bundle", tmp_path / "out", organisation="o1")
