"""Setting an organisation up: its register entry, services, teams and memberships."""

import datetime
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from accounts.choices import OrganisationKind, ServiceKind
from accounts.models import Membership, Organisation, Service, Team, User
from accounts.roles import Role
from accounts.tenancy import enter
from audit import context, events
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
def create_service(
    *,
    name: str,
    by: User | None,
    kind: ServiceKind = ServiceKind.ACCOMMODATION,
    specialist_groups: Sequence[str] = (),
    by_and_for_groups: Sequence[str] = (),
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
    )
    service.save(force_insert=True)
    return service


@transaction.atomic
def create_team(*, service: Service, name: str, by: User | None) -> Team:
    """Add a team to a service of the organisation that is entered."""
    team = Team(organisation_id=service.organisation_id, service=service, name=name)
    events.write("team.create", by=by, subjects=[team.pk])
    team.save(force_insert=True)
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
    )
    events.write("membership.create", by=by, subjects=[membership.pk, user.pk])
    membership.save(force_insert=True)
    return membership


@transaction.atomic
def end_membership(
    *, membership: Membership, ends_on: datetime.date, by: User | None
) -> Membership:
    """Let a role end after its last day."""
    events.write("membership.end", by=by, subjects=[membership.pk], fields=["ends_on"])
    membership.ends_on = ends_on
    membership.version += 1
    membership.save(update_fields=["ends_on", "version"])
    return membership
