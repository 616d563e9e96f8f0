"""The end of a case: what is said, what must not be left behind, and working together again."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.tenancy import enter
from cases.left_open import StillOpen
from cases.models import Case, Person
from diary import appointments, steps
from diary.choices import AppointmentKind, StepState
from marac import services as meetings
from marac.register import areas
from referrals.closing import outcomes, services
from referrals.closing.services import ChildForgotten, Ending
from referrals.models import Closing, FurtherWork
from tests.cast import Cast
from tests.pages import client_of
from tests.scenes import Scene

TODAY = datetime.date(2026, 11, 25)


def yusuf(case: Case) -> Person:
    """Return Amira's child."""
    person: Person = case.case_people.get(role="child").person
    return person


def close(cast: Cast, then: str = "none_needed", **said: Any) -> Closing:
    """Close Amira's case."""
    children = {yusuf(cast.amira).pk: {"then": then, "where": ""}}
    told: dict[str, Any] = {"reason": "complete", "planned": True, "final_assessment": "done"}
    return services.close(
        case=cast.amira, ending=Ending(**(told | {"children": children} | said)),
        closed_on=TODAY, expected_version=1, worker=cast.ines, by=cast.ines,
    )  # fmt: skip


def test_a_case_closes_with_what_is_said_of_it(in_alder: Cast) -> None:
    close(in_alder, outcomes={"safer": "5", "fear": "prefer_not_to_say"})

    held = Closing.objects.get()
    assert held.outcomes == {"safer": "5", "fear": "prefer_not_to_say"}
    assert Case.objects.get(pk=in_alder.amira.pk).closed_on == TODAY


def test_no_child_is_forgotten(in_alder: Cast) -> None:
    with pytest.raises(ChildForgotten):
        close(in_alder, children={})

    assert not Closing.objects.exists()


def test_a_child_who_keeps_our_support_has_a_case_of_their_own(in_alder: Cast) -> None:
    close(in_alder, then="own_case")

    own = FurtherWork.objects.get().case
    assert own.case_people.get().person == yusuf(in_alder.amira)
    assert [own.case_people.get().role, own.is_open] == ["survivor", True]
    assert own.allocations.get().worker == in_alder.ines


def test_a_case_does_not_close_over_a_stay(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.ines):
        with pytest.raises(StillOpen, match="still has a place"):
            close(scene.cast)
        assert not Closing.objects.exists()


def test_a_case_does_not_close_before_a_meeting_has_heard_it(in_alder: Cast) -> None:
    meetings.create_area(name="Westbrook", by=in_alder.mara)
    [area] = areas()
    meetings.refer(
        case=in_alder.amira, area=area, criteria=["professional_judgement"], basis="consent",
        reasons="She is afraid.", referred_on=TODAY, by=in_alder.ines,
    )  # fmt: skip

    with pytest.raises(StillOpen, match="still to hear"):
        close(in_alder)


def test_working_together_again_is_a_new_case_of_the_same_people(in_alder: Cast) -> None:
    close(in_alder)

    again = services.work_again(
        earlier=in_alder.amira, opened_on=TODAY, worker=in_alder.ines, by=in_alder.ines
    )

    def people(case: Case) -> dict[str, str]:
        return {str(one.person_id): one.role for one in case.case_people.all()}

    assert again.reference != in_alder.amira.reference
    assert people(again) == people(in_alder.amira)
    assert FurtherWork.objects.get().earlier == in_alder.amira
    assert not Case.objects.get(pk=in_alder.amira.pk).is_open


def test_a_case_does_not_close_over_what_is_still_to_do_or_to_come(cast: Cast) -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=2)
    with enter(cast.alder, by=cast.ines):
        step = steps.add(
            case=cast.amira, text="Ring the council", due_on=TODAY, owner=cast.ines, by=cast.ines
        )  # fmt: skip
        held = appointments.book(
            case=cast.amira, kind=AppointmentKind.COURT, starts_at=tomorrow, worker=cast.ines,
            by=cast.ines,
        )  # fmt: skip

    page = client_of(cast.ines).get(f"/c/{cast.amira.reference}/close/").content.decode()

    assert "One next step is still to do." in page
    assert "One appointment is still to come." in page
    with enter(cast.alder, by=cast.ines):
        steps.finish(
            step=step, state=StepState.NOT_NEEDED, at=timezone.now(), expected_version=1,
            by=cast.ines,
        )  # fmt: skip
        with pytest.raises(StillOpen, match="still to come"):
            close(cast)
        appointments.cancel(appointment=held, at=timezone.now(), by=cast.ines)
        close(cast)


def test_a_case_does_not_close_while_a_colleague_is_waited_for(in_alder: Cast) -> None:
    out = datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC)
    held = appointments.book(
        case=in_alder.amira, kind=AppointmentKind.VISIT, starts_at=out, worker=in_alder.ines,
        check_in_by=out + datetime.timedelta(hours=2), by=in_alder.ines,
    )  # fmt: skip

    with pytest.raises(StillOpen, match="has not said that she is back"):
        close(in_alder)
    appointments.check_in(appointment=held, at=timezone.now(), by=in_alder.ines)
    close(in_alder)


def test_two_pieces_of_work_lead_to_each_other_where_both_are_hers(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        close(cast)
        again = services.work_again(
            earlier=cast.amira, opened_on=TODAY, worker=None, by=cast.mara
        )  # fmt: skip

    old = f"/c/{cast.amira.reference}/"
    assert f"/c/{again.reference}/" in client_of(cast.mara).get(old).content.decode()
    assert again.reference not in client_of(cast.ines).get(old).content.decode()


def test_a_page_closes_a_case_and_asks_of_each_child(cast: Cast) -> None:
    browser, path = client_of(cast.ines), f"/c/{cast.amira.reference}/close/"
    sent = {
        "closed_on": timezone.localdate().isoformat(), "reason": "complete", "planned": "yes",
        "final_assessment": "done", "agreed": "on", "version": "1",
    }  # fmt: skip

    asked = 'what becomes of the support of <span class="name">Yusuf</span>'
    assert asked in browser.send(path, sent).content.decode()
    assert browser.send(path, sent | {"then_0": "none_needed"}).status_code == 302


def test_small_numbers_are_not_shown_nor_to_be_worked_out() -> None:
    better, worse = [{"safer": "4"}] * 12, [{"safer": "1"}] * 3
    silent = [{"safer": "prefer_not_to_say"}, {}]

    [shown, *_] = outcomes.count(better + silent, smallest=10)
    [hidden, *_] = outcomes.count(better + worse + silent, smallest=10)

    assert [shown.better, shown.asked, shown.closed] == [12, 12, 14]
    assert [hidden.better, hidden.same, hidden.worse] == [None, None, None]


def test_a_manager_reads_outcomes_and_a_worker_does_not(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        close(cast)

    assert "not shown</td>" in client_of(cast.mara).get("/r/o/").content.decode()
    assert client_of(cast.ines).get("/r/o/").status_code == 404
