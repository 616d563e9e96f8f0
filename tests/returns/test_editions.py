"""Editions as data: reading, refusing, loading, and each setting at work."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from accommodation import choices
from cases.choices import ETHNICITY, NO_ANSWERS
from returns import codes
from returns.counting.settings import Settings
from returns.editions import store
from returns.editions.reading import COLUMNS, Edition, EditionRefused, read
from returns.publishing import HIDDEN, for_others
from tests.returns.bundles import Bundle
from tests.returns.counting import EDITION, count, edition_with, not_zero

ROW = {
    "cell": "A1.total",
    "section": "A1",
    "label": "Individuals",
    "unit": "individuals",
    "rule": "individuals_supported",
    "provenance": "published",
    "source": "",
}


def file_of(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return text.getvalue().encode()


def setting(name: str, value: str) -> dict[str, str]:
    return {"cell": f"setting.{name}", "rule": value}


def test_the_shipped_edition_has_83_cells_of_which_64_are_published() -> None:
    assert EDITION.name == "2022-23"
    assert len(EDITION.cells) == 83
    assert len(EDITION.not_published) == 19
    assert EDITION.settings == Settings()


def test_the_code_lists_are_those_of_the_records() -> None:
    assert set(codes.ACCOMMODATION_TYPES) == set(choices.AccommodationType.values)
    assert set(codes.REASONS) == set(choices.Reason.values)
    assert set(codes.NEEDS) == set(choices.UNMET_NEEDS)
    assert set(codes.SUPPORT_TYPES) == set(choices.SupportType.values)
    assert set(codes.ETHNICITIES) == set(ETHNICITY) - set(NO_ANSWERS)
    assert set(NO_ANSWERS) == codes.NO_ANSWERS


def test_a_new_list_of_options_needs_no_new_code() -> None:
    together = "stays_by_length accommodation=refuge+dispersed+specialist months=0-12"
    edition = read(file_of({"cell": "A4.year", "section": "A4", "rule": together}), name="2021-22")
    bundle = Bundle()
    for accommodation in ("refuge", "specialist", "sanctuary"):
        bundle.woman_alone(bundle.provision(accommodation), "2022-01-01", "2022-12-31")

    assert not_zero(bundle, edition=edition) == {"A4.year": 2}


def test_a_rule_given_by_its_paragraph_counts_as_in_the_shipped_edition() -> None:
    content = file_of({"rule": "1"}, {"cell": "B3.drugs", "rule": "6"})

    edition = read(content, name="2023-24", shipped=EDITION)

    assert [each.rule for each in edition.cells] == ["individuals_supported", "referrals_by_need"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"rule": "individuals_guessed"}, "no rule called"),
        ({"rule": "individuals_by_type"}, "takes accommodation"),
        ({"rule": "individuals_by_type accommodation=tent"}, "“tent” is not a value"),
        ({"rule": "individuals_supported accommodation=refuge"}, "takes nothing"),
        ({"rule": "stays_by_length accommodation=refuge months=3"}, "write it like 1-3"),
        ({"rule": "stays_by_length accommodation=refuge months=3-1"}, "no length can be"),
        ({"cell": "Z9.new", "rule": "4"}, "needs a name"),
        ({"rule": ""}, "rule is empty"),
        ({"label": ""}, "label is empty"),
        ({"provenance": "certain"}, "provenance is “certain”"),
        (setting("bedspaces", "sometimes"), "use any_time or last_day"),
        (setting("publishing_rounding", "0"), "whole number from 1"),
        (setting("not_minoritised", "white_british+martian"), "martian"),
        (setting("colour", "green"), "no setting called"),
    ],
)
def test_a_fault_is_told_with_its_line(row: dict[str, str], said: str) -> None:
    with pytest.raises(EditionRefused) as refused:
        read(file_of(row), name="2023-24", shipped=EDITION)

    assert any(each.startswith("line 2: ") and said in each for each in refused.value.faults)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"cell,section\n",
        file_of(),
        file_of({}, {}),
        file_of(setting("reasons", "all"), setting("reasons", "first"), {}),
        "cell,section,label,unit,rule,provenance,source\nA1,é".encode("latin-1"),
        file_of({}) + b'"unclosed',
        file_of({}) + b"too,few\n",
        b"x" * 2_000_000,
    ],
)
def test_a_file_that_is_no_edition_is_refused(content: bytes) -> None:
    with pytest.raises(EditionRefused):
        read(content, name="2023-24", shipped=EDITION)


def test_a_loaded_edition_serves_its_year_and_others_take_2022_23(tmp_path: Path) -> None:
    sent, home = tmp_path / "edition-2023-24.csv", tmp_path / "home"
    sent.write_bytes(file_of({"label": "People"}))

    store.load(sent, home=home)

    assert store.for_year("2023-24", home=home).cells[0].label == "People"
    assert store.for_year("2024-25", home=home).name == "2022-23"


def test_a_corrected_wording_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    sent = tmp_path / "2022-23.csv"
    sent.write_bytes(file_of({"label": "People"}))

    store.load(sent, home=tmp_path)

    assert store.for_year("2022-23", home=tmp_path).cells[0].label == "People"


def test_a_refused_edition_changes_nothing(tmp_path: Path) -> None:
    sent, home = tmp_path / "2023-24.csv", tmp_path / "home"
    sent.write_bytes(file_of({"rule": "nothing"}))

    with pytest.raises(EditionRefused):
        store.load(sent, home=home)

    assert not list(tmp_path.glob("home/**/*.csv"))


@pytest.mark.parametrize("name", ["edition.csv", "2023-25.csv", "23-24.csv"])
def test_a_file_whose_name_has_no_year_is_refused(name: str) -> None:
    with pytest.raises(EditionRefused, match="does not hold its year"):
        store.name_in(Path(name))


def _setting_read(name: str, value: str) -> Any:
    edition = read(file_of({}, setting(name, value)), name="2023-24")
    return getattr(edition.settings, name)


def test_settings_are_read_from_the_file() -> None:
    assert _setting_read("bedspaces", "last_day") == "last_day"
    assert _setting_read("publishing_threshold", "6") == 6
    assert _setting_read("not_minoritised", "white_british") == {"white_british"}


def test_the_minoritised_mapping_is_a_setting() -> None:
    bundle = Bundle()
    refuge = bundle.provision()
    for ethnicity in ("white_british", "white_irish", "roma"):
        bundle.woman_alone(refuge, "2022-06-01", ethnicity=ethnicity)
    wider = edition_with(not_minoritised=frozenset({"white_british"}))

    assert count(bundle, "C2.minoritised") == 1
    assert count(bundle, "C2.minoritised", edition=wider) == 2


def test_whether_a_main_victim_of_17_is_an_adult_is_a_setting() -> None:
    bundle = Bundle()
    bundle.woman_alone(bundle.provision(), "2022-06-01", date_of_birth="2005-01-01")
    as_child = edition_with(main_victim_16_17="child")

    assert count(bundle, "A2.women") == 1
    assert count(bundle, "A2.children", edition=as_child) == 1
    assert count(bundle, "C2.age_16_25", edition=as_child) == 0


def test_bedspaces_of_the_last_day_is_a_setting() -> None:
    bundle = Bundle()
    eight = bundle.provision(bedspaces=8, end="2022-06-30")
    bundle.provision(bedspaces=5, start="2022-07-01", continues=eight)
    bundle.provision(bedspaces=3, end="2023-03-30")
    on_the_last_day = edition_with(bedspaces="last_day")

    assert count(bundle, "D1.total") == 11
    assert count(bundle, "D1.total", edition=on_the_last_day) == 5


def test_only_the_first_reason_is_a_setting() -> None:
    bundle = Bundle()
    refuge = bundle.provision()
    bundle.referral(
        refuge, "2022-06-01", "not_supported", "capacity;needs_not_met", unmet_needs="drugs"
    )
    first = edition_with(reasons="first")

    assert not_zero(bundle, edition=first).keys() & {"B2.capacity", "B2.needs_not_met"} == {
        "B2.capacity"
    }
    assert [count(bundle, "B3.drugs"), count(bundle, "B3.drugs", edition=first)] == [1, 0]


def test_length_of_stay_by_person_is_a_setting() -> None:
    bundle = Bundle()
    mother, child = bundle.person(), bundle.person(date_of_birth="2015-01-01")
    case = bundle.case((mother, "survivor"), (child, "child"))
    people = [(mother, "", ""), (child, "2022-07-15", "")]
    bundle.episode(bundle.provision(), case, "2022-06-01", "2022-08-01", people=people)
    by_person = edition_with(length_of_stay="person")
    short, long = "A4.refuge_dispersed.under_1m", "A4.refuge_dispersed.1_3m"

    assert [count(bundle, short), count(bundle, long)] == [0, 1]
    assert count(bundle, short, edition=by_person) == 1
    assert count(bundle, long, edition=by_person) == 1
    assert count(bundle, "F1.total", edition=by_person) == 1


def published(cells: dict[str, int], edition: Edition = EDITION) -> dict[str, Any]:
    return dict(for_others(cells, edition))


def test_small_counts_are_hidden_and_others_rounded() -> None:
    shown = published({"H1.households": 9, "F1.total": 10, "B1.total": 12, "C1.any": 13})

    assert shown == {
        "H1.households": HIDDEN,
        "F1.total": 10,
        "B1.total": 10,
        "C1.any": 15,
    }


def test_a_count_that_could_be_worked_out_is_hidden_with_a_second_one() -> None:
    cells = {"A1.total": 100, "A1.refuge": 70, "A1.dispersed": 25, "A1.sanctuary": 5}

    shown = published(cells)

    assert shown == {
        "A1.total": 100,
        "A1.refuge": 70,
        "A1.dispersed": HIDDEN,
        "A1.sanctuary": HIDDEN,
    }


def test_two_hidden_counts_hide_each_other() -> None:
    cells = {"A1.total": 50, "A1.refuge": 41, "A1.dispersed": 5, "A1.sanctuary": 4}

    assert published(cells)["A1.refuge"] == 40


def test_threshold_and_rounding_are_settings() -> None:
    edition = edition_with(publishing_threshold=3, publishing_rounding=10)

    assert published({"H1.households": 3, "F1.total": 2, "B1.total": 15}, edition) == {
        "H1.households": 0,
        "F1.total": HIDDEN,
        "B1.total": 20,
    }


def test_answers_are_published_as_they_are() -> None:
    assert for_others({"G1.in_house": None, "G2.quality_standards": "x"}, EDITION) == {
        "G1.in_house": None,
        "G2.quality_standards": "x",
    }
