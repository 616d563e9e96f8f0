"""The commands: what they print, and one sentence for each refusal."""

import json
import stat
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.services import create_organisation
from returns import access, services
from returns.models import DerivedReturn
from tests.cast import hire, make_user
from tests.returns.bundles import KENT, LONDON, Bundle
from tests.returns.conftest import Bring
from tests.returns.worked_cases import over_the_year_end

YEAR = "2022-23"
Run = Callable[..., str]


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """An installation's folder of its own."""
    settings.ROWAN_HOME = tmp_path / "home"
    settings.ROWAN_HOME.mkdir()
    return tmp_path / "home"


@pytest.fixture
def run(db: None, home: Path) -> Run:
    """Run a command; gives what it prints."""

    def run_it(name: str, *arguments: Any) -> str:
        printed = StringIO()
        call_command(name, *[str(each) for each in arguments], stdout=printed, stderr=StringIO())
        return printed.getvalue()

    return run_it


@pytest.fixture
def household(bring: Bring) -> None:
    bundle = Bundle()
    over_the_year_end(bundle)
    bring(bundle)


def test_one_return_is_one_line_of_json(run: Run, household: None) -> None:
    text = run("derive_return", "--authority", KENT, "--year", YEAR)

    assert text.count("\n") == 1
    read = json.loads(text)
    assert (read["authority"], read["year"], read["edition"]) == (KENT, YEAR, YEAR)
    assert (read["cells"]["A1.total"], read["cells"]["G1.in_house"]) == (2, None)


def test_a_year_without_its_own_edition_says_which_it_took(run: Run, household: None) -> None:
    read = json.loads(run("derive_return", "--authority", KENT, "--year", "2021-22"))

    assert (read["year"], read["edition"]) == ("2021-22", YEAR)


def test_all_is_a_line_for_each_authority_that_commissions(run: Run, bring: Bring) -> None:
    bundle = Bundle()
    bundle.provision(authority=LONDON)
    bundle.provision(authority=KENT)
    bundle.provision(authority="E10000030", end="2022-03-31")
    bring(bundle)

    lines = run("derive_return", "--all", "--year", YEAR, "--format", "json").splitlines()

    assert [json.loads(line)["authority"] for line in lines] == [KENT, LONDON]


def test_a_former_code_is_taken_as_the_new_one(run: Run) -> None:
    read = json.loads(run("derive_return", "--authority", "E08000020", "--year", YEAR))

    assert read["authority"] == "E08000037"


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "ods"])
def test_a_file_is_written_that_only_its_owner_can_read(
    run: Run, household: None, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"return.{form}"

    printed = run(
        "derive_return", "--authority", KENT, "--year", YEAR, "--format", form, "--out", out
    )

    assert printed == ""
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    if form in ("xlsx", "ods"):
        row = CalamineWorkbook.from_path(out).get_sheet_by_name("A1").to_python()[1]
        assert row[3] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--authority", "E99999999", "--year", YEAR], "There is no authority with the code"),
        (["--authority", "E07000107", "--year", YEAR], "Dartford Borough Council .* Tier 2"),
        (["--authority", KENT, "--year", "2022"], "is not a year of the return"),
        (["--authority", KENT, "--year", "2022-24"], "is not a year of the return"),
        (["--authority", KENT, "--year", "1999-00"], "There is no return for 1999-00"),
        (["--authority", KENT, "--year", "2098-99"], "has not begun"),
        (["--authority", KENT, "--year", "9999-00"], "has not begun"),
        (["--authority", KENT], "Give the year"),
        (["--year", YEAR], "Give either --authority CODE or --all"),
        (["--all", "--authority", KENT, "--year", YEAR], "Give either"),
        (["--all", "--year", YEAR, "--format", "ods"], "use --format json"),
        (["--authority", KENT, "--year", YEAR, "--format", "pdf"], "is not a format"),
        (["--authority", KENT, "--year", YEAR, "--format", "ods"], "add --out PATH"),
        (["--authority", KENT, "--year", YEAR, "--out", "/nowhere/x"], "cannot be written"),
        (["--authority", KENT, "--year", YEAR, "--as", "nobody@example.org"], "nobody who can"),
    ],
)
def test_a_refusal_is_one_sentence(run: Run, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        run("derive_return", *arguments)

    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)


@pytest.fixture
def county(db: None) -> Organisation:
    return create_organisation(
        name="Kent", kind=OrganisationKind.AUTHORITY, by=None, authority_code=KENT
    )


@pytest.fixture
def commissioner(county: Organisation) -> User:
    return hire("Cal", county, roles.Commissioner)


def test_a_commissioner_sees_the_whole_return_of_their_authority_alone(
    run: Run, household: None, commissioner: User
) -> None:
    whole = run("derive_return", "--authority", KENT, "--year", YEAR, "--as", commissioner.email)

    assert json.loads(whole)["cells"]["A1.total"] == 2
    with pytest.raises(CommandError, match="may not see the return of Greater London Authority"):
        run("derive_return", "--authority", LONDON, "--year", YEAR, "--as", commissioner.email)


def test_a_manager_sees_the_part_of_their_own_organisation(run: Run, bring: Bring) -> None:
    bundle = Bundle()
    over_the_year_end(bundle)
    bundle.organisation("O2")
    bundle.service("S2", "O2")
    case = bundle.case((bundle.person("O2"), "survivor"), organisation="O2")
    bundle.episode(bundle.provision(service="S2"), case, "2022-06-01")
    bring(bundle)
    manager = hire("Max", Organisation.objects.get(name="Provider O2"), roles.ServiceManager)

    whole = services.derive(KENT, YEAR)
    part = services.derive(KENT, YEAR, by=manager)

    assert (whole.cells["A1.total"], part.cells["A1.total"]) == (3, 1)
    assert part.note == "These are the figures of your own organisation alone."


@pytest.mark.parametrize("role", [roles.IDVA, roles.Administrator, None])
def test_others_see_no_figures(run: Run, household: None, role: type[roles.Role] | None) -> None:
    [provider] = Organisation.objects.all()
    person = hire("Rae", provider, role) if role else make_user("Rae")

    with pytest.raises(CommandError, match="Rae Example may not see the return of Kent"):
        run("derive_return", "--authority", KENT, "--year", YEAR, "--as", person.email)


def test_only_the_operator_sees_all_returns(run: Run, commissioner: User) -> None:
    with pytest.raises(CommandError, match="may not see the returns of all"):
        run("derive_return", "--all", "--year", YEAR, "--as", commissioner.email)


def test_a_manager_sees_the_records_behind_a_figure_and_a_commissioner_does_not(
    household: None, commissioner: User
) -> None:
    [provider] = Organisation.objects.filter(authority_code="")
    manager = hire("Max", provider, roles.ServiceManager)

    found = services.explain(KENT, YEAR, "A1.total", by=manager)

    assert [each.counted for each in found] == [True, True]
    with pytest.raises(access.NoRight, match="may not see the records"):
        services.explain(KENT, YEAR, "A1.total", by=commissioner)


def test_an_answer_is_kept_and_can_be_taken_back(commissioner: User) -> None:
    def answer(value: str) -> None:
        services.answer(authority=KENT, year=YEAR, cell="G1.in_house", value=value, by=commissioner)

    answer("yes")
    assert services.derive(KENT, YEAR).cells["G1.in_house"] == "yes"
    answer("no")
    assert services.derive(KENT, YEAR).cells["G1.in_house"] == "no"
    answer("")
    assert services.derive(KENT, YEAR).cells["G1.in_house"] is None


def test_a_manager_does_not_answer_for_the_authority(county: Organisation, household: None) -> None:
    provider = Organisation.objects.get(authority_code="")
    manager = hire("Max", provider, roles.ServiceManager)

    with pytest.raises(access.NoRight):
        services.answer(authority=KENT, year=YEAR, cell="G1.in_house", value="yes", by=manager)


def test_a_counted_cell_takes_no_answer(commissioner: User) -> None:
    with pytest.raises(services.ReturnRefused, match="is not a question"):
        services.answer(authority=KENT, year=YEAR, cell="A1.total", value="9", by=commissioner)


def _figures(folder: Path, **changed: Any) -> Path:
    sent = {
        "authority": KENT,
        "year": YEAR,
        "provider": "Elm Trust",
        "cells": {"A1.total": 5, "A1.refuge": 5, "D1.total": 3, "D1.refuge": 3},
    }
    path = folder / "figures.json"
    path.write_text(json.dumps({**sent, **changed}), encoding="utf-8")
    return path


def test_figures_from_outside_are_added_and_named(
    run: Run, household: None, tmp_path: Path
) -> None:
    run("load_outside_figures", _figures(tmp_path))
    run("load_outside_figures", _figures(tmp_path))

    derived = services.derive(KENT, YEAR)

    assert (derived.cells["A1.total"], derived.cells["A1.refuge"]) == (7, 7)
    [check] = [each for each in derived.checks if each.code == "outside-figures"]
    assert "Elm Trust" in check.message


def test_figures_from_outside_that_do_not_add_up_are_an_error(run: Run, tmp_path: Path) -> None:
    run("load_outside_figures", _figures(tmp_path, cells={"A1.total": 5, "A1.other": 4}))

    codes = [check.code for check in services.derive(KENT, YEAR).checks]

    assert {"type-sum", "places-missing"} <= set(codes)


@pytest.mark.parametrize(
    "changed",
    [
        {"cells": {"A1.total": -1}},
        {"cells": {"A1.total": 1.5}},
        {"cells": {"A1.total": True}},
        {"cells": {"G1.in_house": 1}},
        {"cells": {"Z9": 1}},
        {"cells": [1]},
        {"provider": " "},
        {"provider": 7},
        {"year": "2022"},
        {"authority": "E07000107"},
        {"note": "more"},
    ],
)
def test_figures_that_cannot_be_right_change_nothing(
    run: Run, tmp_path: Path, changed: dict[str, Any]
) -> None:
    with pytest.raises(CommandError):
        run("load_outside_figures", _figures(tmp_path, **changed))

    assert services.derive(KENT, YEAR).cells["A1.total"] == 0


def test_an_edition_is_loaded_and_serves_its_year(run: Run, tmp_path: Path) -> None:
    sent = tmp_path / "2023-24.csv"
    header = "cell,section,label,unit,rule,provenance,source\n"
    sent.write_text(f"{header}A1.total,A1,People,individuals,individuals_supported,published,\n")

    assert "Loaded the edition of 2023-24: 1 cells" in run("load_edition", sent)

    read = json.loads(run("derive_return", "--authority", KENT, "--year", "2023-24"))
    assert (read["edition"], read["cells"]) == ("2023-24", {"A1.total": 0})
    assert read["checks"] == []


@pytest.mark.parametrize("name", ["2023-24.csv", "absent-2024-25.csv"])
def test_an_edition_that_cannot_be_used_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "2023-24.csv").write_text("nothing")

    with pytest.raises(CommandError):
        run("load_edition", tmp_path / name)


def test_a_figure_that_moved_since_last_year_is_told_of(run: Run, bring: Bring) -> None:
    bundle = Bundle()
    refuge = bundle.provision(bedspaces=20)
    for _ in range(11):
        bundle.woman_alone(refuge, "2022-06-01")
    bring(bundle)

    moved = [c for c in services.derive(KENT, YEAR).checks if c.code == "year-on-year"]

    assert {check.cell for check in moved} == {"A1.total", "A1.refuge", "A2.women", "H1.households"}
    assert moved[0].message.startswith("A1.total is 11; last year it was 0.")


def test_the_background_job_keeps_every_return(household: None) -> None:
    steps: list[tuple[int, int]] = []

    assert services.derive_all(year=YEAR, progress=lambda *step: steps.append(step)) == 1
    assert services.derive_all(year=YEAR) == 1

    [kept] = DerivedReturn.objects.all()
    assert (kept.authority, kept.year, kept.cells["A1.total"]) == (KENT, YEAR, 2)
    assert kept.digest == services.derive(KENT, YEAR).digest
    assert steps == [(1, 1)]
