"""The worked cases of the return: small bundles with the cells that are not 0.

Where a case says nothing of places, D1 is left out of the comparison.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.returns.bundles import (
    CAMDEN,
    CARLISLE,
    CUMBERLAND,
    CUMBRIA,
    DARTFORD,
    KENT,
    LONDON,
    Bundle,
)


@dataclass(frozen=True)
class Expected:
    """What one authority's return of one year holds; every other cell is 0, or null in G.

    ``checks`` are codes that must be among those that do not hold.
    """

    year: str
    cells: dict[str, int]
    authority: str = KENT
    says_places: bool = False
    checks: tuple[str, ...] = ()

    def of_interest(self, cells: dict[str, int]) -> dict[str, int]:
        """The derived cells that are not 0, without D1 where the case says nothing of places."""
        leave_out = "?" if self.says_places else "D1."
        return {code: count for code, count in cells.items() if count and leave_out not in code}


@dataclass(frozen=True)
class WorkedCase:
    name: str
    build: Callable[[Bundle], None]
    expected: list[Expected] = field(default_factory=list)

    def bundle(self) -> Bundle:
        bundle = Bundle()
        self.build(bundle)
        return bundle


def over_the_year_end(bundle: Bundle) -> None:
    mother = bundle.person(disability="yes")
    daughter = bundle.person(date_of_birth="2015-05-05")
    case = bundle.case((mother, "survivor"), (daughter, "child"))
    bundle.episode(
        bundle.provision(),
        case,
        "2022-03-20",
        "2022-04-05",
        planned="yes",
        next_place="social_tenancy",
    )


def from_refuge_to_second_stage(bundle: Bundle) -> None:
    case = bundle.case((bundle.person(), "survivor"))
    refuge, second_stage = bundle.provision(), bundle.provision("second_stage")
    bundle.episode(
        refuge,
        case,
        "2022-05-01",
        "2022-10-31",
        planned="yes",
        next_place="other_safe_accommodation",
    )
    bundle.episode(second_stage, case, "2022-10-31")


def a_child_who_joins_later(bundle: Bundle) -> None:
    mother, son = bundle.person(), bundle.person(date_of_birth="2006-07-03", gender="man")
    case = bundle.case((mother, "survivor"), (son, "child"))
    people = [(mother, "", ""), (son, "2022-12-10", "")]
    bundle.episode(bundle.provision("dispersed"), case, "2022-02-01", people=people)


def three_noes_and_a_yes(bundle: Bundle) -> None:
    refuge = bundle.provision()
    case = bundle.case((bundle.person(), "survivor"))
    bundle.referral(refuge, "2022-05-02", "not_supported", "capacity", decided_on="2022-05-02")
    bundle.referral(
        refuge,
        "2022-05-09",
        "not_supported",
        "capacity;needs_not_met",
        decided_on="2022-05-09",
        unmet_needs="no_recourse",
    )
    bundle.referral(refuge, "2022-05-20", "withdrawn", decided_on="2022-05-20")
    bundle.referral(refuge, "2022-05-28", "accepted", decided_on="2022-05-28", case_ref=case)
    bundle.episode(refuge, case, "2022-05-30")


def london_is_one_area(bundle: Bundle) -> None:
    refuge = bundle.provision(authority=LONDON)
    bundle.woman_alone(refuge, "2022-06-01", origin=CAMDEN)
    bundle.woman_alone(refuge, "2022-06-01", origin=DARTFORD)


def sanctuary(bundle: Bundle) -> None:
    scheme = bundle.provision("sanctuary")
    bundle.woman_alone(
        scheme,
        "2021-04-05",
        "2022-06-30",
        planned="yes",
        next_place="returned_home_safe",
        sanctuary_ending="no_longer_needed",
    )
    bundle.case((bundle.person(), "survivor"))  # locks were fitted, and nothing else


def a_trans_man_and_a_person_never_asked(bundle: Bundle) -> None:
    refuge = bundle.provision()
    bundle.woman_alone(refuge, "2022-06-01", gender="man", trans="yes")
    bundle.woman_alone(refuge, "2022-06-01", gender="")


def not_commissioned(bundle: Bundle) -> None:
    bundle.woman_alone(bundle.provision(bedspaces=6), "2022-06-01")
    bundle.woman_alone(bundle.provision(authority="", bedspaces=2), "2022-06-01")


def succession(bundle: Bundle) -> None:
    before = bundle.provision(authority=CUMBRIA, end="2023-03-31")
    bundle.provision(authority=CUMBERLAND, start="2023-04-01", bedspaces=12, continues=before)
    bundle.woman_alone(
        before,
        "2023-02-01",
        "2023-05-02",
        origin=CARLISLE,
        planned="yes",
        next_place="private_tenancy",
    )


def a_chain_within_a_year(bundle: Bundle) -> None:
    six = bundle.provision(bedspaces=6, end="2022-09-30")
    bundle.provision(bedspaces=8, start="2022-10-01", continues=six)
    bundle.woman_alone(six, "2022-08-01")


def a_main_victim_of_17(bundle: Bundle) -> None:
    bundle.woman_alone(bundle.provision(), "2022-06-01", date_of_birth="2005-01-01")


def after_she_left(bundle: Bundle) -> None:
    episode = bundle.woman_alone(
        bundle.provision(),
        "2022-04-01",
        "2022-05-31",
        planned="yes",
        next_place="family_or_friends",
    )
    [person] = bundle.people_of(episode)
    bundle.support(episode, person, "advocacy", "2022-05-05")
    bundle.support(episode, person, "housing", "2022-06-20")


def cells(text: str) -> dict[str, int]:
    """``A1.total 2, A2.women 1`` as counts by cell; cells of 0 are left out."""
    pairs = (pair.split() for pair in text.split(",") if pair.strip())
    return {code: int(count) for code, count in pairs if count != "0"}


ONE_IN_REFUGE = "A1.total 1, A1.refuge 1, A2.women 1, H1.households 1"
MOTHER_AND_DAUGHTER = (
    "A1.total 2, A1.refuge 2, A2.women 1, A2.children 1, C1.any 1, C2.disabled 1, H1.households 1"
)

WORKED_CASES = [
    WorkedCase(
        "over the year end",
        over_the_year_end,
        [
            Expected("2021-22", cells(MOTHER_AND_DAUGHTER)),
            Expected(
                "2022-23",
                cells(
                    MOTHER_AND_DAUGHTER
                    + ", F1.total 1, F2.planned 1, A4.refuge_dispersed.under_1m 1"
                ),
            ),
        ],
    ),
    WorkedCase(
        "from refuge to second stage",
        from_refuge_to_second_stage,
        [
            Expected(
                "2022-23",
                cells(
                    "A1.total 2, A1.refuge 1, A1.second_stage 1, A2.women 2, "
                    "A4.refuge_dispersed.3_6m 1, F1.total 1, F2.planned 1, "
                    "F2.other_safe_accommodation 1, H1.households 2"
                ),
            )
        ],
    ),
    WorkedCase(
        "a child who joins later",
        a_child_who_joins_later,
        [
            Expected(
                "2022-23",
                cells("A1.total 2, A1.dispersed 2, A2.women 1, A2.children 1, H1.households 1"),
            )
        ],
    ),
    WorkedCase(
        "three noes and a yes",
        three_noes_and_a_yes,
        [
            Expected(
                "2022-23",
                cells(
                    ONE_IN_REFUGE
                    + ", B1.total 2, B2.capacity 2, B2.needs_not_met 1, B3.no_recourse 1"
                ),
            )
        ],
    ),
    WorkedCase(
        "London is one area",
        london_is_one_area,
        [
            Expected(
                "2022-23",
                cells("A1.total 2, A1.refuge 2, A2.women 2, A3.out_of_area 1, H1.households 2"),
                authority=LONDON,
            )
        ],
    ),
    WorkedCase(
        "sanctuary",
        sanctuary,
        [
            Expected(
                "2022-23",
                cells(
                    "A1.total 1, A1.sanctuary 1, A2.women 1, F1.total 1, F2.planned 1, "
                    "H1.households 1"
                ),
            ),
            Expected("2023-24", {}),
        ],
    ),
    WorkedCase(
        "a trans man, and a person never asked",
        a_trans_man_and_a_person_never_asked,
        [
            Expected(
                "2022-23",
                cells(
                    "A1.total 2, A1.refuge 2, A2.trans_nonbinary 1, C1.any 1, C2.lgbtq 1, "
                    "H1.households 2"
                ),
                checks=("identity-incomplete",),
            )
        ],
    ),
    WorkedCase(
        "not commissioned",
        not_commissioned,
        [Expected("2022-23", cells(ONE_IN_REFUGE + ", D1.total 6, D1.refuge 6"), says_places=True)],
    ),
    WorkedCase(
        "succession",
        succession,
        [
            Expected(
                "2022-23",
                cells(ONE_IN_REFUGE + ", D1.total 10, D1.refuge 10"),
                authority=CUMBRIA,
                says_places=True,
            ),
            Expected(
                "2023-24",
                cells(
                    ONE_IN_REFUGE
                    + ", A4.refuge_dispersed.3_6m 1, D1.total 12, D1.refuge 12, F1.total 1, "
                    "F2.planned 1"
                ),
                authority=CUMBERLAND,
                says_places=True,
            ),
        ],
    ),
    WorkedCase(
        "a chain within a year",
        a_chain_within_a_year,
        [Expected("2022-23", cells(ONE_IN_REFUGE + ", D1.total 8, D1.refuge 8"), says_places=True)],
    ),
    WorkedCase(
        "a main victim of 17",
        a_main_victim_of_17,
        [Expected("2022-23", cells(ONE_IN_REFUGE + ", C1.any 1, C2.age_16_25 1"))],
    ),
    WorkedCase(
        "after she left",
        after_she_left,
        [
            Expected(
                "2022-23",
                cells(
                    ONE_IN_REFUGE
                    + ", A4.refuge_dispersed.1_3m 1, E1.advocacy 1, F1.total 1, F2.planned 1"
                ),
                checks=("support-outside",),
            )
        ],
    ),
]
