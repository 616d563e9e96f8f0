"""A manager keeps somebody from a person, not from one file: other cases are kept as well."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts import roles
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from accounts.tenancy import enter
from cases import services
from cases.choices import CaseRole, ConflictSource
from cases.conflicts import services as conflicts
from cases.models import Case, Conflict
from cases.services import NewPerson
from tests.cast import Cast, hire
from tests.conflicts.people import conflicts_of, sees

TODAY = timezone.localdate()
BORN = datetime.date(1988, 4, 2)


@pytest.fixture
def noor(cast: Cast) -> User:
    """A second manager of Alder, who sees every case of it."""
    return hire("Noor", cast.alder, roles.ServiceManager, cast.house)


@pytest.fixture
def kept(cast: Cast, noor: User) -> Conflict:
    """Grace Bell's first case, which Mara keeps from Noor; Dan Cole causes harm in it."""
    first = opened(cast, NewPerson(given_name="Grace", family_name="Bell", date_of_birth=BORN))
    with enter(cast.alder, by=cast.mara):
        services.record_harm(case=first, given_name="Dan", family_name="Cole", by=cast.mara)
        return conflicts.set_conflict(case=first, user=noor, reason="Hers", by=cast.mara)


def opened(cast: Cast, survivor: NewPerson, *children: NewPerson) -> Case:
    """Open a case of the house."""
    with enter(cast.alder, by=cast.ines):
        return services.open_case(
            survivor=survivor,
            opened_on=TODAY,
            service=cast.house,
            by=cast.ines,
            children=children,
        )


RUTH = NewPerson(given_name="Ruth", family_name="Hale")


def test_a_new_case_of_the_same_survivor_is_never_there_for_her(
    cast: Cast, noor: User, kept: Conflict
) -> None:
    again = opened(cast, NewPerson(given_name="Gráce", family_name="Bell"))
    other = opened(cast, RUTH)

    assert not sees(noor, again)
    assert sees(noor, other)
    assert sees(cast.mara, again)
    [carried] = [one for one in conflicts_of(noor, cast.alder) if one.case_id == again.pk]
    assert carried.source == ConflictSource.CARRIED
    with enter(cast.alder, by=cast.mara):
        assert carried.reason == (
            "A manager keeps them from somebody. Like the survivor: the names are alike, "
            "and no date of birth speaks against it."
        )


def test_managers_are_asked_to_look_and_she_never_is(
    cast: Cast, noor: User, kept: Conflict
) -> None:
    again = opened(cast, NewPerson(given_name="Grace", family_name="Bell"))

    with enter(cast.alder, by=None):
        item = ReviewItem.objects.get(kind=ReviewKind.CONFLICT, case_id=again.pk)
        told = {notice.user for notice in item.notices.all()}
    assert item.about == noor
    assert cast.mara in told
    assert noor not in told


def test_a_child_and_somebody_causing_harm_count(cast: Cast, noor: User, kept: Conflict) -> None:
    as_child = opened(cast, RUTH, NewPerson(given_name="Grace", family_name="Bell"))
    harmed = opened(cast, RUTH)
    assert sees(noor, harmed)
    with enter(cast.alder, by=cast.ines):
        services.record_harm(case=harmed, given_name="Daniel", family_name="Cole", by=cast.ines)

    assert not sees(noor, as_child)
    assert not sees(noor, harmed)


def test_a_case_that_is_there_already_is_kept_from_that_moment(cast: Cast, noor: User) -> None:
    earlier = opened(cast, NewPerson(given_name="Grace", family_name="Bell"))
    later = opened(cast, NewPerson(given_name="Grace", family_name="Bell"))
    assert sees(noor, earlier)
    with enter(cast.alder, by=cast.mara):
        conflicts.set_conflict(case=later, user=noor, reason="Hers", by=cast.mara)

    assert not sees(noor, earlier)


def test_another_day_of_birth_is_another_person(cast: Cast, noor: User, kept: Conflict) -> None:
    other = opened(
        cast,
        NewPerson(
            given_name="Gracie", family_name="Bell", date_of_birth=datetime.date(1961, 9, 20)
        ),
    )

    assert sees(noor, other)


def test_once_it_is_lifted_nothing_more_is_carried(cast: Cast, noor: User, kept: Conflict) -> None:
    with enter(cast.alder, by=cast.mara):
        conflicts.lift(conflict=kept, reason="No kin", lifted_at=timezone.now(), by=cast.mara)
    again = opened(cast, NewPerson(given_name="Grace", family_name="Bell"))

    assert sees(noor, again)


def test_what_was_carried_is_carried_no_further(cast: Cast, noor: User, kept: Conflict) -> None:
    opened(cast, NewPerson(given_name="Grace", family_name="Bell"), RUTH)
    of_ruth = opened(cast, RUTH)

    assert sees(noor, of_ruth)


def test_a_carried_one_that_was_lifted_stays_lifted(cast: Cast, noor: User, kept: Conflict) -> None:
    again = opened(cast, NewPerson(given_name="Grace", family_name="Bell"))
    with enter(cast.alder, by=cast.mara):
        carried = Conflict.objects.get(case=again)
        conflicts.lift(
            conflict=carried, reason="A namesake", lifted_at=timezone.now(), by=cast.mara
        )
        survivor = again.case_people.get(role=CaseRole.SURVIVOR).person
        services.change_person(
            person=survivor, changes={"known_as": "G"}, expected_version=1, by=cast.mara
        )

    assert sees(noor, again)


def test_what_is_rolled_back_leaves_neither_case_nor_conflict(
    cast: Cast, noor: User, kept: Conflict, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("cases.conflicts.walls.raise_reviews", fails)
    with pytest.raises(DatabaseError), transaction.atomic():
        opened(cast, NewPerson(given_name="Grace", family_name="Bell"))

    assert [one.pk for one in conflicts_of(noor, cast.alder)] == [kept.pk]
