"""Random bundles that seek the edges of the rules, every one of them valid."""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.oracle.authorities import life
from tests.oracle.bundles import Bundle, Row
from tests.oracle.choices import COMMISSIONERS, DECISIONS, GROUPS, NEEDS, REASONS, TYPES, YES_NO
from tests.oracle.draws import DAY, FOREVER, Draws, add_months
from tests.oracle.households import Households, Place

YEARS = ("2021-22", "2022-23", "2023-24")


def edge_bundle(seed: int, focus: int | None = None) -> Bundle:
    """The bundle of a seed, always the same one, about the years of YEARS or the year named."""
    return bundle_from(Random(seed), focus)


def edge_bundles() -> st.SearchStrategy[Bundle]:
    """Bundles of the same kind for hypothesis, which makes a failing one smaller."""
    return st.builds(bundle_from, st.randoms(use_true_random=False))


def bundle_from(random: Random, focus: int | None = None) -> Bundle:
    draws = Draws(random, focus)
    bundle = Bundle()
    families = [draws.one_of(COMMISSIONERS) for _ in range(1 + draws.up_to(1))]
    for _ in range(1 + draws.up_to(1)):
        _add_organisation(draws, bundle, families)
    if draws.chance(50):
        # No row's place in its file may matter, not even that of a provision before its first.
        for rows in bundle.files.values():
            random.shuffle(rows)
    return bundle


def _add_organisation(draws: Draws, bundle: Bundle, families: list[tuple[str, ...]]) -> None:
    number = len(bundle.rows("organisations")) + 1
    kind = draws.one_of(("charity", "registered_provider", "housing_authority"))
    organisation = bundle.add(
        "organisations", organisation_ref=f"O{number}", name=f"Provider {number}", kind=kind
    )["organisation_ref"]
    places: list[Place] = []
    for _ in range(1 + draws.up_to(1)):
        service = _add_service(draws, bundle, organisation)
        for _ in range(1 + draws.up_to(2)):
            places += _add_chain(draws, bundle, service, draws.one_of(families))
    households = Households(draws, bundle, organisation, places)
    cases = [households.add_case()["case_ref"] for _ in range(1 + draws.up_to(4))]
    for _ in range(draws.up_to(8)):
        _add_referral(draws, bundle, draws.one_of(places), draws.one_of(["", *cases]))


def _add_service(draws: Draws, bundle: Bundle, organisation: str) -> str:
    number = len(bundle.rows("services")) + 1
    groups = draws.some_of(GROUPS, percent=30)
    return bundle.add(
        "services",
        service_ref=f"S{number}",
        organisation_ref=organisation,
        name=f"Service {number}",
        specialist_groups=";".join(groups),
        by_and_for_groups=";".join(draws.some_of(groups, percent=50)),
        in_house_frontline=draws.one_of(YES_NO),
        quality_standards=draws.one_of(("", "Our own")),
    )["service_ref"]


# Provision ------------------------------------------------------------------------------------


def _add_chain(draws: Draws, bundle: Bundle, service: str, family: tuple[str, ...]) -> list[Place]:
    """One to three provisions that carry the same places on, with whole, lost or double days
    between them, and the same commissioner, a successor, another or none."""
    kind = draws.one_of(TYPES)
    rows: list[Row] = []
    windows: list[date] = []
    first = _first_day(draws)
    turn = draws.up_to(len(family) - 1)
    for _ in range(draws.one_of((1, 2, 3))):
        last = _last_day(draws, first)
        authority = family[turn]
        if authority and not _alive(authority, first, last):
            authority = "E10000030"
        number = len(bundle.rows("provision")) + 1
        dated = bool(authority) or draws.chance(50)
        rows.append(
            bundle.add(
                "provision",
                provision_ref=f"V{number}",
                service_ref=service,
                accommodation_type=kind,
                authority_code=authority,
                bedspaces=1 + draws.up_to(11),
                commissioned_from=first if dated else None,
                commissioned_to=last if dated else None,
                continues=rows[-1]["provision_ref"] if rows else "",
            )
        )
        windows += [first, last or first]
        turn = min(turn + draws.one_of((0, 1)), len(family) - 1)
        first = (last or draws.day(since=first)) + draws.one_of((1, 1, 1, 2, 30, 0, -10)) * DAY
    near = [day for day in windows if abs(day.year - draws.focus) < 3]
    return [Place(row, near) for row in rows]


def _first_day(draws: Draws) -> date:
    if draws.chance(40):
        return date(2015, 4, 1)
    return draws.day()


def _last_day(draws: Draws, first: date) -> date | None:
    """The last day of a commission; none for one that runs on."""
    choice = draws.up_to(3)
    if choice == 0:
        return None
    if choice == 1:
        year_end = date(draws.focus + draws.up_to(1), 3, 31)
        return max(year_end, first)
    if choice == 2:
        return draws.day(since=first)
    return max(add_months(first, 6), first)


def _alive(authority: str, first: date, last: date | None) -> bool:
    begins, ends = life(authority)
    return first <= ends and (last or FOREVER) >= begins


# Referrals ------------------------------------------------------------------------------------


def _add_referral(draws: Draws, bundle: Bundle, place: Place, case: str) -> None:
    received = draws.day(place.turns)
    decision = draws.one_of(DECISIONS)
    decided = received + timedelta(days=draws.one_of((0, 1, 3, 30)))
    reasons = draws.some_of(REASONS, percent=40)
    if decision not in ("not_supported", "withdrawn"):
        reasons = []
    needs = draws.some_of(NEEDS, percent=30) if reasons and draws.chance(85) else []
    bundle.add(
        "referrals",
        referral_ref=f"R{len(bundle.rows('referrals')) + 1}",
        provision_ref=place.row["provision_ref"],
        case_ref=case,
        kind=draws.one_of(("referral", "referral", "referral", "enquiry")),
        source="Somebody",
        received_on=received,
        decision=decision,
        decided_on=None if decision == "pending" or draws.chance(25) else decided,
        reasons=";".join(reasons),
        unmet_needs=";".join(needs),
        adults=1,
        children=draws.up_to(3),
    )
