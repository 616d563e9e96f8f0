"""Who sees a case: every relationship, its end, a restriction, and a conflict over all of them."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import roles
from accounts.field_classes import FieldClass
from accounts.models import Team, User
from accounts.services import create_membership, create_team
from accounts.tenancy import enter
from audit import events
from cases import relationships, sight
from cases.choices import ConflictSource, GrantKind
from cases.models import Case, Conflict, Cover, Grant
from cases.services import NewPerson, open_case
from tests.cast import LONG_AGO, Cast, hire

NOW = timezone.now()
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, with no case of her own."""
    return hire("Ida", cast.alder, roles.IDVA)


def sees(user: User, case: Case, at: datetime.datetime = NOW) -> bool:
    """Say whether the case is there for a person at a moment."""
    with enter(case.organisation_id, by=user):
        return Case.objects.visible_to(user, at=at).filter(pk=case.pk).exists()


def give(
    user: User, case: Case, kind: GrantKind, *classes: FieldClass, ends: datetime.datetime | None
) -> Grant:
    """Store a live grant."""
    with enter(case.organisation_id, by=None):
        events.write("test.grant", by=None, subjects=[case.pk])
        return Grant.objects.create(
            organisation_id=case.organisation_id, case=case, user=user, kind=kind,
            field_classes=list(classes), starts_at=ends - HOUR if ends else NOW - HOUR,
            ends_at=ends, reason="on call",
        )  # fmt: skip


def forbid(user: User, case: Case) -> Conflict:
    """Store a standing conflict."""
    with enter(case.organisation_id, by=None):
        events.write("test.conflict", by=None, subjects=[case.pk])
        return Conflict.objects.create(
            organisation_id=case.organisation_id, case=case, user=user,
            source=ConflictSource.MANAGER, reason="her sister",
        )  # fmt: skip


def restrict(case: Case) -> None:
    """Close a case to everybody who is not named for it."""
    with enter(case.organisation_id, by=None):
        events.write("test.restrict", by=None, subjects=[case.pk])
        Case.objects.filter(pk=case.pk).update(restricted=True)


@pytest.mark.parametrize(
    "kind", [GrantKind.PARTNER, GrantKind.REQUESTED, GrantKind.DIP_SAMPLE, GrantKind.BREAK_GLASS]
)
def test_a_grant_opens_a_case_until_its_very_end(cast: Cast, ida: User, kind: GrantKind) -> None:
    give(ida, cast.amira, kind, ends=NOW + HOUR)

    assert sees(ida, cast.amira)
    assert not sees(ida, cast.amira, NOW + HOUR)
    assert not sees(cast.bo, cast.amira)


def test_a_grant_without_an_end_is_refused_by_the_database(cast: Cast, ida: User) -> None:
    with pytest.raises(IntegrityError, match="cases_grant_has_an_end"), transaction.atomic():
        give(ida, cast.amira, GrantKind.PARTNER, ends=None)


def test_cover_opens_a_colleagues_cases_for_its_days(cast: Cast, ida: User) -> None:
    today = timezone.localdate(NOW)
    with enter(cast.alder, by=None):
        events.write("test.cover", by=None, subjects=[ida.pk])
        Cover.objects.create(
            organisation=cast.alder, colleague=cast.ines, worker=ida, starts_on=today, ends_on=today
        )

    assert sees(ida, cast.amira)
    assert not sees(ida, cast.amira, NOW + DAY)
    assert not sees(ida, cast.amira, NOW - DAY)


def join(user: User, team: Team) -> None:
    """Let somebody work in a team as an IDVA."""
    create_membership(user=user, role=roles.IDVA, starts_on=LONG_AGO, team=team, by=None)


def test_a_team_shares_its_cases_and_no_other_team_does(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=None):
        ours, theirs = (create_team(service=cast.house, name=n, by=None) for n in ("One", "Two"))
        join(cast.ines, ours)
        join(ida, theirs)
    assert not sees(ida, cast.amira)

    with enter(cast.alder, by=None):
        join(ida, ours)
    assert sees(User.objects.get(pk=ida.pk), cast.amira)


def test_a_restricted_case_is_there_for_those_named_alone(cast: Cast, ida: User) -> None:
    restrict(cast.amira)
    give(ida, cast.amira, GrantKind.BREAK_GLASS, ends=NOW + HOUR)

    assert sees(cast.ines, cast.amira)
    assert not sees(cast.mara, cast.amira)
    assert not sees(ida, cast.amira)

    give(ida, cast.amira, GrantKind.NAMED, ends=None)
    assert sees(ida, cast.amira)


def test_a_conflict_forbids_whatever_else_permits(cast: Cast) -> None:
    for user in (cast.ines, cast.mara):
        for kind in (GrantKind.NAMED, GrantKind.BREAK_GLASS):
            give(user, cast.amira, kind, ends=NOW + HOUR)
        forbid(user, cast.amira)

        assert not sees(user, cast.amira)


def test_a_lifted_conflict_forbids_nothing(cast: Cast) -> None:
    conflict = forbid(cast.ines, cast.amira)
    with enter(cast.alder, by=None):
        events.write("test.lift", by=None, subjects=[cast.amira.pk])
        Conflict.objects.filter(pk=conflict.pk).update(lifted_at=NOW)

    assert sees(cast.ines, cast.amira)


def test_a_grant_for_a_purpose_shows_the_kinds_it_names_and_no_others(
    cast: Cast, ida: User
) -> None:
    give(ida, cast.amira, GrantKind.PARTNER, FieldClass.IDENTITY, ends=NOW + HOUR)
    with enter(cast.alder, by=ida):
        seen = sight.of(ida, cast.amira, at=NOW)

    assert seen.classes == {FieldClass.IDENTITY}
    assert [one.code for one in seen.because] == ["partner"]


def test_an_allocated_worker_sees_what_her_role_sees(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        seen = sight.of(cast.ines, cast.amira, at=NOW)

    assert seen.classes == frozenset(FieldClass)
    assert [one.code for one in seen.because] == ["allocated"]


def test_somebody_for_whom_the_case_is_not_there_sees_nothing_of_it(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=ida):
        assert sight.of(ida, cast.amira, at=NOW) == sight.NOTHING


def test_every_relationship_has_its_words() -> None:
    codes = [one.code for one in relationships.every()]

    assert len(codes) == len(set(codes))
    assert {"allocated", "named", "team", "cover", "residents", "shift"} <= set(codes)
    assert all(one.words for one in relationships.every())


def test_a_manager_of_one_service_covers_that_one_alone(cast: Cast) -> None:
    manager = hire("Hana", cast.alder, roles.ServiceManager, cast.house)
    with enter(cast.alder, by=manager):
        here = open_case(
            survivor=NewPerson(given_name="Ruth"), opened_on=timezone.localdate(),
            service=cast.house, by=manager,
        )  # fmt: skip

    assert sees(manager, here)
    assert not sees(manager, cast.amira)
