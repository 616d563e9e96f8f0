"""What one process commits, the next search of another one knows, though it remembers everybody."""

import datetime
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.utils import timezone

from accounts import roles
from accounts.models import Organisation, User
from accounts.tenancy import enter
from cases import restriction, services
from cases.conflicts import services as conflicts
from cases.models import Case, Person
from cases.search import memory
from cases.search.finding import find
from cases.services import NewPerson
from erasure import carrying_out
from erasure import services as erasing
from erasure.choices import Basis
from tests.cast import Cast, hire

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
    pytest.mark.two_connections,
]

Elsewhere = Callable[[User, str], list[str]]


def _search(organisation_id: UUID, user_id: UUID, term: str) -> tuple[int, list[UUID], list[str]]:
    """Search in this process; return its id, whom it remembered before, and what it found."""
    remembered = memory.remembered()
    user = User.objects.get(pk=user_id)
    with enter(Organisation.objects.get(pk=organisation_id), by=user):
        found = [hit.case.reference for hit in find(term, by=user).hits]
    return os.getpid(), remembered, found


@pytest.fixture
def elsewhere(cast: Cast) -> Iterator[Elsewhere]:
    """Search in another process, which has searched before and remembers everybody."""
    connections.close_all()  # no two processes may speak on one connection
    copies = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, copies) as other:

        def search(user: User, term: str) -> list[str]:
            asked = other.submit(_search, cast.alder.pk, user.pk, term)
            process, remembered, found = asked.result(timeout=60)
            assert process != os.getpid()
            assert cast.alder.pk in remembered
            return found

        other.submit(_search, cast.alder.pk, cast.ines.pk, "Amira").result(timeout=60)
        yield search


def survivor(case: Case) -> Person:
    """Return the survivor of a case."""
    return Person.objects.get(case_people__case=case, case_people__role="survivor")


def rename(case: Case, given_name: str, by: User) -> None:
    """Put a survivor's first name right."""
    person = survivor(case)
    services.change_person(
        person=person, changes={"given_name": given_name, "known_as": ""},
        expected_version=person.version, by=by,
    )  # fmt: skip


def test_somebody_new_is_found(cast: Cast, elsewhere: Elsewhere) -> None:
    assert elsewhere(cast.ines, "Thandiwe") == []

    with enter(cast.alder, by=cast.ines):
        case = services.open_case(
            survivor=NewPerson(given_name="Thandiwe"), opened_on=datetime.date(2026, 11, 1),
            worker=cast.ines, by=cast.ines,
        )  # fmt: skip

    assert elsewhere(cast.ines, "Thandiwe") == [case.reference]


def test_a_name_is_the_old_one_until_the_new_one_is_committed(
    cast: Cast, elsewhere: Elsewhere
) -> None:
    with enter(cast.alder, by=cast.ines), transaction.atomic():
        rename(cast.amira, "Zofia", cast.ines)
        assert elsewhere(cast.ines, "Zofia") == []
        assert elsewhere(cast.ines, "Amira") == [cast.amira.reference]

    assert elsewhere(cast.ines, "Zofia") == [cast.amira.reference]
    assert elsewhere(cast.ines, "Amira") == []


def test_a_conflict_hides_her_at_the_next_search(cast: Cast, elsewhere: Elsewhere) -> None:
    assert elsewhere(cast.ines, "Amira") == [cast.amira.reference]

    with enter(cast.alder, by=cast.mara):
        conflicts.set_conflict(case=cast.amira, user=cast.ines, reason="A cousin", by=cast.mara)

    assert elsewhere(cast.ines, "Amira") == []


def test_a_restriction_hides_her_at_the_next_search(cast: Cast, elsewhere: Elsewhere) -> None:
    other = hire("Max", cast.alder, roles.ServiceManager)
    assert elsewhere(other, "Amira") == [cast.amira.reference]

    with enter(cast.alder, by=cast.mara):
        restriction.restrict(
            case=cast.amira, reason="She works here", at=timezone.now(),
            expected_version=cast.amira.version, by=cast.mara,
        )  # fmt: skip

    assert elsewhere(other, "Amira") == []


def test_whoever_is_erased_is_found_by_nobody(cast: Cast, elsewhere: Elsewhere) -> None:
    dara = hire("Dara", cast.alder, roles.DataProtectionLead)
    now = timezone.now()
    today = timezone.localdate(now)
    with enter(cast.alder, by=cast.mara):
        case = services.close_case(
            case=cast.amira, closed_on=today, expected_version=cast.amira.version, by=cast.mara
        )
        erasure = erasing.ask(
            person=survivor(case), case=case, basis=Basis.ASKED, reason="She asked us to", at=now,
            by=cast.mara,
        )  # fmt: skip
        erasing.confirm(
            erasure=erasure, at=now, expected_version=1, at_once_because="He reads her post",
            by=dara,
        )  # fmt: skip
    assert elsewhere(cast.mara, "Amira") == [case.reference]

    with enter(cast.alder, by=None):
        carrying_out.carry_out(erasure=erasure, at=now, today=today, by=None)

    assert elsewhere(cast.mara, "Amira") == []
    assert elsewhere(cast.mara, case.reference) == [case.reference]
