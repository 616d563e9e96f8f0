"""The records behind a figure: as many as it counts, each with its reason."""

import pytest

from returns.counting.scope import ProviderIndex, Scope
from returns.derivation import partial_of, reasons_for
from tests.returns.bundles import Bundle
from tests.returns.counting import EDITION, reasons, year
from tests.returns.edge_cases import EDGE_CASES
from tests.returns.worked_cases import WORKED_CASES, WorkedCase, over_the_year_end

CASES = [pytest.param(case, id=case.name) for case in WORKED_CASES + EDGE_CASES]


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_the_sum_of_the_records_that_count(case: WorkedCase) -> None:
    for expected in case.expected:
        period = year(expected.year)
        for records in case.bundle().records(period):
            index = ProviderIndex(records)
            cells = partial_of(index, expected.authority, period, EDITION).cells
            scope = Scope(index, expected.authority, period, EDITION.settings)
            for cell in EDITION.cells:
                if cell.is_counted and cell.section != "D1":
                    found = [each for each in reasons_for(cell, scope) if each.counted]
                    assert len(found) == cells[cell.code]
                    assert all(each.why.startswith("Counted because: ") for each in found)


def test_a_reason_names_what_decided() -> None:
    bundle = Bundle()
    over_the_year_end(bundle)

    [child] = [each for each in reasons(bundle, "A2.children") if each.counted]

    assert child.record_type == "participation"
    assert child.case_reference == "C1"
    assert child.why == (
        "Counted because: there from 20 March 2022 to 5 April 2022, in places that the authority "
        "commissioned on at least one of those days; "
        "child, aged 6 on 1 April 2022: children."
    )


def _not_counted(bundle: Bundle, cell: str) -> list[str]:
    return [
        each.why.removeprefix("Not counted because: ")
        for each in reasons(bundle, cell)
        if not each.counted
    ]


def test_near_misses_of_individuals_say_why() -> None:
    bundle = Bundle()
    refuge = bundle.provision(end="2022-12-31")
    bundle.woman_alone(refuge, "2022-01-01", "2022-03-31")
    bundle.woman_alone(refuge, "2023-02-01")
    bundle.woman_alone(bundle.provision(authority=""), "2022-06-01")
    bundle.woman_alone(bundle.provision(authority="E10000030"), "2022-06-01")

    assert sorted(_not_counted(bundle, "A1.total")) == [
        "left on 31 March 2022, before the period began.",
        "the authority commissioned these places on none of the days of the stay.",
        "the authority commissioned these places on none of the days of the stay.",
    ]


def test_near_misses_of_referrals_say_why() -> None:
    bundle = Bundle()
    refuge = bundle.provision(start="2022-06-01")
    bundle.referral(refuge, "2022-07-01", "not_supported", "capacity", kind="enquiry")
    bundle.referral(refuge, "2022-07-01", "withdrawn")
    bundle.referral(refuge, "2022-05-01", "not_supported", "capacity")
    bundle.referral(refuge, "2022-07-01", "accepted")

    assert sorted(_not_counted(bundle, "B1.total")) == [
        "an enquiry, not a referral.",
        "the authority did not commission these places on 1 May 2022.",
        "the referral is withdrawn.",
    ]


@pytest.mark.parametrize(
    ("cell", "answers", "why"),
    [
        ("A2.women", {"gender": "declined"}, "no row: gender not recorded or not given"),
        ("A3.out_of_area", {"origin": ""}, "no settled home is recorded"),
        ("C2.disabled", {"disability": "not_asked"}, "disabled: not_asked"),
        ("E1.advocacy", {}, "no support is recorded in the stay"),
    ],
)
def test_missing_answers_are_near_misses(cell: str, answers: dict[str, str], why: str) -> None:
    bundle = Bundle()
    bundle.woman_alone(bundle.provision(), "2022-06-01", **answers)

    [said] = _not_counted(bundle, cell)
    assert why.replace("_", " ") in said


def test_places_that_are_not_counted_say_why() -> None:
    bundle = Bundle()
    eight = bundle.provision(bedspaces=8, end="2022-06-30")
    bundle.provision(bedspaces=5, start="2022-07-01", continues=eight)
    bundle.provision(authority="", bedspaces=2)
    bundle.provision(bedspaces=4, end="2022-03-31")

    found = reasons(bundle, "D1.refuge")

    assert [each.record_id for each in found if each.counted] == [eight]
    assert sorted(_not_counted(bundle, "D1.refuge")) == [
        "no authority commissions these places.",
        "the authority did not commission these places in the period.",
        "the same places are counted once, with their largest number.",
    ]
