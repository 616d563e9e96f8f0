"""Each fault of a row gives one line: file, line, column, what is wrong and what to do."""

from datetime import date

import pytest

from interchange.cells import Rules
from interchange.checking import check_bundle
from interchange.columns import FILES
from interchange.faults import Faults
from interchange.known import Known
from interchange.reading import Bundle, Table, empty_table
from interchange.services import rules
from tests.interchange.bundles import Rows, row, small

TODAY = date(2023, 6, 1)
RULES: Rules = rules(TODAY)


def checked(rows: Rows) -> list[str]:
    tables: dict[str, Table] = {}
    for file in FILES:
        table = tables[file.name] = empty_table(file)
        for number, found in enumerate(rows.get(file.name, []), start=2):
            table.lines.append(number)
            for name in file.names:
                table.columns[name].append(found.get(name, ""))
    faults = Faults()
    check_bundle(Bundle(tables), known=Known(), rules=RULES, faults=faults)
    return list(faults.lines())


# file, place of the row, changed cells, the line that must come out (its beginning)
CELLS = [
    ("organisations", 0, "kind=company", "organisations.csv:2:kind: not one of the codes"),
    ("organisations", 0, "kind=", "organisations.csv:2:kind: this may not be blank"),
    ("organisations", 0, "name=" + "a" * 301, "organisations.csv:2:name: longer than 300"),
    ("services", 0, "by_and_for_groups=other", "services.csv:2:by_and_for_groups: a group that"),
    ("services", 0, "specialist_groups=lgbtq;;disabled",
     "services.csv:2:specialist_groups: an empty place"),
    ("services", 0, "specialist_groups=lgbtq;",
     "services.csv:2:specialist_groups: an empty place"),
    ("services", 0, "specialist_groups=lgbtq;lgbtq",
     "services.csv:2:specialist_groups: the same code twice"),
    ("services", 0, "specialist_groups=lgbtq,disabled",
     "services.csv:2:specialist_groups: not a list of the codes"),
    ("services", 0, "in_house_frontline=Yes", "services.csv:2:in_house_frontline: not one of"),
    ("services", 0, "organisation_ref=o9",
     "services.csv:2:organisation_ref: this leads to no row of organisations.csv"),
    ("provision", 0, "bedspaces=-1", "provision.csv:2:bedspaces: not a whole number"),
    ("provision", 0, "bedspaces=6.0", "provision.csv:2:bedspaces: not a whole number"),
    ("provision", 0, "bedspaces=٣", "provision.csv:2:bedspaces: not a whole number"),
    ("provision", 0, "bedspaces=99999999999", "provision.csv:2:bedspaces: larger than"),
    ("provision", 0, "accommodation_type=hostel", "provision.csv:2:accommodation_type: not one"),
    ("provision", 0, "authority_code=E07000223", "provision.csv:2:authority_code: a Tier 2"),
    ("provision", 0, "authority_code=E09000007", "provision.csv:2:authority_code: a Tier 2"),
    ("provision", 0, "authority_code=E99999999", "provision.csv:2:authority_code: no authority"),
    ("provision", 0, "commissioned_from=", "provision.csv:2:commissioned_from: needed where"),
    ("provision", 0, "commissioned_to=2020-03-31", "provision.csv:2:commissioned_to: before"),
    ("provision", 0, "authority_code=E10000006 commissioned_from=2023-04-01",
     "provision.csv:2:authority_code: the commission lies wholly outside"),
    ("provision", 0, "authority_code=E06000063 commissioned_to=2023-03-31",
     "provision.csv:2:authority_code: the commission lies wholly outside"),
    ("provision", 0, "continues=v1", "provision.csv:2:continues: this goes round in a ring"),
    ("provision", 0, "continues=v9", "provision.csv:2:continues: this leads to no row"),
    ("units", 0, "sleeps=four", "units.csv:2:sleeps: not a whole number"),
    ("units", 0, "cot=1", "units.csv:2:cot: not one of the codes"),
    ("people", 0, "date_of_birth=2023-06-02", "people.csv:2:date_of_birth: a birth in the future"),
    ("people", 0, "date_of_birth=2022-02-31", "people.csv:2:date_of_birth: there is no such day"),
    ("people", 0, "date_of_birth=2023-02-29", "people.csv:2:date_of_birth: there is no such day"),
    ("people", 0, "date_of_birth=01/02/1985", "people.csv:2:date_of_birth: not a date"),
    ("people", 0, "date_of_birth=19850201", "people.csv:2:date_of_birth: not a date"),
    ("people", 0, "date_of_birth=1985-W05-1", "people.csv:2:date_of_birth: not a date"),
    ("people", 0, "date_of_birth=1985-02-01T00:00", "people.csv:2:date_of_birth: not a date"),
    ("people", 0, "date_of_birth=0000-01-01", "people.csv:2:date_of_birth: there is no such day"),
    ("people", 0, "date_of_birth=+1985-02-01", "people.csv:2:date_of_birth: not a date"),
    ("people", 0, "gender=female", "people.csv:2:gender: not one of the codes"),
    ("people", 0, "gender=+woman", "people.csv:2:gender: not one of the codes"),
    ("people", 0, "trans=unknown", "people.csv:2:trans: not one of the codes"),
    ("people", 0, "ethnicity=White", "people.csv:2:ethnicity: not one of the codes"),
    ("people", 0, "sexual_orientation=lesbian", "people.csv:2:sexual_orientation: not one of"),
    ("people", 0, "given_name=" + "x" * 100_001, "people.csv:2:given_name: longer than 100,000"),
    ("cases", 0, "closed_on=2022-04-19", "cases.csv:2:closed_on: before opened_on"),
    ("case_people", 0, "role=", "case_people.csv:2:role: this may not be blank"),
    ("case_people", 0, "role=child", "cases.csv:2:case_ref: no survivor"),
    ("case_people", 1, "role=survivor", "case_people.csv:3:role: a second survivor"),
    ("case_people", 1, "person_ref=p9", "case_people.csv:3:person_ref: this leads to no row"),
    ("people_causing_harm", 0, "date_of_birth=2030-01-01",
     "people_causing_harm.csv:2:date_of_birth: a birth in the future"),
    ("people_causing_harm", 0, "case_ref=", "people_causing_harm.csv:2:case_ref: this may not"),
    ("referrals", 0, "decided_on=2022-04-19", "referrals.csv:2:decided_on: before received_on"),
    ("referrals", 0, "kind=call", "referrals.csv:2:kind: not one of the codes"),
    ("referrals", 0, "decision=refused", "referrals.csv:2:decision: not one of the codes"),
    ("referrals", 1, "reasons=full", "referrals.csv:3:reasons: not a list of the codes"),
    ("referrals", 1, "unmet_needs=child_age;+family_size",
     "referrals.csv:3:unmet_needs: not a list of the codes"),
    ("referrals", 1, "case_ref=c9", "referrals.csv:3:case_ref: this leads to no row"),
    ("episodes", 0, "origin_code=france", "episodes.csv:2:origin_code: no authority in England"),
    ("episodes", 0, "started_on=", "episodes.csv:2:started_on: this may not be blank"),
    ("episodes", 0, "planned=declined", "episodes.csv:2:planned: not one of the codes"),
    ("episodes", 0, "next_place=hotel", "episodes.csv:2:next_place: not one of the codes"),
    ("episodes", 0, "sanctuary_ending=moved", "episodes.csv:2:sanctuary_ending: only for"),
    ("episode_people", 1, "from=2022-04-30", "episode_people.csv:3:from: outside the episode"),
    ("episode_people", 2, "to=2022-11-01", "episode_people.csv:4:to: outside the episode"),
    ("episode_people", 1, "to=2022-04-30", "episode_people.csv:3:to: before from"),
    ("episode_people", 1, "to=2022-08-01", "episode_people.csv:4:from: overlaps"),
    ("episode_people", 1, "to=", "episode_people.csv:4:from: overlaps"),
    ("stays", 0, "to=2022-04-30", "stays.csv:2:to: before from"),
    ("stays", 0, "unit_ref=u9", "stays.csv:2:unit_ref: this leads to no row"),
    ("support", 0, "support_type=legal", "support.csv:2:support_type: not one of the codes"),
    ("support", 0, "delivered_on=", "support.csv:2:delivered_on: this may not be blank"),
    ("support", 0, "minutes=-5", "support.csv:2:minutes: not a whole number"),
    ("support", 1, "support_ref=d1", "support.csv:3:support_ref: this reference already stands"),
]  # fmt: skip


def test_the_small_bundle_has_no_fault() -> None:
    assert checked(small()) == []


@pytest.mark.parametrize(("file", "place", "change", "expected"), CELLS)
def test_one_fault_gives_one_line(file: str, place: int, change: str, expected: str) -> None:
    rows = small()
    rows[file][place] |= row(change)

    found = checked(rows)

    assert len(found) == 1, found
    assert found[0].startswith(expected)


# References that are wrong where they are given: what led to them now leads nowhere, and says so.
KEYS = [
    ("people", 0, "person_ref=", "people.csv:2:person_ref: this may not be blank"),
    ("people", 1, "person_ref=p1", "people.csv:3:person_ref: this reference already stands on"),
    ("people", 1, "person_ref=a+b", "people.csv:3:person_ref: not a reference"),
    ("people", 1, "person_ref=" + "a" * 65, "people.csv:3:person_ref: not a reference"),
    ("people", 1, "person_ref=é", "people.csv:3:person_ref: not a reference"),
    ("people", 1, "person_ref=../x", "people.csv:3:person_ref: not a reference"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "place", "change", "expected"), KEYS)
def test_a_faulty_reference_is_told_first(
    file: str, place: int, change: str, expected: str
) -> None:
    rows = small()
    rows[file][place] |= row(change)

    assert checked(rows)[0].startswith(expected)


# rows to add beside the small bundle's, the line that must come out
ADDED = [
    ({"provision": ["provision_ref=v2 service_ref=s1 accommodation_type=dispersed continues=v1"]},
     "provision.csv:3:continues: provision of another type"),
    ({"services": ["service_ref=s2 organisation_ref=o1"],
      "provision": ["provision_ref=v2 service_ref=s2 accommodation_type=refuge continues=v1"]},
     "provision.csv:3:continues: provision of another service"),
    ({"provision": ["provision_ref=v2 service_ref=s1 accommodation_type=refuge continues=v1",
                    "provision_ref=v3 service_ref=s1 accommodation_type=refuge continues=v1"]},
     "provision.csv:4:continues: other provision continues this already"),
    ({"case_people": ["case_ref=c1 person_ref=p2 role=other_adult"]},
     "case_people.csv:4:person_ref: this person stands in the case already"),
    ({"cases": ["case_ref=c2 organisation_ref=o1"]}, "cases.csv:3:case_ref: no survivor"),
    ({"people": ["person_ref=p3 organisation_ref=o1"],
      "episode_people": ["episode_ref=e1 person_ref=p3"]},
     "episode_people.csv:5:person_ref: not one of the people of the episode's case"),
    ({"people": ["person_ref=p3 organisation_ref=o1"],
      "case_people": ["case_ref=c1 person_ref=p3 role=other_adult"],
      "support": ["support_ref=d3 episode_ref=e1 person_ref=p3 support_type=advice "
                  "delivered_on=2022-06-01"]},
     "support.csv:4:person_ref: this person has no row in this episode"),
    ({"organisations": ["organisation_ref=o2 kind=charity"],
      "people": ["person_ref=p3 organisation_ref=o2"],
      "case_people": ["case_ref=c1 person_ref=p3 role=other_adult"]},
     "case_people.csv:4:person_ref: this belongs to another organisation"),
    ({"organisations": ["organisation_ref=o2 kind=charity"],
      "services": ["service_ref=s2 organisation_ref=o2"],
      "units": ["unit_ref=u2 service_ref=s2"],
      "stays": ["stay_ref=y2 episode_ref=e1 unit_ref=u2 from=2022-05-01"]},
     "stays.csv:3:unit_ref: this belongs to another organisation"),
    ({"organisations": ["organisation_ref=o2 kind=charity"],
      "services": ["service_ref=s2 organisation_ref=o2"],
      "provision": ["provision_ref=v2 service_ref=s2 accommodation_type=refuge"],
      "episodes": ["episode_ref=e2 case_ref=c1 provision_ref=v2 started_on=2022-12-01"]},
     "episodes.csv:3:provision_ref: this belongs to another organisation"),
    ({"organisations": ["organisation_ref=o2 kind=charity"],
      "services": ["service_ref=s2 organisation_ref=o2"],
      "provision": ["provision_ref=v2 service_ref=s2 accommodation_type=refuge"],
      "referrals": ["referral_ref=r3 provision_ref=v2 case_ref=c1 kind=referral"]},
     "referrals.csv:4:case_ref: this belongs to another organisation"),
    ({"stays": ["stay_ref=y2 episode_ref=e1 unit_ref=u1 from=2022-10-30"]},
     "stays.csv:3:unit_ref: the unit is taken then"),
]  # fmt: skip


@pytest.mark.parametrize(("added", "expected"), ADDED)
def test_one_bad_row_gives_one_line(added: dict[str, list[str]], expected: str) -> None:
    rows = small()
    for file, texts in added.items():
        rows[file] += map(row, texts)

    found = checked(rows)

    assert len(found) == 1, found
    assert found[0].startswith(expected)


ALLOWED = [
    ("organisations", 0, "name="),
    ("services", 0, "quality_standards= specialist_groups= by_and_for_groups="),
    ("provision", 0, "authority_code= commissioned_from= bedspaces="),
    ("provision", 0, "authority_code=E08000020"),
    ("provision", 0, "authority_code=E10000006 commissioned_from=2023-03-31"),
    ("provision", 0, "authority_code=E61000001"),
    ("provision", 0, "commissioned_to=9999-12-31"),
    ("people", 0, "date_of_birth=2023-06-01"),
    ("people", 0, "date_of_birth=0001-01-01"),
    ("people", 0, "given_name=='1+1 family_name=@SUM(A1)"),
    ("people", 0, "phone=+ email=not-an-address"),
    ("people", 0, "gender=not_safe_to_ask trans=declined"),
    ("people", 1, "given_name=\u202eevil\u0007"),
    ("cases", 0, "opened_on= closed_on=2022-01-01"),
    ("referrals", 0, "case_ref= received_on= decision="),
    ("referrals", 1, "reasons= unmet_needs=male"),
    ("episodes", 0, "origin_code=outside_uk"),
    ("episodes", 0, "origin_code=E07000190"),
    ("episodes", 0, "planned= next_place= asked_to_leave="),
    ("episode_people", 0, "from=2022-05-01 to=2022-10-31"),
    ("stays", 0, "from= to="),
    ("stays", 0, "from=2021-01-01 to=2030-01-01"),
    ("support", 0, "delivered_on=2024-01-01 minutes="),
    ("support", 1, "minutes=0"),
]


@pytest.mark.parametrize(("file", "place", "change"), ALLOWED)
def test_what_the_format_allows_is_no_fault(file: str, place: int, change: str) -> None:
    rows = small()
    rows[file][place] |= row(change)

    assert checked(rows) == []


def test_a_ring_of_three_is_named_at_each_row() -> None:
    rows = small()
    rows["provision"] = [
        row(f"provision_ref=v{n} service_ref=s1 accommodation_type=refuge continues=v{n % 3 + 1}")
        for n in (1, 2, 3)
    ]

    found = checked(rows)

    assert [line.split(": ")[0] for line in found] == [
        "provision.csv:2:continues", "provision.csv:3:continues", "provision.csv:4:continues",
    ]  # fmt: skip


def test_an_end_before_its_start_is_told() -> None:
    rows = small()
    rows["episodes"][0] |= row("ended_on=2022-04-30")

    assert checked(rows)[0].startswith("episodes.csv:2:ended_on: before started_on")


def test_the_first_thousand_faults_and_how_many_more() -> None:
    rows = small()
    rows["support"] = [
        row(f"support_ref=d{n} episode_ref=e1 person_ref=p1 support_type=x delivered_on=2022-05-05")
        for n in range(1_500)
    ]

    found = checked(rows)

    assert len(found) == 1_001
    assert found[-1].startswith("and 500 more")


def test_no_line_repeats_a_cell() -> None:
    rows = small()
    rows["people"][0] |= row("gender=Quillfeather date_of_birth=Zahra person_ref=Zahra+Q")

    assert not any("Quillfeather" in line or "Zahra" in line for line in checked(rows))
