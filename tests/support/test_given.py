"""Support that was given: from a note with one tap, and how it counts."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accommodation import support
from accommodation.models import SupportDelivered
from accommodation.services import NotOfTheHousehold
from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from audit.models import Event
from cases.choices import CaseRole
from cases.models import Person
from diary import notes
from diary.choices import Happened
from diary.models import Note
from returns import period
from returns.loading import load
from support import counting
from tests.cast import Cast
from tests.pages import assert_well_made, client_of
from tests.scenes import Scene

MARCH = datetime.date(2023, 3, 1)
MAY_2022 = datetime.date(2022, 5, 1)
PLACE = "/c/R-1001/g/"


def survivor(cast: Cast) -> Person:
    person: Person = cast.amira.case_people.get(role=CaseRole.SURVIVOR).person
    return person


def given(cast: Cast, day: datetime.date = MARCH, kind: str = "advocacy") -> SupportDelivered:
    return support.deliver(
        case=cast.amira, person=survivor(cast), support_type=kind, delivered_on=day, minutes=30,
        by=cast.ines,
    )  # fmt: skip


def how(one: SupportDelivered) -> str:
    return counting.of([one])[one.pk].in_words(one.support_type)


@pytest.fixture
def note(cast: Cast) -> Note:
    with enter(cast.alder, by=cast.ines):
        return notes.write(
            case=cast.amira, happened=Happened.CALL, happened_at=timezone.now(),
            text="We rang the council together.", by=cast.ines,
        )  # fmt: skip


@pytest.fixture
def inside(scene: Scene) -> Iterator[Cast]:
    """Stand inside Alder, with Amira in its refuge since June 2022."""
    with enter(scene.cast.alder, by=scene.cast.ines):
        yield scene.cast


def test_support_in_the_refuge_counts_in_its_year(inside: Cast) -> None:
    assert how(given(inside)) == "Counts as advocacy, refuge, in 2022-23"
    assert how(given(inside, timezone.localdate())) == "Counts as advocacy, refuge, this year"


def test_support_at_home_is_kept_and_not_counted(inside: Cast) -> None:
    at_home = given(inside, MAY_2022)
    assert at_home.episode is None
    assert how(at_home) == "Not counted in the return: not in safe accommodation that day"


def test_a_place_that_nobody_paid_for_does_not_count(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.mara):
        one = given(scene.cast)
        scene.provision.authority_code = ""
        scene.provision.commissioned_from = None
        scene.provision.save(update_fields=["authority_code", "commissioned_from"])
        assert how(one) == "Not counted in the return: no authority paid for the place in 2022-23"


def test_a_stay_that_is_entered_later_counts_what_was_given_in_it(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.mara):
        one = given(scene.cast)
        SupportDelivered.objects.filter(pk=one.pk).update(episode=None)
        one.refresh_from_db()
        assert how(one) == "Counts as advocacy, refuge, in 2022-23"


def test_the_return_places_by_its_day_what_names_no_stay(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.mara):
        for day in (MARCH, MAY_2022):
            one = given(scene.cast, day)
            SupportDelivered.objects.filter(pk=one.pk).update(episode=None)
        part = str(scene.running.participations.get(person=survivor(scene.cast)).pk)
    year = period.year_beginning(2022)
    counted = load(scene.cast.alder.pk, [year], by=None)
    assert counted.support[year] == {part: frozenset({"advocacy"})}
    assert counted.outside_deliveries == ()


def test_nobody_outside_the_case_is_given_support_in_it(cast: Cast) -> None:
    with enter(cast.birch, by=cast.bo):
        stranger = cast.stranger_case.case_people.get().person
    with enter(cast.alder, by=cast.ines), pytest.raises(NotOfTheHousehold):
        support.deliver(
            case=cast.amira, person=stranger, support_type="advocacy", delivered_on=MARCH,
            by=cast.ines,
        )  # fmt: skip


def test_the_second_to_put_it_right_is_told(cast: Cast) -> None:
    def put_right(one: SupportDelivered, minutes: int) -> None:
        support.change(
            delivered=one, person=survivor(cast), support_type="housing", delivered_on=MARCH,
            minutes=minutes, expected_version=1, by=cast.ines,
        )  # fmt: skip

    with enter(cast.alder, by=cast.ines):
        put_right(given(cast), 40)
        with pytest.raises(ChangedMeanwhile):
            put_right(SupportDelivered.objects.get(), 50)
        assert SupportDelivered.objects.get().minutes == 40


def test_what_is_taken_back_stays_in_the_trail(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        one = given(cast)
        pk = one.pk
        support.undo(delivered=one, by=cast.ines)
        assert not SupportDelivered.objects.exists()
        assert pk in Event.objects.get(verb="support.undo").subjects


def test_one_tap_on_a_note_records_its_support(cast: Cast, note: Note) -> None:
    browser = client_of(cast.ines)
    answer = browser.send(f"{PLACE}h/t/{note.pk}/", {"support_type": "housing"})
    assert answer["Location"] == f"/c/R-1001/t/{note.pk}/"
    page = assert_well_made(browser.get(answer["Location"]), answer["Location"])
    assert "Not counted in the return: not in safe accommodation that day" in page.text
    with enter(cast.alder, by=cast.ines):
        assert SupportDelivered.objects.get().note_id == note.pk


def test_the_recorder_takes_support_with_the_note(cast: Cast) -> None:
    browser = client_of(cast.ines)
    told = {"happened": "other", "text": "Forms for the council.", "support": ["housing", "advice"]}
    browser.send("/c/R-1001/t/new/", told)
    with enter(cast.alder, by=cast.ines):
        assert {one.support_type for one in SupportDelivered.objects.all()} == {"housing", "advice"}
        assert {one.note_id for one in SupportDelivered.objects.all()} == {Note.objects.get().pk}


def test_a_record_that_fails_keeps_no_support(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diary.steps.add", lambda **_: 1 / 0)
    told = {"happened": "other", "text": "Said.", "support": ["housing"], "then": "tomorrow"}
    assert client_of(cast.ines).send("/c/R-1001/t/new/", told).status_code == 500
    with enter(cast.alder, by=cast.ines):
        assert not SupportDelivered.objects.exists()
        assert not Note.objects.exists()


def test_support_is_recorded_changed_and_taken_back_on_its_pages(cast: Cast) -> None:
    browser = client_of(cast.ines)
    with enter(cast.alder, by=cast.ines):
        person = survivor(cast)
    said = {"support_type": "advice", "person": str(person.pk), "delivered_on": "2026-11-02"}
    assert browser.send(f"{PLACE}h/new/", said)["Location"] == PLACE
    assert "Advice service" in assert_well_made(browser.get(PLACE), PLACE).text
    with enter(cast.alder, by=cast.ines):
        one = SupportDelivered.objects.get()
    own = f"{PLACE}h/{one.pk}/"
    browser.send(own, {**said, "minutes": "25", "version": "1"})
    assert "25 minutes" in browser.get(PLACE).content.decode()
    late = browser.send(own, {**said, "minutes": "10", "version": "1"})
    assert late.status_code == 409
    assert browser.send(f"{own}undo/", {})["Location"] == PLACE
    assert "None recorded yet" in browser.get(PLACE).content.decode()


def test_anonymous_goes_to_sign_in(db: None) -> None:
    assert Client().get(PLACE)["Location"].startswith("/in/")


def test_the_wrong_role_and_a_busy_stranger_find_nothing(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        one = given(cast)
    for name in ("ada", "cora", "kay", "bo"):
        browser = client_of(getattr(cast, name))
        assert browser.get(f"{PLACE}h/{one.pk}/").status_code == 404
        assert browser.send(f"{PLACE}h/{one.pk}/undo/", {}).status_code == 404


def test_a_list_asks_the_same_for_many(inside: Cast) -> None:
    browser = client_of(inside.ines)
    given(inside)
    browser.get(PLACE)
    with CaptureQueriesContext(connection) as few:
        browser.get(PLACE)
    for _ in range(10):
        given(inside)
    with CaptureQueriesContext(connection) as many:
        browser.get(PLACE)
    assert len(many) == len(few)
