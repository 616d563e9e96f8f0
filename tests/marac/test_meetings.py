"""Referring to a meeting, repeats, lists and actions."""

import datetime
from unittest.mock import patch

import pytest
from django.db import Error, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from audit import events
from cases.models import Disclosure
from cases.names.folding import folded
from cases.services import NewPerson, open_case
from marac import services
from marac.agenda import agenda_of
from marac.choices import ActionState
from marac.models import Action, MaracReferral
from marac.repeats import _months_before, _same
from tests.marac.scene import TODAY, Scene


def test_a_referral_is_a_copy_under_the_hosts_own_keys(scene: Scene) -> None:
    scene.refer()
    with enter(scene.host, by=scene.cleo):
        copy = MaracReferral.objects.get().copy
    assert copy["survivor"]["name"] == "Amira Khalid"
    assert [child["name"] for child in copy["children"]] == ["Yusuf Khalid"]
    assert [harm["name"] for harm in copy["people_causing_harm"]] == ["Imran Khalid"]


def test_a_copy_never_holds_an_address_or_a_number(scene: Scene) -> None:
    scene.refer()
    with enter(scene.host, by=scene.cleo):
        copy = str(MaracReferral.objects.get().copy)
    assert "ZZ1" not in copy
    assert "07700" not in copy


def test_the_case_keeps_what_was_disclosed_and_sees_nothing_of_the_host(scene: Scene) -> None:
    referral = scene.refer()
    with enter(scene.cast.alder, by=scene.cast.ines):
        disclosure = Disclosure.objects.get()
        assert disclosure.copy_id == referral.pk
        assert disclosure.to_organisation == scene.host
        assert not MaracReferral.objects.exists()


def test_both_sides_are_written_or_neither(scene: Scene) -> None:
    with patch("marac.services.earlier_of", side_effect=Error("gone")), pytest.raises(Error):
        scene.refer()
    with enter(scene.cast.alder, by=None):
        assert not Disclosure.objects.exists()


def test_what_was_copied_lies_sealed_in_the_database(scene: Scene) -> None:
    scene.refer()
    with enter(scene.host, by=None), connection.cursor() as cursor:
        cursor.execute("SELECT copy FROM marac_maracreferral")
        assert b"Amira" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(("months", "days", "repeat"), [
    (12, 0, True), (12, -1, False), (1, 0, True), (0, 0, True),
])  # fmt: skip
def test_a_repeat_is_within_twelve_months(
    scene: Scene, months: int, days: int, repeat: bool
) -> None:
    scene.refer(on=_months_before(TODAY, months) + datetime.timedelta(days=days))
    assert scene.refer().is_repeat is repeat


def test_another_person_causing_harm_is_no_repeat(scene: Scene) -> None:
    scene.refer()
    with enter(scene.cast.alder, by=scene.cast.ines):
        harm = scene.cast.amira.people_causing_harm.get()
        harm_case = scene.cast.amira
        events.write("harm.change", by=None, subjects=[harm.pk])
        harm.given_name, harm.family_name = "Someone", "Else"
        harm.save()
        assert harm_case.people_causing_harm.get().full_name == "Someone Else"
    assert scene.refer().is_repeat is False


@given(st.text(max_size=40))
def test_folding_a_name_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(("one", "other"), [
    ("José O'Brien", "jose obrien"), ("ANNE-MARIE  Lee", "annemarie lee"),
])  # fmt: skip
def test_accents_and_marks_do_not_make_a_name_another(one: str, other: str) -> None:
    assert _same({"name": one, "date_of_birth": ""}, {"name": other, "date_of_birth": ""})


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1)), st.integers(0, 36))
def test_months_before_a_day_is_a_real_day_no_later_in_its_month(
    day: datetime.date, months: int
) -> None:
    earlier = _months_before(day, months)
    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day <= day.day


def test_cases_with_children_are_heard_first(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.ines):
        alone = open_case(survivor=NewPerson(given_name="Mei"), opened_on=TODAY, by=None)
        services.refer(
            case=alone, area=scene.area, criteria=["score"], basis="consent", reasons="",
            referred_on=TODAY, by=scene.cast.ines,
        )  # fmt: skip
    scene.refer()
    with enter(scene.host, by=scene.cleo):
        meeting = services.plan_meeting(
            area=scene.host_area(), held_on=TODAY, list_closes_on=TODAY, by=scene.cleo
        )
        for referral in MaracReferral.objects.all():
            services.put_on_list(
                referral=referral, meeting=meeting, on=TODAY, expected_version=1, by=scene.cleo
            )
        names = [referral.copy["survivor"]["name"] for referral in agenda_of(meeting, scene.cleo)]
    assert names == ["Amira Khalid", "Mei"]


def test_a_closed_list_takes_no_more(scene: Scene) -> None:
    scene.refer()
    with enter(scene.host, by=scene.cleo):
        meeting = services.plan_meeting(
            area=scene.host_area(), held_on=TODAY, list_closes_on=datetime.date(2026, 11, 20),
            by=scene.cleo,
        )  # fmt: skip
        with pytest.raises(services.ListClosed):
            services.put_on_list(
                referral=MaracReferral.objects.get(), meeting=meeting, on=TODAY,
                expected_version=1, by=scene.cleo,
            )  # fmt: skip


def test_an_area_meets_once_a_day(scene: Scene) -> None:
    with enter(scene.host, by=scene.cleo):
        area = scene.host_area()
        services.plan_meeting(area=area, held_on=TODAY, list_closes_on=TODAY, by=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            services.plan_meeting(area=area, held_on=TODAY, list_closes_on=TODAY, by=None)


def test_not_possible_is_not_the_same_as_not_done(scene: Scene) -> None:
    scene.refer()
    with enter(scene.host, by=scene.cleo):
        referral = MaracReferral.objects.get()
        for state in (ActionState.NOT_POSSIBLE, ActionState.NOT_DONE):
            action = services.agree_action(
                referral=referral, agency="Police", text="Marker", due_on=TODAY, by=scene.cleo
            )
            services.close_action(
                action=action, state=state, closed_on=TODAY, expected_version=1, by=scene.cleo
            )
        assert {action.state for action in Action.objects.all()} == {"not_possible", "not_done"}
        assert not Action.objects.open().exists()


def test_an_action_closed_by_two_keeps_the_first_ending(scene: Scene) -> None:
    scene.refer()
    with enter(scene.host, by=scene.cleo):
        action = services.agree_action(
            referral=MaracReferral.objects.get(), agency="Police", text="Marker", due_on=TODAY,
            by=scene.cleo,
        )  # fmt: skip
        services.close_action(
            action=action, state=ActionState.DONE, closed_on=TODAY, expected_version=1,
            by=scene.cleo,
        )  # fmt: skip
        with pytest.raises(ChangedMeanwhile):
            services.close_action(
                action=action, state=ActionState.NOT_DONE, closed_on=TODAY, expected_version=1,
                by=scene.cleo,
            )  # fmt: skip
