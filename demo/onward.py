"""What the demo knows of one family's way to a home of their own."""

from datetime import timedelta

from demo.diary import WRITER
from demo.families import FAMILY
from demo.staging import Stage
from moveon import housing, resettling


def plan_the_move(stage: Stage) -> None:
    """Record two ways to a home, an offer that waits, where not, and what comes after."""
    house, case = stage.cases[FAMILY]
    ines = stage.users[WRITER]
    with stage.inside(house, ines):
        council = housing.add_option(
            case=case,
            fields={
                "kind": "council", "state": "applied", "applied_on": stage.day(30),
                "where": "Westbrook Council", "look_again_on": stage.today + timedelta(days=4),
                "details": {"reference": "WB-H-22107", "band": "Band B", "duty": "relief",
                            "words": "Near the school, no ground floor."},
            },
            by=ines,
        )  # fmt: skip
        housing.record_offer(
            option=council,
            fields={
                "made_on": stage.day(2), "view_on": stage.today + timedelta(days=1),
                "answer_by": stage.today + timedelta(days=3),
                "place": "Flat 4, 12 Example Rise", "words": "Two bedrooms, second floor.",
            },
            by=ines,
        )  # fmt: skip
        housing.add_option(
            case=case,
            fields={"kind": "private", "details": {"words": "If nothing comes before spring."}},
            by=ines,
        )
        housing.avoid(
            case=case,
            fields={"area": "Hazel Town", "why": "His mother and two cousins live there."},
            by=ines,
        )
        agreed = resettling.agree(
            case=case,
            fields={
                "agreed": True, "agreed_on": stage.day(1),
                "ends_on": stage.today + timedelta(days=180),
                "details": {"how": "Ring from the corner. Say you are from the school.",
                            "belongings": "The cot, at Hina's."},
            },
            expected_version=0,
            by=ines,
        )  # fmt: skip
        resettling.plan_visit(
            resettlement=agreed, due_on=stage.today + timedelta(days=21),
            words="First visit in the new home", by=ines,
        )  # fmt: skip
