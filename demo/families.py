"""What the demo knows of one family: a child's own life, who is around them, and a court."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.choices import CaseRole
from cases.models import Case
from demo.diary import WRITER
from demo.staging import Stage
from family import childhood, court, network

FAMILY = "Al-Safiri"
_AROUND = (
    ("professional", "PC Dana Fernley", 3,
     {"role": "Officer in the case", "organisation": "Westbrook Police", "phone": "01632 960141"}),
    ("professional", "Ms Odile Marsh", 9,
     {"role": "Who keeps children safe at school", "organisation": "Larchfield Primary",
      "phone": "01632 960152"}),
    ("trusted", "Hina", 20, {"role": "Sister", "phone": "07700 900382",
                             "words": "May be told where Mira is."}),
    ("not_to_tell", "Samir", None,
     {"role": "His brother", "words": "Rings and asks where she is. Say nothing, note the call."}),
)  # fmt: skip


def describe_family(stage: Stage) -> None:
    """Record the children's lives, who is around the family, an order and the days in court."""
    house, case = stage.cases[FAMILY]
    with stage.inside(house, stage.users[WRITER]):
        _children(case, stage)
        for kind, name, days_ago, details in _AROUND:
            network.add(
                case=case,
                kind=kind,
                name=name,
                details=details,
                last_involved_on=None if days_ago is None else stage.day(days_ago),
                by=stage.users[WRITER],
            )
        _court(case, stage)


def _children(case: Case, stage: Stage) -> None:
    ines = stage.users[WRITER]
    parts = case.case_people.filter(role=CaseRole.CHILD).select_related("person")
    for number, part in enumerate(parts.order_by("recorded_at", "pk")):
        said = (
            "“I want to stay at my school. I do not want to hear shouting.”" if not number else ""
        )
        childhood.describe(
            case=case,
            person=part.person,
            changes={
                "school": {"name": "Larchfield Primary", "lead": "Ms Odile Marsh"},
                "health": {"doctor": "Dr Penrose, Westbrook"},
                "family": {"lives_with": "Mira", "responsible": "Mira and Karim"},
                "voice": said,
                "worker_id": ines.pk,
            },
            expected_version=0,
            by=ines,
        )
        childhood.begin_step(
            case=case,
            person=part.person,
            details={"status": "child_in_need", "worker": "Tess Holloway", "phone": "01632 960163"},
            starts_on=stage.day(24),
            by=ines,
        )
        childhood.arrange(
            case=case,
            person=part.person,
            details={"kind": "none", "with_whom": "Karim", "safety": "unsafe",
                     "words": "The order forbids him the school and the way there."},
            handover="",
            starts_on=stage.day(21),
            by=ines,
        )  # fmt: skip
        childhood.record_notice(
            case=case,
            person=part.person,
            details={"reference": "WB/4471", "present": "Upstairs, awake",
                     "response": "Ms Marsh sees them each morning."},
            told_on=stage.day(36),
            by=ines,
        )  # fmt: skip


def _court(case: Case, stage: Stage) -> None:
    ines = stage.users[WRITER]
    harm = case.people_causing_harm.order_by("recorded_at").first()
    order = court.record_order(
        case=case,
        fields={
            "kind": "non_molestation",
            "respondent": harm,
            "made_on": stage.day(21),
            "without_notice": True,
            "served_on": stage.day(19),
            "police_told_on": stage.day(19),
            "expires_on": stage.today + timedelta(days=54),
            "details": {"court": "Westbrook Family Court", "number": "WB26F00141",
                        "applicant": "Mira", "protects": "Mira and both children"},
            "zones": "The school and the street in front of it",
        },
        by=ines,
    )  # fmt: skip
    court.record_breach(
        order=order,
        happened_on=stage.day(12),
        reported_on=stage.day(12),
        words="He drove past the school twice at the end of the day. A parent noted the number.",
        by=ines,
    )
    starts = datetime.combine(stage.today + timedelta(days=6), time(10, 0))
    court.list_hearing(
        case=case,
        fields={
            "kind": "return",
            "starts_at": timezone.make_aware(starts),
            "attended_by": ines,
            "court": "Westbrook Family Court, room 2",
            "details": {"measures": "A screen, and the side entrance"},
        },
        by=ines,
    )
