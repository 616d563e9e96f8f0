"""Pages of the rooms: who is here tonight, who may look, and what can be changed."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accommodation.models import Episode, Stay, UnitClosure
from accommodation.services import record_referral
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.models import Case
from cases.services import NewPerson, open_case
from moveon.models import Ending
from tests.pages import assert_well_made, client_of
from tests.scenes import Scene


def paths(scene: Scene) -> list[str]:
    """Every address of the house that reads."""
    house, room, stay = scene.cast.house.pk, scene.room_2.pk, scene.stay.pk
    return [
        f"/b/h/{house}/",
        f"/b/h/{house}/roll/",
        f"/b/{room}/",
        f"/b/{room}/place/",
        f"/b/{room}/closed/",
        f"/b/stay/{stay}/",
        f"/b/stay/{stay}/until/",
        f"/b/left/{scene.running.pk}/",
    ]


def test_a_stranger_is_asked_to_sign_in(scene: Scene) -> None:
    for path in ["/b/", *paths(scene)]:
        assert Client().get(path)["Location"].startswith("/in/")


def test_a_role_without_rooms_finds_nothing(scene: Scene) -> None:
    for path in ["/b/", *paths(scene)]:
        assert client_of(scene.cast.ines).get(path).status_code == 404, path


def test_a_busy_stranger_finds_nothing(scene: Scene) -> None:
    for path in paths(scene):
        assert client_of(scene.cast.bea).get(path).status_code == 404, path


def test_the_key_worker_of_the_house_opens_each_page(scene: Scene) -> None:
    for path in ["/b/", *paths(scene)]:
        response = client_of(scene.cast.kay).get(path)
        assert response.status_code == 200, path
        assert_well_made(response, path)


def test_tonight_is_told_in_one_screen(scene: Scene) -> None:
    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")

    assert "1 of 3 rooms taken tonight" in page.text
    assert "2 people here tonight" in page.text
    assert "Mira + 1" in page.text
    assert "Fits Room 2 tonight" in page.text


def test_rooms_stand_in_the_order_that_people_count(scene: Scene) -> None:
    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")

    assert page.text.index("Room 2") < page.text.index("Room 10")


def test_each_stay_is_one_link(scene: Scene) -> None:
    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")

    # One in the chart and one in the roll call.
    assert page.addresses.count(f"/b/stay/{scene.stay.pk}/") == 2


def test_a_restricted_household_has_no_name_for_those_who_may_not_open_it(scene: Scene) -> None:
    with enter(scene.cast.alder, by=None):
        events.write("case.restrict", by=None, subjects=[scene.cast.amira.pk])
        Case.objects.filter(pk=scene.cast.amira.pk).update(restricted=True)

    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")

    assert "Mira" not in page.text
    assert "Taken" in page.text
    assert f"/b/stay/{scene.stay.pk}/" not in page.addresses
    assert client_of(scene.cast.kay).get(f"/b/stay/{scene.stay.pk}/").status_code == 404


def test_a_case_that_waits_is_not_named_to_those_who_may_not_open_it(scene: Scene) -> None:
    case = scene.cast.amira
    with enter(scene.cast.alder, by=None):
        record_referral(
            provision=scene.running.provision,
            case=case,
            received_on=datetime.date(2026, 11, 2),
            by=None,
        )
    assert case.reference in client_of(scene.cast.kay).get("/b/").content.decode()
    with enter(scene.cast.alder, by=None):
        events.write("case.restrict", by=None, subjects=[case.pk])
        Case.objects.filter(pk=case.pk).update(restricted=True)

    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")

    assert case.reference not in page.text


def test_looking_at_the_rooms_is_recorded_with_who_was_named(scene: Scene) -> None:
    client_of(scene.cast.kay).get("/b/")

    with enter(scene.cast.alder, by=None):
        event = Event.objects.get(verb="rooms.see")
        survivor = scene.cast.amira.case_people.get(role="survivor").person_id
    assert set(event.subjects) == {scene.cast.house.pk, survivor, scene.waiting.pk}


def place(scene: Scene, case: Case, **changes: str) -> dict[str, str]:
    """Fill in the form that places a household."""
    return {
        "reference": case.reference,
        "provision": str(scene.provision.pk),
        "starts_on": timezone.localdate().isoformat(),
        "expected_to": "",
        "origin": "",
    } | changes


def new_case(scene: Scene) -> Case:
    with enter(scene.cast.alder, by=scene.cast.kay):
        return open_case(
            survivor=NewPerson(given_name="Leanne"),
            children=[NewPerson(given_name="Poppy")],
            opened_on=datetime.date(2026, 11, 1),
            service=scene.cast.house,
            worker=scene.cast.kay,
            by=scene.cast.kay,
        )


def test_placing_a_household_brings_everybody_along(scene: Scene) -> None:
    case = new_case(scene)

    answer = client_of(scene.cast.kay).send(f"/b/{scene.room_2.pk}/place/", place(scene, case))

    assert answer["Location"] == f"/b/h/{scene.cast.house.pk}/"
    with enter(scene.cast.alder, by=scene.cast.kay):
        episode = Episode.objects.get(case=case)
        assert episode.participations.count() == 2
        assert episode.stays.get().unit_id == scene.room_2.pk


def test_a_taken_room_is_refused_in_words_and_nothing_is_written(scene: Scene) -> None:
    case = new_case(scene)

    path = f"/b/{scene.room_1.pk}/place/"
    response = client_of(scene.cast.kay).send(path, place(scene, case))

    page = assert_well_made(response, path)
    assert "Room 1 is taken. Choose another room or change the date" in page.text
    with enter(scene.cast.alder, by=scene.cast.kay):
        assert not Episode.objects.filter(case=case).exists()


def test_a_move_within_the_house_carries_the_support_on(scene: Scene) -> None:
    path = f"/b/{scene.room_2.pk}/place/"

    client_of(scene.cast.mara).send(path, place(scene, scene.cast.amira))

    with enter(scene.cast.alder, by=scene.cast.mara):
        assert Episode.objects.filter(case=scene.cast.amira).count() == 1
        stays = Stay.objects.filter(episode=scene.running).order_by("starts_on")
        assert [stay.ends_on for stay in stays] == [timezone.localdate(), None]


def test_a_case_that_is_absent_or_not_theirs_is_refused_in_the_same_words(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.ines):
        not_hers = open_case(
            survivor=NewPerson(given_name="Nia"),
            opened_on=datetime.date(2026, 11, 1),
            worker=scene.cast.ines,
            by=scene.cast.ines,
        )
    path = f"/b/{scene.room_2.pk}/place/"

    for reference in (not_hers.reference, "R-77777"):
        sent = place(scene, not_hers, reference=reference)
        page = assert_well_made(client_of(scene.cast.kay).send(path, sent), path)
        assert page.text.count("There is no case with this reference that you can open") == 2


def test_the_leaving_date_is_changed(scene: Scene) -> None:
    later = timezone.localdate() + datetime.timedelta(days=30)
    sent = {"expected_to": later.isoformat(), "why_longer": "support",
            "version": str(scene.stay.version)}  # fmt: skip

    client_of(scene.cast.kay).send(f"/b/stay/{scene.stay.pk}/until/", sent)

    with enter(scene.cast.alder, by=scene.cast.kay):
        assert Stay.objects.get(pk=scene.stay.pk).expected_to == later


def test_two_leaving_dates_at_once_show_both(scene: Scene) -> None:
    path = f"/b/stay/{scene.stay.pk}/until/"
    sent = {"why_longer": "support", "version": "1"}
    client_of(scene.cast.mara).send(path, sent | {"expected_to": "2027-01-02"})

    response = client_of(scene.cast.kay).send(path, sent | {"expected_to": "2027-02-03"})

    assert response.status_code == 409
    assert "2027-01-02" in assert_well_made(response, path).text


def test_leaving_ends_the_stay_and_the_support(scene: Scene) -> None:
    sent = {"ended_on": timezone.localdate().isoformat(), "planned": "yes",
            "next_place": "social_tenancy"}  # fmt: skip

    client_of(scene.cast.kay).send(f"/b/left/{scene.running.pk}/", sent)

    with enter(scene.cast.alder, by=scene.cast.kay):
        assert Ending.objects.get(episode=scene.running).detail("planned") == "yes"
        assert Stay.objects.get(pk=scene.stay.pk).ends_on == timezone.localdate()
    assert client_of(scene.cast.kay).get(f"/b/left/{scene.running.pk}/").status_code == 404


def test_nobody_leaves_before_they_came(scene: Scene) -> None:
    path = f"/b/left/{scene.running.pk}/"

    response = client_of(scene.cast.kay).send(path, {"ended_on": "2022-05-01", "planned": "no"})

    assert "Date must be on or after the day support began" in assert_well_made(response, path).text


def test_a_room_is_taken_out_of_use(scene: Scene) -> None:
    sent = {"reason": "repair", "starts_on": "2026-11-20", "ends_on": ""}

    client_of(scene.cast.kay).send(f"/b/{scene.room_2.pk}/closed/", sent)

    with enter(scene.cast.alder, by=scene.cast.kay):
        assert UnitClosure.objects.get().unit_id == scene.room_2.pk
    page = assert_well_made(client_of(scene.cast.kay).get("/b/"), "/b/")
    assert "Out of use, repair" in page.text


def test_the_rooms_ask_as_much_of_the_database_for_one_household_as_for_three(
    scene: Scene,
) -> None:
    client = client_of(scene.cast.kay)
    with CaptureQueriesContext(connection) as for_one:
        client.get("/b/")
    for room in (scene.room_2, scene.room_10):
        client.send(f"/b/{room.pk}/place/", place(scene, new_case(scene)))
    client.get("/b/")  # takes up what the forms had to say

    with CaptureQueriesContext(connection) as for_three:
        page = assert_well_made(client.get("/b/"), "/b/")

    assert "3 of 3 rooms taken tonight" in page.text
    assert len(for_three) == len(for_one)


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-40", "2027-03-01"])
def test_any_day_in_the_address_shows_two_weeks(day: str, scene: Scene) -> None:
    response = client_of(scene.cast.kay).get(f"/b/?from={day}")

    assert response.status_code == 200
    assert response.content.count(b'<th scope="col" class=') == 14
