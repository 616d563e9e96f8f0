"""A house with rooms, a household in it since June 2022, one that left, one that waits."""

import datetime
from dataclasses import dataclass

import pytest
from django.utils import timezone

from accommodation import services
from accommodation.models import Episode, PlacementReferral, Provision, Stay, Unit
from accounts.tenancy import enter
from cases.models import Case, Person
from cases.services import NewPerson, open_case
from moveon.services import end_episode
from tests.cast import Cast

COUNCIL = "E10000030"
YEAR = "2022-23"


@dataclass
class Scene:
    """The house of Alder, by what tests call its parts."""

    cast: Cast
    provision: Provision
    room_1: Unit
    room_2: Unit
    room_10: Unit
    running: Episode
    stay: Stay
    left: Case
    waiting: PlacementReferral


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Set the house up: Amira and Yusuf in room 1, Grace left in 2022, somebody waits."""
    with enter(cast.alder, by=cast.mara):
        provision = services.create_provision(
            service=cast.house,
            accommodation_type="refuge",
            bedspaces=3,
            authority_code=COUNCIL,
            commissioned_from=datetime.date(2022, 4, 1),
            by=cast.mara,
        )
        rooms = [
            services.create_unit(service=cast.house, name=name, sleeps=sleeps, by=cast.mara)
            for name, sleeps in (("Room 10", 2), ("Room 1", 4), ("Room 2", 3))
        ]
        running = services.start_episode(
            case=cast.amira,
            provision=provision,
            started_on=datetime.date(2022, 6, 1),
            people=Person.objects.filter(case_people__case=cast.amira),
            unit=rooms[1],
            expected_to=timezone.localdate() + datetime.timedelta(days=4),
            by=cast.mara,
        )
        left = _left_in_2022(cast, provision)
        waiting = services.record_referral(
            provision=provision,
            received_on=datetime.date(2026, 11, 20),
            adults=1,
            children=2,
            by=cast.mara,
        )
        return Scene(
            cast=cast,
            provision=provision,
            room_1=rooms[1],
            room_2=rooms[2],
            room_10=rooms[0],
            running=running,
            stay=running.stays.get(),
            left=left,
            waiting=waiting,
        )


def _left_in_2022(cast: Cast, provision: Provision) -> Case:
    case = open_case(
        survivor=NewPerson(given_name="Grace", answers={"gender": "woman"}),
        opened_on=datetime.date(2022, 5, 1),
        service=cast.house,
        by=cast.mara,
    )
    episode = services.start_episode(
        case=case,
        provision=provision,
        started_on=datetime.date(2022, 5, 10),
        people=Person.objects.filter(case_people__case=case),
        by=cast.mara,
    )
    end_episode(
        episode=episode,
        ended_on=datetime.date(2022, 8, 10),
        details={"planned": "yes", "next_place": "social_tenancy"},
        by=cast.mara,
    )
    return case
