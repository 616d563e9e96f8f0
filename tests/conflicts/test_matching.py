"""Whom staff know and whom records name: compared both ways, at once, as Rowan itself."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.choices import ReviewKind
from accounts.models import ReviewItem, ReviewNotice
from accounts.tenancy import enter
from audit.models import Event
from cases import services
from cases.choices import CaseRole, ConflictSource
from cases.conflicts import declarations
from cases.conflicts import services as conflicts
from cases.conflicts.walls import match_records
from cases.models import Allocation, Case, CasePerson, Declaration, Person
from cases.services import NewPerson
from encryption import keyring
from tests.cast import Cast
from tests.conflicts.people import AMIRA, conflicts_of, declare, sees

TODAY = timezone.localdate()


def test_whom_she_declares_she_does_not_find(cast: Cast) -> None:
    assert sees(cast.ines, cast.amira)

    declare(cast.ines, cast.alder)

    assert not sees(cast.ines, cast.amira)
    assert sees(cast.mara, cast.amira)
    [conflict] = conflicts_of(cast.ines, cast.alder)
    assert conflict.source == ConflictSource.DECLARED


def test_a_case_of_whom_she_declared_is_never_there_for_her(cast: Cast) -> None:
    declare(cast.mara, cast.alder, given_name="Grace", family_name="Bell")
    with enter(cast.alder, by=cast.ines):
        case = services.open_case(
            survivor=NewPerson(given_name="Gráce", family_name="Bell"), opened_on=TODAY,
            worker=cast.ines, by=cast.ines,
        )  # fmt: skip

    assert not sees(cast.mara, case)
    assert sees(cast.ines, case)


def test_the_case_that_she_opens_for_whom_she_knows_is_not_given_to_her(cast: Cast) -> None:
    declare(cast.ines, cast.alder, given_name="Grace", family_name="Bell")
    with enter(cast.alder, by=cast.ines):
        case = services.open_case(
            survivor=NewPerson(given_name="Grace", family_name="Bell"), opened_on=TODAY,
            worker=cast.ines, by=cast.ines,
        )  # fmt: skip
        assert not Allocation.objects.filter(case=case).exists()

    assert not sees(cast.ines, case)
    assert sees(cast.mara, case)


@pytest.mark.parametrize("role", [CaseRole.CHILD, CaseRole.OTHER_ADULT])
def test_anybody_in_the_household_counts(cast: Cast, role: CaseRole) -> None:
    declare(cast.ines, cast.alder, given_name="Zofia", family_name="Nowak")
    with enter(cast.alder, by=cast.mara):
        services.add_person(
            case=cast.amira, new=NewPerson(given_name="Zofia", family_name="Nowak"), role=role,
            by=cast.mara,
        )  # fmt: skip

    assert not sees(cast.ines, cast.amira)


def test_a_name_put_right_is_compared_again(cast: Cast) -> None:
    declare(cast.ines, cast.alder, given_name="Sofia", family_name="Marino")
    assert sees(cast.ines, cast.amira)
    with enter(cast.alder, by=cast.mara):
        person = Person.objects.filter(case_people__case=cast.amira).first()
        assert person is not None
        changes = {"given_name": "Sophia", "family_name": "Marino"}
        services.change_person(person=person, changes=changes, expected_version=1, by=cast.mara)

    assert not sees(cast.ines, cast.amira)


def test_a_person_causing_harm_is_compared_when_recorded_and_when_changed(cast: Cast) -> None:
    declare(cast.ines, cast.alder, given_name="Dan", family_name="Cole")
    declare(cast.mara, cast.alder, phone="+44 1632 960009", given_name="Uncle")
    with enter(cast.alder, by=None):
        harm = services.record_harm(
            case=cast.amira, given_name="Daniel", family_name="Cole", by=None
        )
        assert not sees(cast.ines, cast.amira)
        assert sees(cast.mara, cast.amira)
        services.change_harm(
            harm=harm, changes={"details": {"phone": "01632 960 009"}}, expected_version=1, by=None
        )

    assert not sees(cast.mara, cast.amira)


def test_a_changed_declaration_is_compared_again(cast: Cast) -> None:
    declaration = declare(cast.ines, cast.alder, given_name="Ann", family_name="Other")
    with enter(cast.alder, by=cast.ines):
        declarations.change(
            declaration=declaration, details=AMIRA, expected_version=1, by=cast.ines
        )

    assert not sees(cast.ines, cast.amira)


def test_ending_a_declaration_opens_nothing(cast: Cast) -> None:
    declaration = declare(cast.ines, cast.alder)
    with enter(cast.alder, by=cast.ines):
        declarations.end(
            declaration=declaration, ended_at=timezone.now(), expected_version=1, by=cast.ines
        )
        assert not Declaration.objects.standing().exists()

    assert not sees(cast.ines, cast.amira)


def test_another_organisation_is_not_concerned(cast: Cast) -> None:
    declare(cast.ines, cast.alder, given_name="Tolu", family_name="Ade")

    assert sees(cast.bo, cast.stranger_case)
    assert conflicts_of(cast.ines, cast.birch) == []


def test_managers_who_see_the_case_are_told_and_she_never_is(cast: Cast) -> None:
    declare(cast.mara, cast.alder)
    with enter(cast.alder, by=None):
        item = ReviewItem.objects.get(kind=ReviewKind.CONFLICT)
        assert (item.about, item.case_id) == (cast.mara, cast.amira.pk)
        assert not ReviewNotice.objects.exists()

    declare(cast.ines, cast.alder)
    with enter(cast.alder, by=None):
        assert not ReviewNotice.objects.exists(), "Mara is kept from it and is told nothing"


def test_the_reason_says_what_a_reviewer_needs_and_no_more(cast: Cast) -> None:
    details = AMIRA | {"phone": "01632 960001", "postcode": "ZZ9 9ZZ", "known_as": "Mimi"}
    declare(cast.ines, cast.alder, **details)
    with enter(cast.alder, by=None):
        [notice] = ReviewNotice.objects.all()
        [conflict] = conflicts_of(cast.ines, cast.alder)
        assert notice.user == cast.mara
        assert conflict.reason == (
            "Declared: Ameera Khaled (my sister). Like the survivor: the names are alike, "
            "and no date of birth speaks against it."
        )


def test_what_was_lifted_comes_back_for_a_new_likeness_alone(cast: Cast) -> None:
    declare(cast.ines, cast.alder, **AMIRA, phone="07700 900001")
    now = timezone.now()
    with enter(cast.alder, by=cast.mara):
        [conflict] = conflicts_of(cast.ines, cast.alder)
        conflicts.lift(conflict=conflict, reason="Another family", lifted_at=now, by=cast.mara)
        person = Person.objects.get(case_people__case=cast.amira, case_people__role="survivor")
        services.change_person(
            person=person, changes={"known_as": "Mi"}, expected_version=1, by=cast.mara
        )
        assert sees(cast.ines, cast.amira)
        services.change_person(
            person=person, changes={"contact": {"phone": "07700900001"}}, expected_version=2,
            by=cast.mara,
        )  # fmt: skip

    assert not sees(cast.ines, cast.amira)


@contextmanager
def nobody_may_unwrap() -> Iterator[None]:
    """Refuse every key, as when a person's hour is used up."""

    def refuse(*asked: object) -> None:
        raise AssertionError(f"counted as somebody's reading: {asked}")

    ring = keyring.current()
    ring.allow_unwrap = refuse
    yield
    ring.allow_unwrap = None


def test_comparing_is_nobodys_reading_and_leaves_one_event(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines), nobody_may_unwrap():
        declaration = declarations.declare(details=AMIRA, by=cast.ines)

    with enter(cast.alder, by=None):
        people = set(Person.objects.values_list("pk", flat=True))
        [event] = Event.objects.filter(verb="conflict.match")
        assert event.actor_id is None
        assert set(event.subjects) == {declaration.pk, *people}


def test_where_nobody_is_kept_away_it_costs_a_lock_and_two_looks(
    in_alder: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = list(Person.objects.values_list("pk", flat=True))

    with django_assert_num_queries(3):
        match_records(people=people)
    assert not Event.objects.filter(verb="conflict.match").exists()


def test_what_is_rolled_back_leaves_neither_case_nor_conflict(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(cast.ines, cast.alder, given_name="Grace", family_name="Bell")

    def fails(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("cases.conflicts.walls.raise_reviews", fails)
    with pytest.raises(DatabaseError), transaction.atomic(), enter(cast.alder, by=cast.mara):
        services.open_case(
            survivor=NewPerson(given_name="Grace", family_name="Bell"), opened_on=TODAY,
            by=cast.mara,
        )  # fmt: skip

    assert conflicts_of(cast.ines, cast.alder) == []
    with enter(cast.alder, by=None):
        assert Case.objects.count() == 1


def test_a_child_of_two_households_closes_both(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        other = services.open_case(
            survivor=NewPerson(given_name="Ruth", family_name="Cole"), opened_on=TODAY,
            worker=cast.ines, by=cast.ines,
        )  # fmt: skip
        child = cast.amira.case_people.get(role=CaseRole.CHILD)
        CasePerson.objects.create(
            organisation=cast.alder, case=other, person=child.person, role=CaseRole.CHILD
        )
        assert sees(cast.ines, other)
        conflicts.set_conflict(case=cast.amira, user=cast.ines, reason="Hers", by=cast.mara)

    assert not sees(cast.ines, other)
    assert sees(cast.mara, other)


def test_allocation_to_her_is_refused(in_alder: Cast) -> None:
    conflicts.set_conflict(case=in_alder.amira, user=in_alder.kay, reason="Kin", by=in_alder.mara)

    with pytest.raises(services.KeptApart):
        services.allocate(
            case=in_alder.amira, worker=in_alder.kay, starts_on=TODAY, by=in_alder.mara
        )


def test_days_of_birth_are_compared(cast: Cast) -> None:
    born = datetime.date(1990, 5, 3)
    declare(
        cast.ines, cast.alder, given_name="Grace", family_name="Bell", date_of_birth="1961-12-24"
    )
    with enter(cast.alder, by=cast.ines):
        case = services.open_case(
            survivor=NewPerson(given_name="Grace", family_name="Bell", date_of_birth=born),
            opened_on=TODAY, worker=cast.ines, by=cast.ines,
        )  # fmt: skip

    assert sees(cast.ines, case)
