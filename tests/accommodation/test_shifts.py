"""A relief worker sees one house for one shift, and nothing before or after."""

import datetime

import pytest
from django.utils import timezone

from accommodation import shifts
from accommodation.access import houses_for
from accommodation.models import Shift
from accommodation.services import create_provision, create_unit, start_episode
from accounts import roles
from accounts.models import User
from accounts.permissions import Permission
from accounts.tenancy import enter
from cases.models import Person
from cases.refusals import Refused
from tests.cases.test_relationships import DAY, HOUR, NOW, forbid, sees
from tests.cast import Cast, hire
from tests.pages import assert_well_made, client_of


@pytest.fixture
def wale(cast: Cast) -> User:
    """A relief worker of Alder; Amira lives in the house of which he may be given a shift."""
    with enter(cast.alder, by=cast.mara):
        provision = create_provision(
            service=cast.house, accommodation_type="refuge", by=None, bedspaces=4,
            authority_code="E10000030", commissioned_from=datetime.date(2026, 4, 1),
        )  # fmt: skip
        start_episode(
            case=cast.amira, provision=provision, started_on=datetime.date(2026, 10, 20),
            people=Person.objects.filter(case_people__case=cast.amira), by=None,
            unit=create_unit(service=cast.house, name="Room 1", by=None),
        )  # fmt: skip
    return hire("Wale", cast.alder, roles.ReliefWorker, cast.house)


def give(cast: Cast, worker: User, **instead: object) -> Shift:
    """Let Mara put somebody on shift for eight hours, but for what is said."""
    given = {
        "house": cast.house, "worker": worker, "starts_at": NOW, "ends_at": NOW + 8 * HOUR,
        "now": NOW, "by": cast.mara,
    } | instead  # fmt: skip
    with enter(cast.alder, by=cast.mara):
        return shifts.give(**given)  # type: ignore[arg-type]


def rooms_of(cast: Cast, user: User) -> list[str]:
    """Return the houses whose rooms a person may open now."""
    with enter(cast.alder, by=user):
        return [house.name for house in houses_for(user, Permission.ROOMS_SEE)]


def test_a_shift_opens_the_residents_until_its_very_end(cast: Cast, wale: User) -> None:
    assert not sees(wale, cast.amira)
    give(cast, wale)

    assert sees(wale, cast.amira)
    assert not sees(wale, cast.amira, NOW - HOUR)
    assert not sees(wale, cast.amira, NOW + 8 * HOUR)


def test_a_shift_opens_the_rooms_of_its_house_alone(cast: Cast, wale: User) -> None:
    assert rooms_of(cast, wale) == []
    shift = give(cast, wale)
    assert rooms_of(cast, wale) == ["Alder House"]

    with enter(cast.alder, by=cast.mara):
        shifts.end(shift=shift, at=timezone.now(), by=cast.mara)
    assert rooms_of(cast, wale) == []
    assert not sees(wale, cast.amira, timezone.now())


def test_a_shift_does_not_open_a_case_that_the_worker_must_not_know(cast: Cast, wale: User) -> None:
    give(cast, wale)
    forbid(wale, cast.amira)

    assert not sees(wale, cast.amira)


def test_nobody_has_two_shifts_at_once_and_may_follow_one_with_another(
    cast: Cast, wale: User
) -> None:
    shift = give(cast, wale)
    with pytest.raises(Refused, match="at that time already"):
        give(cast, wale, starts_at=NOW + 7 * HOUR, ends_at=NOW + 9 * HOUR)
    give(cast, wale, starts_at=NOW + 8 * HOUR, ends_at=NOW + 9 * HOUR)

    with enter(cast.alder, by=cast.mara):
        shifts.end(shift=shift, at=NOW, by=cast.mara)
    give(cast, wale, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)


@pytest.mark.parametrize(
    "instead", [{"ends_at": NOW}, {"ends_at": NOW + 17 * HOUR}, {"starts_at": NOW - DAY}]
)
def test_a_shift_is_short_and_still_to_come(
    cast: Cast, wale: User, instead: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        give(cast, wale, **instead)

    assert refused.value.field == "ends_at"


def test_shifts_are_given_by_those_who_run_the_house_and_never_to_oneself(
    cast: Cast, wale: User
) -> None:
    for by in (cast.kay, cast.ines):
        with pytest.raises(Refused, match="You cannot say"):
            give(cast, wale, by=by)
    with pytest.raises(Refused, match="Somebody else"):
        give(cast, cast.mara)
    with pytest.raises(Refused, match="does not work with cases"):
        give(cast, cast.ada)


def test_shifts_are_given_and_ended_on_the_page_of_the_house(cast: Cast, wale: User) -> None:
    path, client = f"/b/h/{cast.house.pk}/shifts/", client_of(cast.mara)
    page = assert_well_made(client.get(path), path)
    assert "Nobody is on shift, now or later." in page.text
    local = timezone.localtime(timezone.now())
    times = {
        "starts_at": f"{local - HOUR:%Y-%m-%dT%H:%M}", "ends_at": f"{local + HOUR:%Y-%m-%dT%H:%M}",
    }  # fmt: skip

    client.send(path, {"worker": str(wale.pk)} | times)

    assert sees(wale, cast.amira, timezone.now())
    with enter(cast.alder, by=None):
        held = Shift.objects.get()
    client.send(f"{path}{held.pk}/", {})
    assert not sees(wale, cast.amira, timezone.now())
    wrong = client.send(path, {"worker": "", "starts_at": "soon", "ends_at": ""})
    assert b"Choose who is on shift" in wrong.content
    assert b"Enter a day and a time such as" in wrong.content


def test_the_page_of_shifts_is_for_those_who_give_them(cast: Cast, wale: User) -> None:
    path = f"/b/h/{cast.house.pk}/shifts/"
    for user in (cast.kay, cast.ines, cast.ada, wale, cast.bea):
        assert client_of(user).get(path).status_code == 404


def test_a_relief_workers_day_begins_with_the_cases_of_the_house(cast: Cast, wale: User) -> None:
    now = timezone.now()
    give(cast, wale, starts_at=now, ends_at=now + 8 * HOUR, now=now)

    home, cases = (client_of(wale).get(path).content.decode() for path in ("/d/", "/c/"))

    assert cast.amira.reference in home
    assert "cases of yours" not in home
    assert cast.amira.reference in cases
