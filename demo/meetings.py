"""The meetings of the small demo: one four weeks ago with its actions, one next week."""

from datetime import date, timedelta

from accounts.models import Organisation, User
from accounts.tenancy import enter
from demo.scenes import ActionScene, MeetingScene, scenes
from demo.staging import Stage
from marac import attendance
from marac import services as marac
from marac.choices import ActionState
from marac.models import MaracReferral, Meeting
from marac.register import areas

AREA = "Wayfold"
THURSDAY = 3


def hold_meetings(host: Organisation, stage: Stage, *, coordinator: User) -> None:
    """An area, its last and its next meeting, the referrals of both and what was agreed."""
    coming = _thursday_from(stage.today + timedelta(days=4))
    with enter(host, by=coordinator):
        area = marac.create_area(name=AREA, by=coordinator)
        held = {"last": coming - timedelta(days=28), "next": coming}
        meetings = {
            which: marac.plan_meeting(
                area=area, held_on=day, list_closes_on=day - timedelta(days=3), by=coordinator
            )
            for which, day in held.items()
        }
        for planned in meetings.values():
            attendance.add(meeting=planned, user=stage.users["rashid"], by=coordinator)
    for which in ("last", "next"):
        for scene in scenes().cases:
            for meeting in scene.meetings:
                if meeting.which == which:
                    _refer(scene.family, meeting, meetings[which], stage, host, coordinator)


def _thursday_from(day: date) -> date:
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)


def _refer(
    family: str,
    scene: MeetingScene,
    meeting: Meeting,
    stage: Stage,
    host: Organisation,
    coordinator: User,
) -> None:
    """The case's worker refers; the coordinator puts it on the list; actions are agreed."""
    house, case = stage.cases[family]
    area = next(each for each in areas() if each.name == AREA)
    with enter(house.organisation, by=stage.users["ines"]):
        referral = marac.refer(
            case=case,
            area=area,
            criteria=scene.criteria,
            basis=scene.basis,
            reasons=scene.reasons,
            referred_on=stage.day(scene.days_ago),
            by=stage.users["ines"],
        )
    with enter(host, by=coordinator):
        listed_on = min(meeting.list_closes_on, stage.today)
        marac.put_on_list(
            referral=referral,
            meeting=meeting,
            on=listed_on,
            expected_version=referral.version,
            by=coordinator,
        )
        if scene.which == "last":
            for action in scenes().actions:
                if action.family == family:
                    _agree(action, referral, stage, coordinator)


def _agree(scene: ActionScene, referral: MaracReferral, stage: Stage, by: User) -> None:
    due = stage.day(-scene.due)
    action = marac.agree_action(
        referral=referral, agency=scene.agency, text=scene.text, due_on=due, by=by
    )
    state = ActionState(scene.state)
    if state is not ActionState.OPEN:
        marac.close_action(
            action=action,
            state=state,
            closed_on=min(due, stage.today),
            expected_version=action.version,
            by=by,
        )
