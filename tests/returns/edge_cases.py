"""More small bundles, each at the edge of a rule, in the form of the worked cases."""

from collections.abc import Callable

from returns.codes import ACCOMMODATION_TYPES, NEEDS, SPECIALIST_GROUPS, SUPPORT_TYPES
from tests.returns.bundles import (
    CARLISLE,
    CUMBERLAND,
    CUMBRIA,
    KENT,
    Bundle,
)
from tests.returns.worked_cases import Expected, WorkedCase, cells

BARROW, SURREY, GATESHEAD = "E07000027", "E10000030", "E08000037"
WESTMORLAND = "E06000064"
GATESHEAD_BEFORE = "E08000020"
EDGE_CASES: list[WorkedCase] = []

Build = Callable[[Bundle], None]


def edge(
    expected: str, *, authority: str = KENT, year: str = "2022-23", places: bool = False
) -> Callable[[Build], Build]:
    """Adds the case that a function builds, under the function's name."""

    def add(build: Build) -> Build:
        wanted = Expected(year, cells(expected), authority, says_places=places)
        EDGE_CASES.append(WorkedCase(build.__name__.replace("_", " "), build, [wanted]))
        return build

    return add


ONE = "A1.total 1, A1.refuge 1, A2.women 1, H1.households 1"
TWO = "A1.total 2, A1.refuge 2, A2.women 2, H1.households 2"


@edge(f"{ONE}, F1.total 1, A4.refuge_dispersed.3_6m 1")
def left_on_the_first_day_of_the_year(bundle: Bundle) -> None:
    bundle.woman_alone(bundle.provision(), "2022-01-01", "2022-04-01")


@edge(ONE)
def came_on_the_last_day_of_the_year(bundle: Bundle) -> None:
    bundle.woman_alone(bundle.provision(), "2023-03-31", "2023-04-02")


@edge("")
def left_the_day_before_or_came_the_day_after(bundle: Bundle) -> None:
    refuge = bundle.provision()
    bundle.woman_alone(refuge, "2022-01-01", "2022-03-31")
    bundle.woman_alone(refuge, "2023-04-01")


@edge("A1.total 3, A1.refuge 3, A2.women 1, A2.children 2, H1.households 1")
def a_child_who_left_and_came_back_is_two_instances(bundle: Bundle) -> None:
    mother, child = bundle.person(), bundle.person(date_of_birth="2015-01-01")
    case = bundle.case((mother, "survivor"), (child, "child"))
    parts = [(mother, "", ""), (child, "", "2022-06-30"), (child, "2022-08-01", "")]
    bundle.episode(bundle.provision(), case, "2022-06-01", people=parts)


@edge(TWO)
def one_person_in_two_services_counts_twice(bundle: Bundle) -> None:
    bundle.organisation("O2")
    bundle.service("S2", "O2")
    bundle.woman_alone(bundle.provision(), "2022-06-01")
    other = bundle.provision(service="S2")
    case = bundle.case((bundle.person("O2"), "survivor"), organisation="O2")
    bundle.episode(other, case, "2022-06-01")


@edge(
    "A1.total 4, A1.refuge 4, A2.women 3, A2.children 1, H1.households 2, C1.any 1, C2.age_16_25 1"
)
def eighteen_on_the_first_live_day_is_an_adult(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for born in ("2004-05-31", "2004-06-01"):
        child = bundle.person(date_of_birth=born)
        case = bundle.case((bundle.person(), "survivor"), (child, "child"))
        bundle.episode(refuge, case, "2022-05-31")


@edge("A1.total 2, A1.refuge 2, A2.women 1, A2.children 1, H1.households 1")
def seventeen_on_1_april_stays_a_child_all_year(bundle: Bundle) -> None:
    child = bundle.person(date_of_birth="2004-04-02")
    case = bundle.case((bundle.person(), "survivor"), (child, "child"))
    bundle.episode(bundle.provision(), case, "2021-12-01")


@edge("A1.total 2, A1.refuge 2, A2.women 1, A2.children 1, H1.households 1")
def a_child_without_a_date_of_birth_is_a_child(bundle: Bundle) -> None:
    child = bundle.person(date_of_birth="")
    case = bundle.case((bundle.person(), "survivor"), (child, "child"))
    bundle.episode(bundle.provision(), case, "2022-06-01")


@edge(
    "A1.total 3, A1.refuge 3, A2.women 2, A2.men 1, H1.households 1, "
    "C1.any 2, C2.male 1, C2.age_16_25 1"
)
def another_adult_of_16_is_an_adult(bundle: Bundle) -> None:
    sister = bundle.person(date_of_birth="2006-01-01")
    brother = bundle.person(gender="man")
    roles = [(sister, "other_adult"), (brother, "other_adult")]
    case = bundle.case((bundle.person(), "survivor"), *roles)
    bundle.episode(bundle.provision(), case, "2022-06-01")


@edge(
    "A1.total 6, A1.refuge 6, A2.men 1, A2.trans_nonbinary 4, H1.households 6, "
    "C1.any 5, C2.lgbtq 4, C2.male 1"
)
def each_adult_has_one_row_or_none(bundle: Bundle) -> None:
    refuge = bundle.provision()
    bundle.woman_alone(refuge, "2022-06-01", gender="man")
    bundle.woman_alone(refuge, "2022-06-01", gender="woman", trans="yes")
    bundle.woman_alone(refuge, "2022-06-01", gender="non_binary")
    bundle.woman_alone(refuge, "2022-06-01", gender="other")
    bundle.woman_alone(refuge, "2022-06-01", gender="declined", trans="yes")
    bundle.woman_alone(refuge, "2022-06-01", gender="declined", trans="not_known")


@edge("A1.total 6, A1.refuge 6, A2.women 6, A3.out_of_area 4, H1.households 6")
def homes_outside_the_area(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for origin in ("wales", "outside_uk", SURREY, "E07000223", "", KENT):
        bundle.woman_alone(refuge, "2022-06-01", origin=origin)


@edge(
    "A1.total 4, A1.refuge 4, A2.women 4, A3.out_of_area 1, H1.households 4",
    authority=CUMBERLAND,
    year="2023-24",
)
def a_home_in_an_abolished_area_follows_its_successors(bundle: Bundle) -> None:
    refuge = bundle.provision(authority=CUMBERLAND, start="2023-04-01")
    for origin in (CUMBRIA, CARLISLE, BARROW, CUMBERLAND):
        bundle.woman_alone(refuge, "2023-06-01", origin=origin)


@edge("A1.total 3, A1.refuge 3, A2.women 3, A3.out_of_area 1, H1.households 3", authority=CUMBRIA)
def a_home_in_a_later_area_leads_back(bundle: Bundle) -> None:
    refuge = bundle.provision(authority=CUMBRIA)
    for origin in (CUMBERLAND, "E06000064", "E06000065"):
        bundle.woman_alone(refuge, "2022-06-01", origin=origin)


@edge(TWO, authority=GATESHEAD)
def a_former_code_is_the_same_area(bundle: Bundle) -> None:
    refuge = bundle.provision(authority=GATESHEAD)
    for origin in (GATESHEAD, GATESHEAD_BEFORE):
        bundle.woman_alone(refuge, "2022-06-01", origin=origin)


@edge(
    "A1.total 6, A1.refuge 6, A2.women 6, H1.households 6, F1.total 6, "
    "A4.refuge_dispersed.under_1m 1, A4.refuge_dispersed.1_3m 3, "
    "A4.refuge_dispersed.3_6m 1, A4.refuge_dispersed.over_6m 1"
)
def lengths_run_by_calendar_months_from_the_first_day(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for first, last in (
        ("2022-05-10", "2022-06-09"),
        ("2022-05-10", "2022-06-10"),
        ("2023-01-31", "2023-02-28"),
        ("2022-01-31", "2022-04-29"),  # anniversaries of 31 January: 28 February, 31 March
        ("2022-01-31", "2022-04-30"),
        ("2021-10-29", "2022-04-29"),
    ):
        bundle.woman_alone(refuge, first, last)


@edge(
    "A1.total 2, A1.specialist 1, A1.second_stage 1, A2.women 2, H1.households 2, F1.total 2, "
    "A4.specialist.over_6m 1"
)
def specialist_stays_are_apart_and_others_have_no_length(bundle: Bundle) -> None:
    bundle.woman_alone(bundle.provision("specialist"), "2021-06-01", "2022-06-01")
    bundle.woman_alone(bundle.provision("second_stage"), "2021-06-01", "2022-06-01")


@edge("B1.total 3, B2.capacity 2, B2.other 1")
def the_decision_places_a_referral(bundle: Bundle) -> None:
    refuge = bundle.provision()

    def refused(received: str, decided: str, reason: str, kind: str = "referral") -> None:
        bundle.referral(refuge, received, "not_supported", reason, decided_on=decided, kind=kind)

    refused("2022-03-30", "2022-04-01", "capacity")
    refused("2023-03-31", "", "capacity")
    refused("2022-06-01", "2022-06-01", "other")
    refused("2023-03-31", "2023-04-01", "declined_offer")
    refused("2022-03-31", "", "declined_offer")
    refused("2022-06-01", "2022-06-01", "no_contact", kind="enquiry")
    bundle.referral(refuge, "2022-06-02", "withdrawn", decided_on="2022-06-03")
    bundle.referral(refuge, "2022-06-04", "pending")


@edge("B1.total 1, B2.capacity 1, A1.total 0", year="2022-23")
def a_referral_needs_a_commission_on_its_day(bundle: Bundle) -> None:
    first = bundle.provision(start="2022-06-01", end="2022-09-30")
    bundle.provision(start="2022-12-01", continues=first)
    for day in ("2022-05-31", "2022-10-01", "2022-12-01"):
        bundle.referral(first, "2022-05-01", "not_supported", "capacity", decided_on=day)


@edge(
    "B1.total 4, B2.needs_not_met 2, B2.no_contact 1, B2.other 2, "
    "B3.child_age_or_family_size 1, B3.drugs 1, B3.other 1"
)
def needs_count_only_where_they_are_the_reason(bundle: Bundle) -> None:
    refuge = bundle.provision()

    def refused(reasons: str, needs: str) -> None:
        bundle.referral(
            refuge,
            "2022-06-01",
            "not_supported",
            reasons,
            decided_on="2022-06-01",
            unmet_needs=needs,
        )

    refused("needs_not_met;other", "child_age;family_size")
    refused("needs_not_met", "drugs;other")
    refused("no_contact;other", "alcohol")
    refused("", "")


@edge("A1.total 5, A1.refuge 5, A2.women 5, H1.households 5, C1.any 3, C2.minoritised 3")
def minoritised_is_all_but_three_ethnicities(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for ethnicity in ("roma", "gypsy_or_irish_traveller", "other", "white_other", "not_known"):
        bundle.woman_alone(refuge, "2022-06-01", ethnicity=ethnicity)


@edge("A1.total 4, A1.refuge 4, A2.women 4, H1.households 4")
def no_answers_are_not_yes(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for answer in ("not_known", "declined", "not_asked", "not_safe_to_ask"):
        bundle.woman_alone(
            refuge,
            "2022-06-01",
            trans=answer,
            ethnicity=answer,
            disability=answer,
            sexual_orientation=answer,
            mental_health_need=answer,
            drug_need=answer,
            alcohol_need=answer,
            offending_history=answer,
        )


@edge(
    "A1.total 5, A1.refuge 5, A2.women 5, H1.households 5, C1.any 5, C2.disabled 1, "
    "C2.mental_health 2, C2.drugs 2, C2.alcohol 1, C2.ex_offender 1"
)
def each_need_and_each_history_has_its_row(bundle: Bundle) -> None:
    refuge = bundle.provision()
    bundle.woman_alone(refuge, "2022-06-01", disability="yes")
    bundle.woman_alone(refuge, "2022-06-01", mental_health_need="yes")
    bundle.woman_alone(refuge, "2022-06-01", mental_health_need="yes", drug_need="yes")
    bundle.woman_alone(refuge, "2022-06-01", alcohol_need="yes", drug_need="yes")
    bundle.woman_alone(refuge, "2022-06-01", offending_history="yes")


@edge("A1.total 4, A1.refuge 4, A2.women 4, H1.households 4, C1.any 3, C2.lgbtq 3")
def orientation_other_than_straight_is_lgbtq(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for orientation in ("gay_or_lesbian", "bisexual", "other", "straight"):
        bundle.woman_alone(refuge, "2022-06-01", sexual_orientation=orientation)


@edge(
    "A1.total 2, A1.refuge 2, A2.women 1, A2.children 1, H1.households 1, C1.any 1, "
    "C2.disabled 1, C2.lgbtq 1, C2.minoritised 1"
)
def children_count_but_not_in_the_rows_of_age_and_of_men(bundle: Bundle) -> None:
    son = bundle.person(
        date_of_birth="2005-01-01",
        gender="man",
        disability="yes",
        sexual_orientation="bisexual",
        ethnicity="indian",
    )
    case = bundle.case((bundle.person(), "survivor"), (son, "child"))
    bundle.episode(bundle.provision(), case, "2022-06-01")


@edge(
    "A1.total 6, A1.refuge 6, A2.women 6, H1.households 6, C1.any 4, C2.age_16_25 2, "
    "C2.age_65_over 2"
)
def ages_on_the_first_live_day(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for born in (
        "1996-06-02",  # 25, and 26 the day after
        "1996-06-01",  # 26
        "1957-06-01",  # 65
        "1957-06-02",  # 64
        "1930-01-01",
        "2006-06-01",  # 16
    ):
        bundle.woman_alone(refuge, "2022-06-01", date_of_birth=born)


@edge(f"{TWO}, D1.total 8, D1.refuge 8", places=True)
def the_largest_number_of_places_of_a_chain_counts(bundle: Bundle) -> None:
    eight = bundle.provision(bedspaces=8, end="2022-06-30")
    five = bundle.provision(bedspaces=5, start="2022-07-01", end="2023-01-31", continues=eight)
    bundle.provision(bedspaces=20, start="2023-04-01", continues=five)
    bundle.woman_alone(eight, "2022-06-15")
    bundle.woman_alone(five, "2022-08-15")


@edge("D1.total 9, D1.refuge 4, D1.sanctuary 5", places=True)
def places_add_up_over_chains(bundle: Bundle) -> None:
    bundle.provision(bedspaces=3)
    bundle.provision(bedspaces=1, start="2023-03-31")
    bundle.provision("sanctuary", bedspaces=5, end="2022-04-01")
    bundle.provision(bedspaces=50, end="2022-03-31")
    bundle.provision(authority=SURREY, bedspaces=70)


@edge("", authority=CUMBRIA, year="2023-24", places=True)
def a_commission_ends_with_its_authority(bundle: Bundle) -> None:
    bundle.woman_alone(bundle.provision(authority=CUMBRIA), "2023-02-01", origin=CARLISLE)


@edge("D2.total 3, D2.black_and_minoritised 2, D2.by_and_for.black_and_minoritised 1, D2.lgbtq 1")
def a_service_counts_once_for_each_group(bundle: Bundle) -> None:
    both = ["black_and_minoritised", "lgbtq"]
    bundle.service("S2", specialist_groups=both)
    bundle.service(
        "S3",
        specialist_groups=["black_and_minoritised"],
        by_and_for_groups=["black_and_minoritised"],
    )
    bundle.service("S4", specialist_groups=["disabled"], by_and_for_groups=["disabled"])
    bundle.provision("specialist", service="S2")
    bundle.provision("refuge", service="S2")
    bundle.provision("specialist", service="S3")
    bundle.provision("specialist", service="S4", end="2022-03-31")


@edge(
    "A1.total 3, A1.refuge 3, A2.women 2, A2.children 1, H1.households 2, E1.counselling 1, "
    "E1.children 2, E1.general 1, E2.children 1"
)
def support_counts_once_a_person_and_type(bundle: Bundle) -> None:
    mother, child = bundle.person(), bundle.person(date_of_birth="2015-01-01")
    case = bundle.case((mother, "survivor"), (child, "child"))
    refuge = bundle.provision()
    episode = bundle.episode(refuge, case, "2022-03-01")
    bundle.support(episode, child, "children", "2022-04-01")
    bundle.support(episode, child, "children", "2023-03-31")
    bundle.support(episode, mother, "children", "2022-05-01")
    bundle.support(episode, mother, "counselling", "2022-05-01")
    bundle.support(episode, mother, "advice", "2022-03-31")
    bundle.support(episode, mother, "advice", "2023-04-01")
    other = bundle.woman_alone(refuge, "2022-06-01")
    [woman] = bundle.people_of(other)
    bundle.support(other, woman, "general", "2022-06-01")


@edge(
    "A1.total 3, A1.refuge 3, A2.women 1, A2.children 2, H1.households 1, E1.children 1, "
    "E1.advocacy 1, E2.children 1"
)
def support_belongs_to_the_participation_that_it_falls_in(bundle: Bundle) -> None:
    mother, child = bundle.person(), bundle.person(date_of_birth="2015-01-01")
    case = bundle.case((mother, "survivor"), (child, "child"))
    parts = [(mother, "", ""), (child, "", "2022-06-30"), (child, "2022-08-01", "2022-08-31")]
    episode = bundle.episode(bundle.provision(), case, "2022-06-01", people=parts)
    for day in ("2022-07-15", "2022-08-31", "2022-09-01"):
        bundle.support(episode, child, "children", day)
    bundle.support(episode, mother, "advocacy", "2022-07-15")


@edge(f"{ONE}, E1.housing 1, F1.total 1, F2.planned 1, A4.refuge_dispersed.1_3m 1")
def what_happens_after_the_commission_counts_with_the_stay(bundle: Bundle) -> None:
    refuge = bundle.provision(end="2022-06-30")
    episode = bundle.woman_alone(refuge, "2022-06-30", "2022-09-01", planned="yes")
    [woman] = bundle.people_of(episode)
    bundle.support(episode, woman, "housing", "2022-08-01")


@edge("")
def a_stay_in_a_gap_between_commissions_does_not_count(bundle: Bundle) -> None:
    first = bundle.provision(end="2022-05-31")
    bundle.provision(start="2022-09-01", continues=first)
    bundle.woman_alone(first, "2022-06-01", "2022-08-31", planned="no")


@edge("")
def days_before_the_year_do_not_make_a_stay_commissioned(bundle: Bundle) -> None:
    bundle.woman_alone(
        bundle.provision(end="2022-03-31"), "2022-01-01", "2022-05-31", planned="yes"
    )
    bundle.provision(start="2022-09-01", continues="P1")


@edge(
    "A1.total 1, A1.refuge 1, A2.children 1, F1.total 1, F2.unplanned 1, "
    "A4.refuge_dispersed.under_1m 1"
)
def a_household_counts_only_with_its_main_victim(bundle: Bundle) -> None:
    mother, child = bundle.person(), bundle.person(date_of_birth="2015-01-01")
    case = bundle.case((mother, "survivor"), (child, "child"))
    parts = [(mother, "", "2022-06-10"), (child, "", "")]
    refuge = bundle.provision(start="2022-06-11")
    bundle.episode(refuge, case, "2022-06-01", "2022-06-20", people=parts, planned="no")


@edge("A1.total 2, A1.refuge 2, A2.women 2, H1.households 1")
def a_main_victim_who_came_back_is_one_household(bundle: Bundle) -> None:
    woman = bundle.person()
    parts = [(woman, "", "2022-06-30"), (woman, "2022-08-01", "")]
    bundle.episode(bundle.provision(), bundle.case((woman, "survivor")), "2022-06-01", people=parts)


@edge("A1.total 2, A1.refuge 2, A2.women 1, A2.children 1, H1.households 1")
def age_is_that_of_the_first_live_day_also_before_the_commission(bundle: Bundle) -> None:
    child = bundle.person(date_of_birth="2004-07-01")  # 18 when the commission begins
    case = bundle.case((bundle.person(), "survivor"), (child, "child"))
    bundle.episode(bundle.provision(start="2022-09-01"), case, "2022-06-01")


@edge(
    "A1.total 5, A1.refuge 5, A2.women 5, H1.households 5, F1.total 5, F2.planned 1, "
    "F2.unplanned 2, F2.other_safe_accommodation 1, F2.with_perpetrator 1, F2.asked_to_leave 1, "
    "A4.refuge_dispersed.1_3m 5"
)
def the_flags_of_an_ending_overlap(bundle: Bundle) -> None:
    refuge = bundle.provision()

    def ended(**ending: str) -> None:
        bundle.woman_alone(refuge, "2022-06-01", "2022-08-01", **ending)

    ended(planned="yes", next_place="other_safe_accommodation")
    ended(planned="no", next_place="with_perpetrator")
    ended(planned="no", asked_to_leave="yes")
    ended(planned="not_known", asked_to_leave="no")
    ended(asked_to_leave="not_known", next_place="not_known")


@edge(ONE)
def a_stay_that_ended_after_the_year_has_not_stopped(bundle: Bundle) -> None:
    bundle.woman_alone(bundle.provision(), "2022-06-01", "2023-04-01", planned="yes")


@edge("A1.total 2, A1.refuge 2, A2.women 2, H1.households 1, C1.any 1, C2.age_16_25 1")
def eighteen_on_1_april_is_an_adult_however_young_on_arrival(bundle: Bundle) -> None:
    child = bundle.person(date_of_birth="2004-04-01")
    case = bundle.case((bundle.person(), "survivor"), (child, "child"))
    bundle.episode(bundle.provision(), case, "2021-12-01")


@edge(
    "A1.total 2, A1.refuge 2, A2.women 2, A3.out_of_area 1, H1.households 2",
    authority=WESTMORLAND,
    year="2023-24",
)
def a_divided_area_leads_to_each_of_its_successors(bundle: Bundle) -> None:
    refuge = bundle.provision(authority=WESTMORLAND, start="2023-04-01")
    for origin in (CUMBRIA, CARLISLE):
        bundle.woman_alone(refuge, "2023-06-01", origin=origin)


@edge(
    "A1.total 6, A1.refuge 1, A1.dispersed 1, A1.sanctuary 1, A1.specialist 1, A1.second_stage 1, "
    "A1.other 1, A2.women 6, H1.households 6, D1.total 63, D1.refuge 1, D1.dispersed 2, "
    "D1.sanctuary 4, D1.specialist 8, D1.second_stage 16, D1.other 32",
    places=True,
)
def each_type_has_its_own_cells(bundle: Bundle) -> None:
    for power, accommodation in enumerate(ACCOMMODATION_TYPES):
        places = bundle.provision(accommodation, bedspaces=2**power)
        bundle.woman_alone(places, "2022-06-01")


@edge(
    "A1.total 4, A1.specialist 4, A2.women 4, H1.households 4, F1.total 4, "
    "A4.specialist.under_1m 1, A4.specialist.1_3m 1, A4.specialist.3_6m 1, A4.specialist.over_6m 1"
)
def each_length_of_a_specialist_stay_has_its_cell(bundle: Bundle) -> None:
    places = bundle.provision("specialist")
    for last in ("2022-06-30", "2022-07-01", "2022-11-30", "2022-12-01"):
        bundle.woman_alone(places, "2022-06-01", last)


@edge(
    "B1.total 16, B2.needs_not_met 12, B2.capacity 1, B2.no_contact 1, B2.declined_offer 1, "
    "B2.other 1, B3.no_recourse 1, B3.disability 1, B3.child_age_or_family_size 2, "
    "B3.mental_health 1, B3.drugs 1, B3.alcohol 1, B3.offending 1, B3.male 1, B3.lgbtq 1, "
    "B3.language 1, B3.other 1"
)
def each_reason_and_each_need_has_its_cell(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for reason in ("capacity", "no_contact", "declined_offer", "other"):
        bundle.referral(refuge, "2022-06-01", "not_supported", reason)
    for need in NEEDS:
        bundle.referral(refuge, "2022-06-01", "not_supported", "needs_not_met", unmet_needs=need)


@edge(
    "D2.total 4, D2.black_and_minoritised 1, D2.by_and_for.black_and_minoritised 1, "
    "D2.disabled 1, D2.by_and_for.disabled 1, D2.lgbtq 1, D2.by_and_for.lgbtq 1, D2.other 1, "
    "D2.by_and_for.other 1"
)
def each_specialist_group_has_its_cells(bundle: Bundle) -> None:
    for group in SPECIALIST_GROUPS:
        bundle.service(f"S{group}", specialist_groups=[group], by_and_for_groups=[group])
        bundle.provision(service=f"S{group}")


@edge(
    "A1.total 8, A1.refuge 8, A2.women 8, H1.households 8, E1.general 1, E1.advocacy 1, "
    "E1.prevention 1, E1.specialist 1, E1.children 1, E1.housing 1, E1.advice 1, E1.counselling 1"
)
def each_type_of_support_has_its_cell(bundle: Bundle) -> None:
    refuge = bundle.provision()
    for support_type in SUPPORT_TYPES:
        episode = bundle.woman_alone(refuge, "2022-06-01")
        [woman] = bundle.people_of(episode)
        bundle.support(episode, woman, support_type, "2022-06-01")
