"""The worked cases of the statutory return, written out by hand as bundles with their cells."""

from dataclasses import dataclass

from tests.oracle.bundles import Bundle

Figures = dict[str, int]

SURREY = "E10000030"
GREATER_LONDON = "E61000001"
CUMBRIA = "E10000006"
CUMBERLAND = "E06000063"
GUILDFORD = "E07000209"
CARLISLE = "E07000028"
CAMDEN = "E09000007"
DARTFORD = "E07000107"


@dataclass(frozen=True)
class WorkedCase:
    """A bundle, and for each (authority, year) the cells that are not 0.

    Where the case says nothing of places, no D1 cell is named and D1 is not compared.
    """

    name: str
    bundle: Bundle
    expected: dict[tuple[str, str], Figures]


class Story:
    """Writes one worked case: one provider with one service, and who came to it."""

    def __init__(self) -> None:
        self.bundle = Bundle()
        self.bundle.add("organisations", organisation_ref="O1", name="Provider", kind="charity")
        self.bundle.add("services", service_ref="S1", organisation_ref="O1", name="Service")

    def provision(
        self,
        ref: str,
        kind: str,
        *,
        authority: str = SURREY,
        places: int = 10,
        since: str = "2015-04-01",
        until: str = "",
        continues: str = "",
    ) -> None:
        self.bundle.add(
            "provision",
            provision_ref=ref,
            service_ref="S1",
            accommodation_type=kind,
            authority_code=authority,
            bedspaces=places,
            commissioned_from=since if authority else "",
            commissioned_to=until,
            continues=continues,
        )

    def person(self, ref: str, **answers: str) -> None:
        usual = {
            "date_of_birth": "1985-06-15",
            "gender": "woman",
            "trans": "no",
            "ethnicity": "white_british",
            "disability": "no",
            "sexual_orientation": "straight",
            "mental_health_need": "no",
            "drug_need": "no",
            "alcohol_need": "no",
            "offending_history": "no",
        }
        self.bundle.add(
            "people", person_ref=ref, organisation_ref="O1", given_name=ref, **usual | answers
        )

    def case(self, ref: str, survivor: str, *children: str) -> None:
        self.bundle.add("cases", case_ref=ref, organisation_ref="O1", opened_on="2021-01-04")
        self.bundle.add("case_people", case_ref=ref, person_ref=survivor, role="survivor")
        for child in children:
            self.bundle.add("case_people", case_ref=ref, person_ref=child, role="child")

    def episode(
        self,
        ref: str,
        case: str,
        provision: str,
        people: dict[str, str],
        *,
        start: str,
        end: str = "",
        planned: str = "",
        next_place: str = "",
        origin: str = GUILDFORD,
        sanctuary_ending: str = "",
    ) -> None:
        """`people` maps each person to the first day of their participation, '' for the start."""
        self.bundle.add(
            "episodes",
            episode_ref=ref,
            case_ref=case,
            provision_ref=provision,
            origin_code=origin,
            started_on=start,
            ended_on=end,
            planned=planned,
            next_place=next_place,
            sanctuary_ending=sanctuary_ending,
        )
        for person, joined in people.items():
            self.bundle.add("episode_people", episode_ref=ref, person_ref=person, from_=joined)

    def referral(
        self, ref: str, day: str, decision: str, reasons: str = "", needs: str = ""
    ) -> None:
        self.bundle.add(
            "referrals",
            referral_ref=ref,
            provision_ref="P1",
            case_ref="C1",
            kind="referral",
            received_on=day,
            decision=decision,
            decided_on=day,
            reasons=reasons,
            unmet_needs=needs,
            adults=1,
            children=0,
        )

    def support(self, ref: str, kind: str, day: str) -> None:
        self.bundle.add(
            "support",
            support_ref=ref,
            episode_ref="E1",
            person_ref="W1",
            support_type=kind,
            delivered_on=day,
            minutes=45,
        )


def one_woman(story: Story, provision: str = "P1", *, start: str, **rest: str) -> None:
    story.person("W1")
    story.case("C1", "W1")
    story.episode("E1", "C1", provision, {"W1": ""}, start=start, **rest)


def over_the_year_end() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge")
    story.person("W1", disability="yes")
    story.person("D1", date_of_birth="2015-02-10")
    story.case("C1", "W1", "D1")
    story.episode(
        "E1",
        "C1",
        "P1",
        {"W1": "", "D1": ""},
        start="2022-03-20",
        end="2022-04-05",
        planned="yes",
        next_place="social_tenancy",
    )
    before = {
        "A1.total": 2,
        "A1.refuge": 2,
        "A2.women": 1,
        "A2.children": 1,
        "C1.any": 1,
        "C2.disabled": 1,
        "H1.households": 1,
    }
    ended = {"F1.total": 1, "F2.planned": 1, "A4.refuge_dispersed.under_1m": 1}
    return WorkedCase(
        "1 over the year end",
        story.bundle,
        {(SURREY, "2021-22"): before, (SURREY, "2022-23"): before | ended},
    )


def from_refuge_to_second_stage() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge")
    story.provision("P2", "second_stage")
    one_woman(
        story,
        start="2022-05-01",
        end="2022-10-31",
        planned="yes",
        next_place="other_safe_accommodation",
    )
    story.episode("E2", "C1", "P2", {"W1": ""}, start="2022-10-31")
    expected = {
        "A1.total": 2,
        "A1.refuge": 1,
        "A1.second_stage": 1,
        "A2.women": 2,
        "A4.refuge_dispersed.3_6m": 1,
        "F1.total": 1,
        "F2.planned": 1,
        "F2.other_safe_accommodation": 1,
        "H1.households": 2,
    }
    return WorkedCase(
        "2 from refuge to second stage", story.bundle, {(SURREY, "2022-23"): expected}
    )


def a_child_who_joins_later() -> WorkedCase:
    story = Story()
    story.provision("P1", "dispersed")
    story.person("W1")
    story.person("B1", date_of_birth="2006-07-03", gender="man")
    story.case("C1", "W1", "B1")
    story.episode("E1", "C1", "P1", {"W1": "", "B1": "2022-12-10"}, start="2022-02-01")
    expected = {
        "A1.total": 2,
        "A1.dispersed": 2,
        "A2.women": 1,
        "A2.children": 1,
        "H1.households": 1,
    }
    return WorkedCase("3 a child who joins later", story.bundle, {(SURREY, "2022-23"): expected})


def three_noes_and_a_yes() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge")
    one_woman(story, start="2022-05-30")
    story.referral("R1", "2022-05-02", "not_supported", "capacity")
    story.referral("R2", "2022-05-09", "not_supported", "capacity;needs_not_met", "no_recourse")
    story.referral("R3", "2022-05-20", "withdrawn")
    story.referral("R4", "2022-05-28", "accepted")
    expected = {
        "A1.total": 1,
        "A1.refuge": 1,
        "A2.women": 1,
        "B1.total": 2,
        "B2.capacity": 2,
        "B2.needs_not_met": 1,
        "B3.no_recourse": 1,
        "H1.households": 1,
    }
    return WorkedCase("4 three noes and a yes", story.bundle, {(SURREY, "2022-23"): expected})


def london_is_one_area() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge", authority=GREATER_LONDON)
    one_woman(story, start="2022-06-01", origin=CAMDEN)
    story.person("W2")
    story.case("C2", "W2")
    story.episode("E2", "C2", "P1", {"W2": ""}, start="2022-06-01", origin=DARTFORD)
    expected = {
        "A1.total": 2,
        "A1.refuge": 2,
        "A2.women": 2,
        "A3.out_of_area": 1,
        "H1.households": 2,
    }
    return WorkedCase("5 London is one area", story.bundle, {(GREATER_LONDON, "2022-23"): expected})


def sanctuary() -> WorkedCase:
    story = Story()
    story.provision("P1", "sanctuary")
    one_woman(
        story,
        start="2021-04-05",
        end="2022-06-30",
        planned="yes",
        sanctuary_ending="no_longer_needed",
    )
    # A second household had locks and no support: a case, and no episode.
    story.person("W2")
    story.case("C2", "W2")
    expected = {
        "A1.total": 1,
        "A1.sanctuary": 1,
        "A2.women": 1,
        "F1.total": 1,
        "F2.planned": 1,
        "H1.households": 1,
    }
    return WorkedCase(
        "6 sanctuary",
        story.bundle,
        {(SURREY, "2022-23"): expected, (SURREY, "2023-24"): {}},
    )


def a_trans_man_and_a_person_never_asked() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge")
    for number, answers in enumerate(({"gender": "man", "trans": "yes"}, {"gender": ""}), start=1):
        story.person(f"W{number}", **answers)
        story.case(f"C{number}", f"W{number}")
        story.episode(f"E{number}", f"C{number}", "P1", {f"W{number}": ""}, start="2022-06-01")
    expected = {
        "A1.total": 2,
        "A1.refuge": 2,
        "A2.trans_nonbinary": 1,
        "C1.any": 1,
        "C2.lgbtq": 1,
        "H1.households": 2,
    }
    return WorkedCase(
        "7 a trans man, and a person never asked", story.bundle, {(SURREY, "2022-23"): expected}
    )


def not_commissioned() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge", places=6)
    story.provision("P2", "refuge", places=2, authority="")
    one_woman(story, start="2022-06-01")
    story.person("W2")
    story.case("C2", "W2")
    story.episode("E2", "C2", "P2", {"W2": ""}, start="2022-06-01")
    expected = {
        "A1.total": 1,
        "A1.refuge": 1,
        "A2.women": 1,
        "D1.total": 6,
        "D1.refuge": 6,
        "H1.households": 1,
    }
    return WorkedCase("8 not commissioned", story.bundle, {(SURREY, "2022-23"): expected})


def succession() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge", authority=CUMBRIA, until="2023-03-31")
    story.provision(
        "P2", "refuge", authority=CUMBERLAND, places=12, since="2023-04-01", continues="P1"
    )
    one_woman(
        story,
        start="2023-02-01",
        end="2023-05-02",
        planned="yes",
        next_place="private_tenancy",
        origin=CARLISLE,
    )
    there = {"A1.total": 1, "A1.refuge": 1, "A2.women": 1, "H1.households": 1}
    ended = {"A4.refuge_dispersed.3_6m": 1, "F1.total": 1, "F2.planned": 1}
    return WorkedCase(
        "9 succession",
        story.bundle,
        {
            (CUMBRIA, "2022-23"): there | {"D1.total": 10, "D1.refuge": 10},
            (CUMBERLAND, "2023-24"): there | ended | {"D1.total": 12, "D1.refuge": 12},
        },
    )


def a_chain_within_a_year() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge", places=6, until="2022-09-30")
    story.provision("P2", "refuge", places=8, since="2022-10-01", continues="P1")
    one_woman(story, start="2022-08-01")
    expected = {
        "A1.total": 1,
        "A1.refuge": 1,
        "A2.women": 1,
        "D1.total": 8,
        "D1.refuge": 8,
        "H1.households": 1,
    }
    return WorkedCase("10 a chain within a year", story.bundle, {(SURREY, "2022-23"): expected})


def a_main_victim_of_17() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge")
    story.person("W1", date_of_birth="2005-01-01")
    story.case("C1", "W1")
    story.episode("E1", "C1", "P1", {"W1": ""}, start="2022-06-01")
    expected = {
        "A1.total": 1,
        "A1.refuge": 1,
        "A2.women": 1,
        "C1.any": 1,
        "C2.age_16_25": 1,
        "H1.households": 1,
    }
    return WorkedCase("11 a main victim of 17", story.bundle, {(SURREY, "2022-23"): expected})


def after_she_left() -> WorkedCase:
    story = Story()
    story.provision("P1", "refuge")
    one_woman(
        story,
        start="2022-04-01",
        end="2022-05-31",
        planned="yes",
        next_place="family_or_friends",
    )
    story.support("D1", "advocacy", "2022-05-05")
    story.support("D2", "housing", "2022-06-20")
    expected = {
        "A1.total": 1,
        "A1.refuge": 1,
        "A2.women": 1,
        "A4.refuge_dispersed.1_3m": 1,
        "E1.advocacy": 1,
        "F1.total": 1,
        "F2.planned": 1,
        "H1.households": 1,
    }
    return WorkedCase("12 after she left", story.bundle, {(SURREY, "2022-23"): expected})


WORKED_CASES = [
    over_the_year_end(),
    from_refuge_to_second_stage(),
    a_child_who_joins_later(),
    three_noes_and_a_yes(),
    london_is_one_area(),
    sanctuary(),
    a_trans_man_and_a_person_never_asked(),
    not_commissioned(),
    succession(),
    a_chain_within_a_year(),
    a_main_victim_of_17(),
    after_she_left(),
]
