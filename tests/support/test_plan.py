"""What somebody needs, the goals agreed with her, and their reviews."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from cases import sight
from cases.choices import CaseRole
from cases.left_open import left_open
from cases.models import Person
from diary import timeline
from diary.models import NextStep
from support import goals, needs
from support.goals import Reviewed
from support.models import Goal, GoalStep, Need, PlanVersion
from support.needs import Answer
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

PLACE = "/c/R-1001/g/"
MONDAY = datetime.date(2026, 11, 2)
TUESDAY = datetime.date(2026, 11, 3)


def person(cast: Cast, role: str = CaseRole.SURVIVOR) -> Person:
    found: Person = cast.amira.case_people.get(role=role).person
    return found


def asked(cast: Cast, level: str, words: str, on: datetime.date, number: int) -> None:
    needs.ask(
        case=cast.amira, person=person(cast), answers={"housing": Answer(level, words)},
        asked_on=on, expected_number=number, by=cast.ines,
    )  # fmt: skip


def a_goal(cast: Cast, words: str = "A flat of our own") -> Goal:
    return goals.set_goal(
        case=cast.amira, person=person(cast), words=words, why="The children", set_on=MONDAY,
        review_on=timezone.localdate(), by=cast.ines,
    )  # fmt: skip


def reviewed(cast: Cast, goal: Goal, state: str, number: int = 0) -> PlanVersion:
    stands = Reviewed(goal=goal, state=state, outcome="She has the keys", review_on=TUESDAY)
    return goals.review(
        case=cast.amira, reviewed=[stands], together=True, on=TUESDAY, expected_number=number,
        by=cast.ines,
    )  # fmt: skip


def test_a_later_answer_stands_above_the_earlier_one(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        asked(cast, "high", "Nowhere to go", MONDAY, 0)
        asked(cast, "none", "We have the flat", TUESDAY, 1)
    page = assert_well_made(client_of(cast.ines).get(PLACE), PLACE)
    assert page.text.index("We have the flat") < page.text.index("Nowhere to go")


def test_two_who_ask_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        asked(cast, "high", "", MONDAY, 0)
        with pytest.raises(ChangedMeanwhile):
            asked(cast, "none", "", MONDAY, 0)


def test_what_somebody_needs_and_which_part_of_life_lie_sealed(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        asked(cast, "high", "Nowhere to go", MONDAY, 0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT told FROM support_need")
            [[told]] = cursor.fetchall()
    assert b"housing" not in bytes(told)
    assert b"Nowhere" not in bytes(told)


def test_a_child_is_asked_about_no_parenting_and_what_is_not_asked_stays_so(cast: Cast) -> None:
    browser = client_of(cast.ines)
    with enter(cast.alder, by=cast.ines):
        yusuf = person(cast, CaseRole.CHILD)
    at = f"{PLACE}n/{yusuf.pk}/"
    page = assert_well_made(browser.get(at), at).text
    assert "parenting" not in page
    said = {"asked_on": "2026-11-02", "work": "some", "work_words": "Maths", "version": "0"}
    assert browser.send(at, said)["Location"] == PLACE
    with enter(cast.alder, by=cast.ines):
        kept = Need.objects.get()
        assert (kept.said("domain"), kept.said("words")) == ("work", "Maths")
    again = browser.send(at, {**said, "work": "none"})
    assert again.status_code == 409


def test_a_goal_is_set_led_to_and_talked_through_on_its_pages(cast: Cast) -> None:
    browser = client_of(cast.ines)
    with enter(cast.alder, by=cast.ines):
        mira = person(cast)
    day = timezone.localdate().isoformat()
    told = {"person": str(mira.pk), "words": "A flat of our own", "why": "", "review_on": day}
    assert browser.send(f"{PLACE}new/", told)["Location"] == PLACE
    with enter(cast.alder, by=cast.ines):
        goal = Goal.objects.get()
    step = {"text": "Ring the council", "due_on": day, "owner": "", "other": "Mira"}
    assert browser.send(f"{PLACE}{goal.pk}/d/", step)["Location"] == PLACE
    page = assert_well_made(browser.get(PLACE), PLACE).text
    assert "A flat of our own" in page
    assert "Ring the council" in page
    review = {f"{goal.pk}_state": "met", f"{goal.pk}_outcome": "Keys", "together": "on"}
    assert browser.send(f"{PLACE}at/", {**review, "version": "0"})["Location"] == f"{PLACE}1/"
    kept = assert_well_made(browser.get(f"{PLACE}1/print/"), f"{PLACE}1/print/").text
    assert "Ring the council, Mira" in kept
    assert "R-1001" not in kept
    assert browser.send(f"{PLACE}at/", {"version": "0"}).status_code == 409


def test_a_goal_that_changed_meanwhile_is_not_written_over(cast: Cast) -> None:
    browser = client_of(cast.ines)
    with enter(cast.alder, by=cast.ines):
        at = f"{PLACE}{a_goal(cast).pk}/"
    day = timezone.localdate().isoformat()
    for words, status in (("Theirs", 302), ("Mine", 409)):
        told = {"words": words, "review_on": day, "version": "1"}
        answer = browser.send(at, told)
        assert answer.status_code == status
    assert "Theirs" in answer.content.decode()


def test_a_review_that_fails_changes_no_goal(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goals, "_as_it_stands", lambda _: 1 / 0)
    with enter(cast.alder, by=cast.ines):
        goal = a_goal(cast)
        with pytest.raises(ZeroDivisionError):
            reviewed(cast, goal, "met")
        assert Goal.objects.get().state == "open"
        assert not PlanVersion.objects.exists()


def test_a_step_towards_a_goal_is_a_next_step(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        goals.add_step(
            goal=a_goal(cast), text="Ring", due_on=MONDAY, owner=cast.ines, other="", by=cast.ines
        )
        assert GoalStep.objects.get().step == NextStep.objects.open().get()


def test_my_day_says_when_to_talk_of_it_and_closing_what_is_open(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        goal = a_goal(cast)
        assert any("goal" in one.words for one in left_open(cast.amira, on=TUESDAY))
    assert "A flat of our own" in client_of(cast.ines).get("/d/").content.decode()
    with enter(cast.alder, by=cast.ines):
        reviewed(cast, goal, "met")
        assert not any("goal" in one.words for one in left_open(cast.amira, on=TUESDAY))


def test_the_timeline_tells_of_needs_goals_and_reviews(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        asked(cast, "high", "", MONDAY, 0)
        reviewed(cast, a_goal(cast), "given_up")
        told = [one.title for one in timeline.items_of(cast.amira, sight.of(cast.ines, cast.amira))]
    assert {"Asked what they need", "Goal set", "Support plan reviewed, version 1"} <= set(told)


def test_anonymous_wrong_roles_and_a_busy_stranger_find_nothing(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        goal = a_goal(cast)
    assert Client().get(f"{PLACE}new/")["Location"].startswith("/in/")
    assert client_of(cast.bo).get(f"{PLACE}{goal.pk}/").status_code == 404
    for name in ("ada", "cora", "kay"):
        browser = client_of(getattr(cast, name))
        for path in (f"{PLACE}new/", f"{PLACE}{goal.pk}/", f"{PLACE}at/"):
            assert browser.get(path).status_code == 404
