"""Places, arrivals, rooms and endings."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from accommodation import services, support
from accommodation.choices import Decision
from accommodation.models import Episode, EpisodePerson, Provision, Stay, Unit
from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from audit import events
from cases.events import EpisodeEnded, receive
from cases.models import Case, Person
from cases.services import NewPerson, open_case
from moveon.services import EndsBeforeItStarts, NotInSanctuary, end_episode
from tests.cast import Cast

APRIL = datetime.date(2026, 4, 1)
MAY = datetime.date(2026, 5, 1)
JUNE = datetime.date(2026, 6, 1)
NOON_IN_JUNE = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def provision(in_alder: Cast) -> Provision:
    return services.create_provision(
        service=in_alder.house, accommodation_type="refuge", bedspaces=6,
        authority_code="E10000030", commissioned_from=APRIL, by=None,
    )  # fmt: skip


@pytest.fixture
def unit(in_alder: Cast) -> Unit:
    return services.create_unit(service=in_alder.house, name="Room 1", sleeps=3, by=None)


def people_of(case: Case) -> list[Person]:
    return [part.person for part in case.case_people.all()]


def arrive(case: Case, provision: Provision, unit: Unit | None = None) -> Episode:
    return services.start_episode(
        case=case, provision=provision, started_on=MAY, people=people_of(case),
        origin="E09000007", unit=unit, by=None,
    )  # fmt: skip


def test_an_arrival_gives_everybody_a_participation(in_alder: Cast, provision: Provision) -> None:
    episode = arrive(in_alder.amira, provision)
    assert {part.starts_on for part in episode.participations.all()} == {MAY}
    assert episode.participations.count() == 2
    assert Episode.objects.get().origin == "E09000007"


def test_nobody_from_outside_the_case_arrives_with_it(in_alder: Cast, provision: Provision) -> None:
    other = open_case(survivor=NewPerson(), opened_on=APRIL, by=None)
    with pytest.raises(services.NotOfTheHousehold):
        services.start_episode(
            case=in_alder.amira, provision=provision, started_on=MAY,
            people=people_of(other), by=None,
        )  # fmt: skip


def test_house_staff_see_a_resident_while_she_lives_there(
    in_alder: Cast, provision: Provision
) -> None:
    assert not Case.objects.visible_to(in_alder.kay).exists()
    episode = arrive(in_alder.amira, provision)
    assert Case.objects.visible_to(in_alder.kay, at=NOON_IN_JUNE).get() == in_alder.amira
    end_episode(episode=episode, ended_on=MAY, by=None)
    assert not Case.objects.visible_to(in_alder.kay, at=NOON_IN_JUNE).exists()


def test_two_households_cannot_have_one_room(
    in_alder: Cast, provision: Provision, unit: Unit
) -> None:
    arrive(in_alder.amira, provision, unit)
    other = open_case(survivor=NewPerson(), opened_on=APRIL, by=None)
    with pytest.raises(IntegrityError, match="one_household"), transaction.atomic():
        arrive(other, provision, unit)


def test_the_next_may_arrive_on_the_day_one_leaves(
    in_alder: Cast, provision: Provision, unit: Unit
) -> None:
    stay = arrive(in_alder.amira, provision, unit).stays.get()
    services.end_stay(stay=stay, ends_on=JUNE, expected_version=1, by=None)
    other = open_case(survivor=NewPerson(), opened_on=APRIL, by=None)
    episode = services.start_episode(
        case=other, provision=provision, started_on=JUNE, people=[], unit=unit, by=None
    )
    assert Stay.objects.tonight(JUNE).get().episode == episode


def test_one_person_is_not_here_twice_at_a_time(in_alder: Cast, provision: Provision) -> None:
    part = arrive(in_alder.amira, provision).participations.first()
    assert part is not None
    events.write("episode.change", by=None, subjects=[part.pk])
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        EpisodePerson(
            organisation_id=part.organisation_id, episode=part.episode, person=part.person,
            starts_on=JUNE,
        ).save()  # fmt: skip


def test_an_ending_frees_the_room_and_tells_whoever_listens(
    in_alder: Cast, provision: Provision, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.events._RECEIVERS", {})
    heard: list[EpisodeEnded] = []
    receive(EpisodeEnded, heard.append)
    episode = arrive(in_alder.amira, provision, unit)
    ending = end_episode(
        episode=episode, ended_on=JUNE, by=None,
        details={"planned": "yes", "next_place": "private_tenancy", "asked_to_leave": ""},
    )  # fmt: skip
    assert episode.stays.get().ends_on == JUNE
    assert ending.details == {"planned": "yes", "next_place": "private_tenancy"}
    assert [(event.episode_id, event.planned) for event in heard] == [(episode.pk, "yes")]


def test_an_episode_ends_once(in_alder: Cast, provision: Provision) -> None:
    episode = arrive(in_alder.amira, provision)
    end_episode(episode=episode, ended_on=JUNE, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        end_episode(episode=episode, ended_on=JUNE, by=None)


def test_how_a_sanctuary_ended_is_told_of_sanctuaries_alone(
    in_alder: Cast, provision: Provision
) -> None:
    episode = arrive(in_alder.amira, provision)
    with pytest.raises(NotInSanctuary):
        end_episode(episode=episode, ended_on=JUNE, details={"sanctuary_ending": "moved"}, by=None)


def test_an_episode_does_not_end_before_it_starts(in_alder: Cast, provision: Provision) -> None:
    with pytest.raises(EndsBeforeItStarts):
        end_episode(episode=arrive(in_alder.amira, provision), ended_on=APRIL, by=None)


def test_provision_continues_none_of_another_type(in_alder: Cast, provision: Provision) -> None:
    with pytest.raises(services.OtherPlaces):
        services.create_provision(
            service=in_alder.house, accommodation_type="dispersed", bedspaces=6,
            continues=provision, by=None,
        )  # fmt: skip


def test_support_goes_to_somebody_of_the_episode(in_alder: Cast, provision: Provision) -> None:
    other = open_case(survivor=NewPerson(), opened_on=APRIL, by=None)
    with pytest.raises(services.NotOfTheHousehold):
        support.deliver(
            case=in_alder.amira, episode=arrive(in_alder.amira, provision),
            person=people_of(other)[0], support_type="general", delivered_on=MAY, by=None,
        )  # fmt: skip


def test_a_referral_is_decided_once_by_whoever_saw_it(in_alder: Cast, provision: Provision) -> None:
    referral = services.record_referral(provision=provision, received_on=MAY, by=None)
    services.decide_referral(
        referral=referral, decision=Decision.NOT_SUPPORTED, decided_on=MAY, expected_version=1,
        reasons=["needs_not_met"], unmet_needs=["no_recourse"], by=None,
    )  # fmt: skip
    assert referral.needs == {"unmet": ["no_recourse"]}
    with pytest.raises(ChangedMeanwhile):
        services.decide_referral(
            referral=referral, decision=Decision.ACCEPTED, decided_on=MAY, expected_version=1,
            by=None,
        )  # fmt: skip


def test_a_commission_needs_its_first_day(in_alder: Cast) -> None:
    with pytest.raises(IntegrityError, match="has_a_first_day"), transaction.atomic():
        services.create_provision(
            service=in_alder.house, accommodation_type="refuge", bedspaces=6,
            authority_code="E10000030", by=None,
        )  # fmt: skip


def test_two_provisions_cannot_continue_the_same(in_alder: Cast, provision: Provision) -> None:
    for expected in (True, False):
        made = True
        try:
            with transaction.atomic():
                services.create_provision(
                    service=in_alder.house, accommodation_type="refuge", bedspaces=6,
                    continues=provision, by=None,
                )  # fmt: skip
        except IntegrityError:
            made = False
        assert made is expected


def test_another_organisations_rooms_do_not_show(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        services.create_unit(service=cast.house, name="Room 1", by=None)
    with enter(cast.birch, by=None):
        assert not Unit.objects.exists()
