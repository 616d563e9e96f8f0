"""Households that ask for a place: the call, the hold, what came of it, and how it counts."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accommodation import holds, placing
from accommodation.choices import COUNTED_AS, Decision, Happened, Reason
from accommodation.models import Hold, PlacementReferral, Stay
from accommodation.services import RoomTaken, house_household, record_referral
from accounts.models import User
from accounts.tenancy import enter
from audit.models import Event
from cases.models import Case
from cases.services import NewPerson, open_case
from tests.pages import assert_well_made, client_of
from tests.scenes import Scene

HOUR = datetime.timedelta(hours=1)


def call(scene: Scene, **told: object) -> PlacementReferral:
    """Let Mara take a call of one adult with two children, but for what is said."""
    asked = placing.Asked(adults=1, children=2, **told)  # type: ignore[arg-type]
    with enter(scene.cast.alder, by=scene.cast.mara):
        return placing.take(
            provision=scene.provision, asked=asked, received_at=timezone.now(),
            by=scene.cast.mara,
        )  # fmt: skip


def keep(scene: Scene, referral: PlacementReferral, until: datetime.timedelta = HOUR) -> None:
    """Let Mara offer Room 2 and keep it."""
    now = timezone.now()
    with enter(scene.cast.alder, by=scene.cast.mara):
        placing.offer(
            referral=referral, unit=scene.room_2, arrives_on=timezone.localdate(),
            held_until=now + until, now=now, expected_version=referral.version,
            by=scene.cast.mara,
        )  # fmt: skip


def read(scene: Scene, path: str, user: User | None = None) -> str:
    return assert_well_made(client_of(user or scene.cast.mara).get(path), path).text


ANSWERS = {"provision": "", "kind": "referral", "adults": "1", "children": "2", "step_free": "on"}


def test_a_call_of_nobody_named_is_taken_in_one_page(scene: Scene) -> None:
    path = f"/b/h/{scene.cast.house.pk}/asks/new/"
    sent = ANSWERS | {"provision": str(scene.provision.pk)}

    looked = client_of(scene.cast.kay).send(path, sent | {"look": "1"})
    answer = client_of(scene.cast.kay).send(path, sent)

    text = assert_well_made(looked, path).text
    assert "Room 2 Sleeps 3, free from" in text
    assert "Does not count yet: it waits for an answer." in text
    with enter(scene.cast.alder, by=scene.cast.kay):
        referral = PlacementReferral.objects.exclude(pk=scene.waiting.pk).get()
        assert referral.asked == {"step_free": True}
        assert referral.received_at is not None
        assert referral.answer_due_at == referral.received_at + 2 * HOUR
    assert answer["Location"] == f"/b/ask/{referral.pk}/"


def test_strangers_and_other_roles_find_nothing(scene: Scene) -> None:
    referral, house = call(scene), scene.cast.house.pk
    keep(scene, referral)
    deciding = [f"/b/ask/{referral.pk}/{what}/" for what in ("offer", "suits", "accept", "no")]
    taking = [f"/b/h/{house}/asks/", f"/b/h/{house}/asks/new/", f"/b/h/{house}/free/",
              f"/b/ask/{referral.pk}/", f"/b/ask/{referral.pk}/here/"]  # fmt: skip
    for path in deciding + taking:
        assert client_of(scene.cast.mara).get(path).status_code == 200, path
        for user in (scene.cast.bea, scene.cast.ines):
            assert client_of(user).get(path).status_code == 404, path
    assert [client_of(scene.cast.kay).get(path).status_code for path in deciding] == [404] * 4
    assert [client_of(scene.cast.kay).get(path).status_code for path in taking] == [200] * 5


def test_the_list_names_nobody_and_asks_as_much_for_two_as_for_four(scene: Scene) -> None:
    path, client = f"/b/h/{scene.cast.house.pk}/asks/", client_of(scene.cast.mara)
    keep(scene, call(scene, details={"called": "Nia Sample"}))
    call(scene)
    client.get(path)
    with CaptureQueriesContext(connection) as for_two:
        assert b"Nia" not in client.get(path).content
    for _ in "12":
        call(scene)
    with CaptureQueriesContext(connection) as for_four:
        assert b"kept until" in client.get(path).content

    assert len(for_four) == len(for_two)


def test_a_room_that_is_kept_is_given_to_nobody_else_until_its_time_is_over(scene: Scene) -> None:
    first, second = call(scene), call(scene)
    keep(scene, first)
    with pytest.raises(holds.RoomHeld):
        keep(scene, second)
    with enter(scene.cast.alder, by=scene.cast.mara), pytest.raises(RoomTaken):
        house_household(
            case=scene.left, provision=scene.provision, unit=scene.room_2,
            starts_on=timezone.localdate(), now=timezone.now(), by=scene.cast.mara,
        )  # fmt: skip

    with enter(scene.cast.alder, by=scene.cast.mara):
        holds.hold(
            referral=second, unit=scene.room_2, arrives_on=timezone.localdate(),
            held_until=timezone.now() + 4 * HOUR, now=timezone.now() + 2 * HOUR,
            by=scene.cast.mara,
        )  # fmt: skip
        assert Hold.objects.get(ended_at=None).referral_id == second.pk


def test_from_the_call_to_the_day_of_arrival(scene: Scene) -> None:
    referral = call(scene, details={"called": "Nia"})
    keep(scene, referral)
    client, path = client_of(scene.cast.mara), f"/b/ask/{referral.pk}/"
    client.send(f"{path}accept/", {"reference": "", "version": "2"})
    day = timezone.localdate().isoformat()

    client.send(f"{path}here/", {"unit": str(scene.room_2.pk), "on": day, "version": "3"})

    with enter(scene.cast.alder, by=scene.cast.mara):
        referral.refresh_from_db()
        assert (referral.decision, referral.happened) == (Decision.ACCEPTED, [Happened.ARRIVED])
        stay = Stay.objects.get(unit=scene.room_2)
        assert stay.episode.participations.count() == 3
        assert not Hold.objects.filter(ended_at=None).exists()
    assert "Nia + 2" in read(scene, "/b/")


def test_nobody_is_accepted_before_an_offer(scene: Scene) -> None:
    path = f"/b/ask/{call(scene).pk}/accept/"

    answer = client_of(scene.cast.mara).send(path, {"reference": "", "version": "1"})

    assert "Offer them a room first" in assert_well_made(answer, path).text


def test_every_outcome_is_counted_as_the_table_says(scene: Scene) -> None:
    assert set(COUNTED_AS) == set(Happened)
    assert placing.decision_of(["no_space", "no_size", "need_not_met", "rent_too_high"]) == (
        Decision.NOT_SUPPORTED, [Reason.CAPACITY, Reason.NEEDS_NOT_MET, Reason.OTHER],
    )  # fmt: skip
    assert placing.decision_of(["withdrawn"]) == (Decision.WITHDRAWN, [])
    with pytest.raises(placing.NotInThisOrder):
        placing.decision_of(["withdrawn", "no_space"])


def test_a_no_is_evidence_with_all_its_reasons(scene: Scene) -> None:
    referral = call(scene)
    path = f"/b/ask/{referral.pk}/no/"
    today = timezone.localdate()
    sent = {"happened": ["no_size", "need_not_met"], "unmet_needs": ["no_recourse"],
            "on": today.isoformat(), "version": "1"}  # fmt: skip
    client = client_of(scene.cast.mara)

    looked = assert_well_made(client.send(path, sent | {"look": "1"}), path).text
    client.send(path, sent)

    assert "as a household that could not be supported: no space, or none big enough" in looked
    with enter(scene.cast.alder, by=scene.cast.mara):
        referral.refresh_from_db()
        assert referral.reasons == ["capacity", "needs_not_met"]
        assert referral.needs == {"unmet": ["no_recourse"]}
    away = read(scene, f"/b/h/{scene.cast.house.pk}/asks/?day={today.isoformat()}")
    assert "1 household could not be supported, 1 adult and 2 children" in away


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"happened": []}, "Choose what stood in the way"),
        ({"happened": ["need_not_met"]}, "Choose which needs we could not meet"),
        ({"happened": ["withdrawn", "no_space"]}, "stands alone"),
    ],
)
def test_a_no_without_its_reason_comes_back(
    changes: dict[str, object], words: str, scene: Scene
) -> None:
    path = f"/b/ask/{call(scene).pk}/no/"
    sent = {"on": timezone.localdate().isoformat(), "version": "1"} | changes

    assert words in assert_well_made(client_of(scene.cast.mara).send(path, sent), path).text


def test_whoever_did_not_arrive_is_to_be_checked_on_until_somebody_knows(scene: Scene) -> None:
    referral = call(scene)
    keep(scene, referral)
    client, path = client_of(scene.cast.mara), f"/b/ask/{referral.pk}/"
    day = timezone.localdate().isoformat()
    client.send(f"{path}no/", {"happened": ["did_not_arrive"], "on": day, "version": "2"})
    asks = f"/b/h/{scene.cast.house.pk}/asks/"
    assert "Did not arrive: are they safe?" in read(scene, asks)

    client.send(f"{path}safe/", {"words": "Her sister rang: they are with her"})

    assert "Did not arrive: are they safe?" not in read(scene, asks)
    with enter(scene.cast.alder, by=scene.cast.mara):
        assert not Hold.objects.filter(ended_at=None).exists()


def test_an_earlier_call_is_recognised_and_not_shown_of_a_case_that_is_not_theirs(
    scene: Scene,
) -> None:
    said = {"called": "Nia Sample", "phone": "07700 900333"}
    first = call(scene, details=said)
    second = call(scene, details={"called": "Nya Sample", "phone": "07700900333"})
    path = f"/b/ask/{second.pk}/"
    assert "May have asked before" in read(scene, path, scene.cast.kay)

    with enter(scene.cast.alder, by=scene.cast.mara):
        elsewhere = open_case(
            survivor=NewPerson(), opened_on=datetime.date(2026, 11, 1), by=scene.cast.mara
        )
        PlacementReferral.objects.filter(pk=first.pk).update(case=elsewhere)

    assert "May have asked before" not in read(scene, path, scene.cast.kay)
    assert client_of(scene.cast.kay).get(f"/b/ask/{first.pk}/").status_code == 404


def test_what_is_free_is_told_without_a_name_or_a_place(scene: Scene) -> None:
    text = read(scene, f"/b/h/{scene.cast.house.pk}/free/")

    assert "1 space now: Sleeps 3" in text
    assert "Alder House" not in text.split("names no house")[1]
    assert "Room 2" not in text


def test_opening_a_call_is_recorded(scene: Scene) -> None:
    referral = call(scene)
    read(scene, f"/b/ask/{referral.pk}/", scene.cast.kay)

    with enter(scene.cast.alder, by=None):
        seen = Event.objects.filter(verb="referral.see", actor_id=scene.cast.kay.pk)
        assert referral.pk in set().union(*(event.subjects for event in seen))


def test_a_placing_that_fails_leaves_nothing_behind(scene: Scene) -> None:
    referral = call(scene)
    keep(scene, referral)
    with enter(scene.cast.alder, by=scene.cast.mara):
        placing.accept(
            referral=referral, case=None, now=timezone.now(), expected_version=2,
            by=scene.cast.mara,
        )  # fmt: skip
        with pytest.raises(RoomTaken):
            placing.arrive(
                referral=referral, unit=scene.room_1, on=timezone.localdate(),
                now=timezone.now(), expected_version=3, by=scene.cast.mara,
            )  # fmt: skip
        held = PlacementReferral.objects.get(pk=referral.pk)
        assert held.decision == Decision.PENDING
        assert not Stay.objects.filter(episode__case=held.case).exists()


@pytest.mark.two_connections
@pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"])
def test_two_who_place_somebody_in_the_last_room_at_once_do_not_both_get_it(scene: Scene) -> None:
    mara = scene.cast.mara
    with enter(scene.cast.alder, by=mara):
        cases = [
            open_case(survivor=NewPerson(), opened_on=datetime.date(2026, 11, 1), by=mara)
            for _ in "12"
        ]
    together = Barrier(2)

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda case: _place(scene, case, together), cases))

    assert sorted(answers) == [200, 302]
    with enter(scene.cast.alder, by=mara):
        assert Stay.objects.filter(unit=scene.room_2).count() == 1


def _place(scene: Scene, case: Case, together: Barrier) -> int:
    """Send the form that gives Room 2 to a household; what is typed comes back if it is taken."""
    path = f"/b/{scene.room_2.pk}/place/"
    sent = {"reference": case.reference, "provision": str(scene.provision.pk),
            "starts_on": timezone.localdate().isoformat()}  # fmt: skip
    client = client_of(scene.cast.mara)
    try:
        together.wait()
        answer = client.send(path, sent)
        if answer.status_code == 200:
            assert "Room 2 is taken. Choose another room" in answer.content.decode()
            assert f'value="{case.reference}"' in answer.content.decode()
        return int(answer.status_code)
    finally:
        connections.close_all()


def test_how_an_arrival_and_an_ending_will_count_is_said_while_they_are_typed(
    scene: Scene,
) -> None:
    client = client_of(scene.cast.mara)
    path = f"/b/{scene.room_2.pk}/place/"
    sent = {"reference": scene.cast.amira.reference, "provision": str(scene.provision.pk),
            "starts_on": timezone.localdate().isoformat(), "origin": "wales",
            "look": "1"}  # fmt: skip
    text = assert_well_made(client.send(path, sent), path).text
    assert "as refuge, household with 1 child, from outside the area." in text
    assert "Missing: the gender of 1 of the household" in text

    path = f"/b/left/{scene.running.pk}/"
    sent = {"ended_on": timezone.localdate().isoformat(), "planned": "no",
            "asked_to_leave": "yes", "look": "1"}  # fmt: skip
    text = assert_well_made(client.send(path, sent), path).text
    assert "as a household that left, unplanned, asked to leave." in text


def test_an_enquiry_is_never_counted(scene: Scene) -> None:
    with enter(scene.cast.alder, by=scene.cast.mara):
        referral = record_referral(
            provision=scene.provision, received_on=timezone.localdate(), kind="enquiry", by=None
        )

    assert "an enquiry, not a referral" in read(scene, f"/b/ask/{referral.pk}/")


def test_a_referral_that_a_bundle_brought_says_nothing_more_and_opens(scene: Scene) -> None:
    assert "1 + 2" in read(scene, f"/b/ask/{scene.waiting.pk}/")
    assert "1 + 2" in read(scene, "/b/")
