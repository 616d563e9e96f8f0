"""What the demo's family agreed to share, and what was shared without asking."""

from datetime import datetime, timedelta

from cases.choices import CaseRole
from demo.diary import WRITER
from demo.families import FAMILY
from demo.staging import Stage
from sharing import consents, shares
from sharing.choices import Answer, Basis, Mode, Purpose

_ANSWERS: tuple[tuple[Purpose, Answer, int, int | None, dict[str, str]], ...] = (
    (Purpose.HOUSING, Answer.AGREED, 40, 143,
     {"whom": "Westbrook Council, housing", "what": "Who is in the family, what they need",
      "without": "the children’s school"}),
    (Purpose.HEALTH, Answer.AGREED, 175, 8,
     {"whom": "Dr Penrose", "what": "That she is supported, and her appointments"}),
    (Purpose.FUNDER, Answer.REFUSED, 40, None, {}),
)  # fmt: skip


def share(stage: Stage, *, now: datetime) -> None:
    """Record three answers, something shared as agreed, and something that could not wait."""
    house, case = stage.cases[FAMILY]
    ines = stage.users[WRITER]
    with stage.inside(house, ines):
        part = case.case_people.select_related("person").get(role=CaseRole.SURVIVOR)
        held = [
            consents.record(
                case=case,
                person=part.person,
                purpose=purpose,
                answer=answer,
                mode=Mode.SPOKEN,
                details=details,
                given_on=stage.day(days_ago),
                expires_on=None if days is None else stage.today + timedelta(days),
                by=ines,
            )
            for purpose, answer, days_ago, days, details in _ANSWERS
        ]
        shares.record(
            case=case,
            basis=Basis.CONSENT,
            consent=held[0],
            details={
                "whom": "Westbrook Council, housing",
                "what": "Two bedrooms, ground floor, away from the town centre",
                "why": "Her application is decided this month",
                "told": "yes",
            },
            shared_at=now - timedelta(days=6),
            by=ines,
        )
        shares.record(
            case=case,
            basis=Basis.SERIOUS_HARM,
            details={
                "whom": "PC Dana Fernley, Westbrook Police",
                "what": "He wrote that he knows which school the children go to",
                "why": "The police can act on it today",
                "not_asked": "She could not be reached before school ended",
                "told": "later",
            },
            shared_at=now - timedelta(hours=20),
            by=ines,
        )
