"""Setting an organisation up: its register entry, services, teams and memberships."""

import datetime
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from accounts.choices import OrganisationKind, ServiceKind
from accounts.lost_updates import save_if_unchanged
from accounts.models import Membership, Organisation, Service, Team, User
from accounts.permissions import Permission
from accounts.roles import ROLES, Role
from accounts.tenancy import enter
from audit import context, events
from audit.errors import NoOrganisationEntered
from encryption import organisations, subjects


@transaction.atomic
def create_organisation(
    *, name: str, kind: OrganisationKind | str, by: User | None, authority_code: str = ""
) -> Organisation:
    """Register an organisation and make its keys."""
    organisation = Organisation.objects.create(name=name, kind=kind, authority_code=authority_code)
    with enter(organisation, by=by):
        organisations.create(organisation.pk)
        events.write("organisation.create", by=by, subjects=[organisation.pk])
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    name: str,
    expected_version: int,
    by: User | None,
    kind: OrganisationKind | str = "",
) -> Organisation:
    """Change what the organisation that is entered is called and is. Raises ChangedMeanwhile.

    Without a kind it stays what it is; which authority it is never changes.
    """
    if organisation.pk != context.required_organisation():
        raise NoOrganisationEntered
    fields = ["name", "kind"]
    events.write("organisation.change", by=by, subjects=[organisation.pk], fields=fields)
    organisation.name = name
    organisation.kind = kind or organisation.kind
    save_if_unchanged(organisation, expected_version=expected_version, fields=fields)
    return organisation


@transaction.atomic
def create_service(
    *,
    name: str,
    by: User | None,
    kind: ServiceKind = ServiceKind.ACCOMMODATION,
    specialist_groups: Sequence[str] = (),
    by_and_for_groups: Sequence[str] = (),
    in_house_frontline: str = "",
    quality_standards: str = "",
) -> Service:
    """Add a service to the organisation that is entered."""
    service_id = uuid4()
    events.write("service.create", by=by, subjects=[service_id])
    organisation_id = context.required_organisation()
    subjects.create(organisation_id=organisation_id, kind="house", subject_ids=[service_id])
    service = Service(
        id=service_id,
        organisation_id=organisation_id,
        name=name,
        kind=kind,
        specialist_groups=list(specialist_groups),
        by_and_for_groups=list(by_and_for_groups),
        in_house_frontline=in_house_frontline,
        quality_standards=quality_standards,
    )
    service.save(force_insert=True)
    return service


@transaction.atomic
def change_service(
    *, service: Service, expected_version: int, by: User | None, **said: object
) -> Service:
    """Change what is said of a service, field by field. Raises ChangedMeanwhile."""
    fields = sorted(said)
    events.write("service.change", by=by, subjects=[service.pk], fields=fields)
    for name, value in said.items():
        setattr(service, name, value)
    save_if_unchanged(service, expected_version=expected_version, fields=fields)
    return service


@transaction.atomic
def create_team(*, service: Service, name: str, by: User | None) -> Team:
    """Add a team to a service of the organisation that is entered."""
    team = Team(organisation_id=service.organisation_id, service=service, name=name)
    events.write("team.create", by=by, subjects=[team.pk])
    team.save(force_insert=True)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, expected_version: int, by: User | None) -> Team:
    """Give a team another name. Raises ChangedMeanwhile."""
    events.write("team.change", by=by, subjects=[team.pk], fields=["name"])
    team.name = name
    save_if_unchanged(team, expected_version=expected_version, fields=["name"])
    return team


@transaction.atomic
def create_membership(
    *,
    user: User,
    role: type[Role],
    starts_on: datetime.date,
    by: User | None,
    service: Service | None = None,
    team: Team | None = None,
    ends_on: datetime.date | None = None,
    ends_at: datetime.datetime | None = None,
) -> Membership:
    """Give a person a role in the organisation that is entered."""
    membership = Membership(
        organisation_id=context.required_organisation(),
        user=user,
        role=role.code,
        service=service,
        team=team,
        starts_on=starts_on,
        ends_on=ends_on,
        ends_at=ends_at,
    )
    events.write("membership.create", by=by, subjects=[membership.pk, user.pk])
    membership.save(force_insert=True)
    return membership


class NobodyLeft(Exception):
    """The role's end would leave the organisation without anybody who manages people."""


@transaction.atomic
def end_membership(
    *,
    membership: Membership,
    ends_on: datetime.date | None,
    by: User | None,
    expected_version: int | None = None,
) -> Membership:
    """Let a role end after its last day, or go on where there is none.

    Raises NobodyLeft for the last who manages people, and ChangedMeanwhile where a version is
    expected and is not the one that stands.
    """
    events.write("membership.end", by=by, subjects=[membership.pk], fields=["ends_on"])
    if ends_on is not None and _is_last_manager(membership):
        raise NobodyLeft
    membership.ends_on = ends_on
    save_if_unchanged(
        membership, expected_version=expected_version or membership.version, fields=["ends_on"]
    )
    return membership


def _is_last_manager(membership: Membership) -> bool:
    """Whether nobody else manages people without an end; locks those who do."""
    managing = [
        code for code, role in ROLES.items() if Permission.PEOPLE_MANAGE in role.permissions
    ]
    if membership.role not in managing:
        return False
    lasting = Membership.objects.select_for_update().filter(role__in=managing, ends_on=None)
    return not any(other.pk != membership.pk for other in lasting.filter(user__is_active=True))
