"""Whoever attends a meeting sees what it hears, from the closing of its list to some days after."""

import datetime
from dataclasses import dataclass

import pytest
import time_machine

from accounts import roles
from accounts.models import User
from accounts.services import create_membership
from accounts.sign_in import leaving
from accounts.tenancy import enter
from marac import attendance, services
from marac.models import Action, Attendance, MaracArea, MaracReferral, Meeting
from tests.cast import LONG_AGO, hire
from tests.marac.scene import TODAY, Scene
from tests.pages import assert_well_made, client_of

DAY = datetime.timedelta(days=1)
CLOSES = TODAY + 3 * DAY
HELD = TODAY + 7 * DAY


@dataclass
class Heard:
    """A meeting that hears one case, and one that does not hear it."""

    scene: Scene
    meeting: Meeting
    referral: MaracReferral
    rae: User
    chay: User


@pytest.fixture
def heard(scene: Scene) -> Heard:
    """Put Amira's case on the list of a meeting that Rae may come to attend."""
    rae = hire("Rae", scene.host, roles.MaracRepresentative)
    chay = hire("Chay", scene.host, roles.MaracChair)
    referral = scene.refer()
    with enter(scene.host, by=scene.cleo):
        area = MaracArea.objects.get()
        meeting, _ = (
            services.plan_meeting(area=area, held_on=day, list_closes_on=CLOSES, by=scene.cleo)
            for day in (HELD, HELD + DAY)
        )
        services.put_on_list(
            referral=MaracReferral.objects.get(pk=referral.pk), meeting=meeting, on=TODAY,
            expected_version=1, by=scene.cleo,
        )  # fmt: skip
        services.agree_action(
            referral=referral, agency="Police", text="Mark the address", due_on=HELD,
            by=scene.cleo,
        )  # fmt: skip
    return Heard(scene, meeting, referral, rae, chay)


def put_down(heard: Heard, user: User) -> Attendance:
    """Put somebody down for the meeting."""
    with enter(heard.scene.host, by=heard.scene.cleo):
        return attendance.add(meeting=heard.meeting, user=user, by=heard.scene.cleo)


def sees(heard: Heard, user: User, day: datetime.date) -> tuple[int, int, int]:
    """Count the meetings, the cases and the actions that somebody sees on a day."""
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    with enter(heard.scene.host, by=user):
        kinds = (Meeting, MaracReferral, Action)
        counts = [kind.objects.visible_to(user, at=noon).count() for kind in kinds]
    return (counts[0], counts[1], counts[2])


def test_who_does_not_attend_sees_nothing(heard: Heard) -> None:
    assert sees(heard, heard.rae, HELD) == (0, 0, 0)


def test_who_attends_sees_the_cases_from_the_closing_of_the_list_to_some_days_after(
    heard: Heard,
) -> None:
    put_down(heard, heard.rae)

    assert sees(heard, heard.rae, CLOSES - DAY) == (1, 0, 0)
    assert sees(heard, heard.rae, CLOSES) == (1, 1, 1)
    assert sees(heard, heard.rae, HELD + 14 * DAY) == (1, 1, 1)
    assert sees(heard, heard.rae, HELD + 15 * DAY) == (0, 0, 0)


def test_coordinator_and_chair_see_all_that_is_hosted(heard: Heard) -> None:
    for user in (heard.scene.cleo, heard.chay):
        assert sees(heard, user, TODAY) == (2, 1, 1)


def test_who_is_taken_off_sees_nothing_any_more(heard: Heard) -> None:
    held = put_down(heard, heard.rae)
    with enter(heard.scene.host, by=heard.scene.cleo):
        now = datetime.datetime.now(datetime.UTC)
        attendance.end(attendance=held, at=now, by=heard.scene.cleo)

    assert sees(heard, heard.rae, HELD) == (0, 0, 0)
    put_down(heard, heard.rae)


def test_a_meeting_does_not_come_back_with_somebody_who_is_hired_again(heard: Heard) -> None:
    put_down(heard, heard.rae)
    with enter(heard.scene.host, by=heard.scene.cleo):
        now = datetime.datetime.now(datetime.UTC)
        leaving.leave(user=heard.rae, by=heard.scene.cleo, now=now)
        User.objects.filter(pk=heard.rae.pk).update(is_active=True)
        create_membership(
            user=heard.rae, role=roles.MaracRepresentative, starts_on=LONG_AGO,
            by=heard.scene.cleo,
        )  # fmt: skip

    assert sees(heard, User.objects.get(pk=heard.rae.pk), HELD) == (0, 0, 0)


def test_nobody_is_put_down_twice_or_without_the_role(heard: Heard) -> None:
    put_down(heard, heard.rae)
    with pytest.raises(attendance.CannotAttend, match="already"):
        put_down(heard, heard.rae)
    with pytest.raises(attendance.CannotAttend, match="does not work with meetings"):
        put_down(heard, hire("Ray", heard.scene.host, roles.Reception))


def test_it_is_done_on_the_page_of_the_meeting(heard: Heard) -> None:
    path, client = f"/m/{heard.meeting.pk}/", client_of(heard.scene.cleo)
    assert "Nobody is put down for it." in assert_well_made(client.get(path), path).text
    assert_well_made(client.get(f"{path}who/"), path)
    client.send(f"{path}who/", {"user": str(heard.rae.pk)})
    assert "Rae Example" in assert_well_made(client.get(path), path).text

    with time_machine.travel(datetime.datetime.combine(HELD, datetime.time(9))):
        assert "Amira" in client_of(heard.rae).get(path).content.decode()
    with enter(heard.scene.host, by=None):
        held = Attendance.objects.get()
    client.send(f"{path}who/{held.pk}/", {})
    assert client_of(heard.rae).get(path).status_code == 404


def test_only_the_coordinator_says_who_attends(heard: Heard) -> None:
    for user in (heard.rae, heard.chay, heard.scene.cast.ines):
        client = client_of(user)
        assert client.get(f"/m/{heard.meeting.pk}/who/").status_code == 404
