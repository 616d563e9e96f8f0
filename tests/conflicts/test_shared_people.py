"""A case that shares somebody with one that is kept from a person is kept from her as well.

Every place that asks whether somebody may be given a case, or told of it, asks the same wall.
"""

import datetime

import pytest
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.tenancy import enter
from audit import events
from cases import allocations, emergency, grants, services
from cases.choices import CaseRole, GrantKind
from cases.conflicts import services as conflicts
from cases.explaining import explain
from cases.models import Case, CasePerson
from cases.refusals import Refused
from cases.services import NewPerson
from tests.cast import Cast, hire

NOW = timezone.now()
TODAY = timezone.localdate()
WHY = "Stands in while she is away"


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, who must not know of Amira's case."""
    return hire("Ida", cast.alder, roles.IDVA)


@pytest.fixture
def fathers(cast: Cast, ida: User) -> Case:
    """Another case with Amira's child in it, worked on by Ines."""
    with enter(cast.alder, by=cast.ines):
        other = services.open_case(
            survivor=NewPerson(given_name="Ruth", family_name="Cole"), opened_on=TODAY,
            service=cast.house, worker=cast.ines, by=cast.ines,
        )  # fmt: skip
        child = cast.amira.case_people.get(role=CaseRole.CHILD).person
        events.write("test.share", by=None, subjects=[other.pk])
        CasePerson.objects.create(
            organisation=cast.alder, case=other, person=child, role=CaseRole.CHILD
        )
        conflicts.set_conflict(case=cast.amira, user=ida, reason="Her sister", by=cast.mara)
    return other


def test_it_is_neither_allocated_nor_granted(cast: Cast, ida: User, fathers: Case) -> None:
    with enter(cast.alder, by=cast.mara):
        with pytest.raises(Refused, match="cannot be given this case"):
            allocations.give(case=fathers, worker=ida, starts_on=TODAY, by=cast.mara)
        with pytest.raises(Refused, match="cannot be given this case"):
            grants.give(
                case=fathers, user=ida, kind=GrantKind.REQUESTED, reason=WHY, starts_at=NOW,
                ends_at=NOW + datetime.timedelta(days=1), by=cast.mara,
            )  # fmt: skip


def test_the_explanation_names_the_wall(cast: Cast, ida: User, fathers: Case) -> None:
    with enter(cast.alder, by=cast.mara):
        explained = explain(ida, fathers)

    assert not explained.opens
    assert "A conflict of interest" in explained.grounds[-1].words


def test_she_is_not_told_of_an_emergency_in_it(cast: Cast, ida: User, fathers: Case) -> None:
    ros = hire("Ros", cast.alder, roles.RefugeManager, cast.house)
    with enter(cast.alder, by=cast.mara):
        conflicts.set_conflict(case=cast.amira, user=ros, reason="Her aunt", by=cast.mara)
        told = emergency.people_to_tell(fathers, cast.kay, NOW)

    assert cast.ines in told
    assert ros not in told
