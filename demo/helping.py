"""What the demo's family needs, and what was agreed with them."""

from datetime import timedelta

from cases.choices import CaseRole
from demo.diary import WRITER
from demo.families import FAMILY
from demo.staging import Stage
from support import goals, needs
from support.goals import Reviewed
from support.needs import Answer

_ASKED = (
    (27, 0, {
        "safety": Answer("high", "I look over my shoulder at the school gate."),
        "housing": Answer("high", "I cannot stay at my sister's for long."),
        "money": Answer("some", "He had the card."),
        "immigration": Answer("none"),
        "mental_health": Answer("declined"),
        "sexual_violence": Answer("not_safe_to_ask"),
        "wellbeing": Answer("some", "I sleep when the children sleep."),
    }),
    (6, 7, {"money": Answer("none", "I have my own account now.")}),
)  # fmt: skip
_GOALS = (
    ("A flat with a door that locks", "So that the children have their own beds.", 5,
     (("Ring the council with her about the application", 2, ""),
      ("Ask Hina for a letter", 4, "Mira"))),
    ("Keep my job", "It is mine, and I am good at it.", 12, ()),
)  # fmt: skip


def agree_on_support(stage: Stage) -> None:
    """Ask what Mira needs, set her goals, and talk them through once."""
    house, case = stage.cases[FAMILY]
    ines = stage.users[WRITER]
    with stage.inside(house, ines):
        part = case.case_people.select_related("person").get(role=CaseRole.SURVIVOR)
        mira = part.person
        for days_ago, before, answers in _ASKED:
            needs.ask(
                case=case,
                person=mira,
                answers=answers,
                asked_on=stage.day(days_ago),
                expected_number=before,
                by=ines,
            )
        set_goals = []
        for words, why, due, steps in _GOALS:
            goal = goals.set_goal(
                case=case,
                person=mira,
                words=words,
                why=why,
                set_on=stage.day(27),
                review_on=stage.today + timedelta(days=due),
                by=ines,
            )
            for text, days, other in steps:
                goals.add_step(
                    goal=goal,
                    text=text,
                    due_on=stage.today + timedelta(days=days),
                    owner=None if other else ines,
                    other=other,
                    by=ines,
                )
            set_goals.append(goal)
        goals.review(
            case=case,
            reviewed=[
                Reviewed(goal=goal, state="open", outcome="", review_on=goal.review_on)
                for goal in set_goals
            ],
            together=True,
            on=stage.day(6),
            expected_number=0,
            by=ines,
        )
