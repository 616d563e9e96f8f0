"""Ending a service or a team: not while something hangs on it that nobody would look after then.

What has ended is offered for nothing new. Its records stay where they are, and returns of the time
before count them as ever.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.lost_updates import save_if_unchanged
from accounts.models import Invitation, LastDay, Membership, RoleProposal, Service, Team, User
from accounts.roles import ROLES
from audit import events

Part = Service | Team


@dataclass(frozen=True)
class Hanging:
    """Something that would be left behind: in words, and where it is dealt with ('' elsewhere)."""

    words: str
    url: str = ""


# Of a service, after a day.
Listing = Callable[[Service, datetime.date], Iterable[Hanging]]
_LISTINGS: list[Listing] = []


class StillNeeded(Exception):
    """Something still hangs on what was to end."""


def hangs_on_services(listing: Listing) -> Listing:
    """Register what an app above this one has hanging on a service."""
    if listing not in _LISTINGS:
        _LISTINGS.append(listing)
    return listing


def hanging_on(part: Part, *, after: datetime.date, now: datetime.datetime) -> list[Hanging]:
    """Return what goes on after a day and would be left behind if this ended with it."""
    found = [*_roles(part, after, now), *_proposals(part)]
    if isinstance(part, Service):
        found += [one for listing in _LISTINGS for one in listing(part, after)]
    return found


@transaction.atomic
def end(
    *,
    part: Part,
    ends_on: datetime.date | None,
    now: datetime.datetime,
    by: User | None,
    expected_version: int | None = None,
) -> Part:
    """Let a service or a team end after its last day, or go on where there is none.

    Raises StillNeeded while something hangs on it, and ChangedMeanwhile.
    """
    verb = "service.end" if isinstance(part, Service) else "team.end"
    service_id = part.pk if isinstance(part, Service) else part.service_id
    said = LastDay(
        organisation_id=part.organisation_id,
        service_id=service_id,
        team=None if isinstance(part, Service) else part,
        before=part.ends_on,
        after=ends_on,
        changed_by=by,
    )
    events.write(verb, by=by, subjects=[part.pk, said.pk], fields=["ends_on"])
    part.ends_on = ends_on
    save_if_unchanged(part, expected_version=expected_version or part.version, fields=["ends_on"])
    # Asked after the row is locked: what was written meanwhile counts.
    if ends_on is not None and hanging_on(part, after=ends_on, now=now):
        raise StillNeeded
    said.save(force_insert=True)
    return part


def _roles(part: Part, after: datetime.date, now: datetime.datetime) -> Iterator[Hanging]:
    """Give the roles that are held here after a day, those of whoever was invited among them."""
    later = Membership.objects.not_over_on(after + datetime.timedelta(days=1)).filter(_in(part))
    held = list(later.select_related("user").order_by("user__full_name", "pk"))
    users = [one.user_id for one in held]
    invited = set(
        Invitation.objects.living(now).filter(user__in=users).values_list("user", flat=True)
    )
    for one in held:
        role = ROLES[one.role].display_name if one.role in ROLES else one.role
        waits = " (invited)" if one.user_id in invited else ""
        url = reverse("accounts:end_role", args=[one.pk])
        yield Hanging(f"{one.user.full_name}{waits} is {role} here. Say until when", url)


def _proposals(part: Part) -> Iterator[Hanging]:
    number = RoleProposal.objects.waiting().filter(_in(part)).count()
    if number:
        roles = "1 role here waits" if number == 1 else f"{number} roles here wait"
        yield Hanging(f"{roles} to be confirmed or refused", reverse("accounts:waiting"))


def _in(part: Part) -> Q:
    return Q(team=part) if isinstance(part, Team) else Q(service=part) | Q(team__service=part)
