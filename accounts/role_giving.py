"""Giving roles, so that nobody gives one to herself alone.

A role that a person gives to herself waits until another administrator or a service manager
confirms it. Only while there has never been another who could, it holds at once; the trail and
the page of people say so.
"""

import datetime as dt

from django.db import transaction

from accounts import access
from accounts.models import Membership, RoleProposal, Service, Team, User
from accounts.permissions import Permission
from accounts.roles import ROLES, Role
from accounts.services import create_membership
from audit import context, events

# Whoever holds one of these may confirm what somebody gave to herself.
CONFIRMING = (Permission.PEOPLE_MANAGE, Permission.CASES_OF_THE_ORGANISATION)


class NotTheirs(Exception):
    """Nobody confirms a role of her own, and not everybody confirms those of others."""


class AlreadyDecided(Exception):
    """Somebody else was first."""


def may_confirm(user: User) -> bool:
    """Whether this person may confirm roles that others gave to themselves."""
    return any(access.has_permission(user, permission) for permission in CONFIRMING)


@transaction.atomic
def give(
    *,
    user: User,
    role: type[Role],
    starts_on: dt.date,
    now: dt.datetime,
    by: User,
    service: Service | None = None,
    team: Team | None = None,
    ends_on: dt.date | None = None,
) -> Membership | RoleProposal:
    """Give a role; one given to oneself comes back as a proposal where somebody can confirm it."""
    if user.pk != by.pk:
        return create_membership(
            user=user, role=role, starts_on=starts_on, ends_on=ends_on,
            service=service, team=team, by=by,
        )  # fmt: skip
    proposal = RoleProposal(
        organisation_id=context.required_organisation(),
        user=user, role=role.code, service=service, team=team,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    events.write("role.propose", by=by, subjects=[proposal.pk, user.pk])
    proposal.save(force_insert=True)
    if somebody_else_could_confirm(user):
        return proposal
    return _hold(proposal, now=now, by=by, alone=True)


@transaction.atomic
def confirm(*, proposal: RoleProposal, now: dt.datetime, by: User) -> Membership:
    """Let a role hold that somebody gave to herself."""
    return _hold(_undecided(proposal, by), now=now, by=by, alone=False)


@transaction.atomic
def refuse(*, proposal: RoleProposal, now: dt.datetime, by: User) -> None:
    """Let it not hold; whoever proposed it may take it back so herself."""
    if by.pk == proposal.user_id:
        found = _locked(proposal)
        decided_by = None
    else:
        found = _undecided(proposal, by)
        decided_by = by
    events.write("role.refuse", by=by, subjects=[found.pk, found.user_id])
    found.decided_at, found.decided_by = now, decided_by
    found.version += 1
    found.save(update_fields=["decided_at", "decided_by", "version"])


@transaction.atomic
def withdraw_all(*, user: User, now: dt.datetime, by: User) -> None:
    """Take back what somebody proposed for herself and nobody decided, because she leaves."""
    for proposal in RoleProposal.objects.select_for_update().waiting().filter(user=user):
        events.write("role.refuse", by=by, subjects=[proposal.pk, user.pk])
        proposal.decided_at, proposal.decided_by = now, None if by.pk == user.pk else by
        proposal.version += 1
        proposal.save(update_fields=["decided_at", "decided_by", "version"])


def somebody_else_could_confirm(user: User) -> bool:
    """Whether the organisation has, or ever had, another who may confirm.

    Ever: otherwise she could end the others' roles first and then be alone.
    """
    confirming = [code for code, role in ROLES.items() if role.permissions & frozenset(CONFIRMING)]
    return Membership.objects.filter(role__in=confirming).exclude(user=user).exists()


def _undecided(proposal: RoleProposal, by: User) -> RoleProposal:
    if by.pk == proposal.user_id or not may_confirm(by):
        raise NotTheirs
    return _locked(proposal)


def _locked(proposal: RoleProposal) -> RoleProposal:
    found = RoleProposal.objects.select_for_update().get(pk=proposal.pk)
    if found.decided_at is not None:
        raise AlreadyDecided
    return found


def _hold(proposal: RoleProposal, *, now: dt.datetime, by: User, alone: bool) -> Membership:
    purpose = "nobody else could confirm it" if alone else ""
    events.write("role.confirm", by=by, subjects=[proposal.pk, proposal.user_id], purpose=purpose)
    proposal.confirmed, proposal.decided_at = True, now
    proposal.decided_by = None if alone else by
    proposal.version += 1
    proposal.save(update_fields=["confirmed", "decided_at", "decided_by", "version"])
    return create_membership(
        user=proposal.user, role=ROLES[proposal.role], service=proposal.service,
        team=proposal.team, starts_on=proposal.starts_on, ends_on=proposal.ends_on, by=by,
    )  # fmt: skip
