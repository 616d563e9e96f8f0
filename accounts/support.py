"""Help from outside: a named person sees settings and diagnostics for hours, and no case.

The organisation gives it, it ends by itself, and it is ended at once by whoever manages people.
"""

import datetime as dt

from django.db import transaction

from accounts.models import Membership, SupportAccess, User
from accounts.roles import Support
from accounts.services import create_membership
from accounts.sign_in import invitations
from audit import context, events

LONGEST_HOURS = 24


class WorksHere(ValueError):
    """Somebody who works in the organisation is no help from outside."""


class TooLong(ValueError):
    """Access of support is for hours, a day at most."""


@transaction.atomic
def give(
    *,
    email: str,
    full_name: str,
    hours: int,
    reason: str,
    now: dt.datetime,
    today: dt.date,
    by: User,
) -> tuple[SupportAccess, str]:
    """Give a named person access; the link that lets her in where she has never signed in.

    Raises WorksHere and TooLong.
    """
    if not 1 <= hours <= LONGEST_HOURS:
        raise TooLong
    user, link = _person(email, full_name, now=now, by=by)
    if Membership.objects.filter(user=user).exclude(role=Support.code).exists():
        raise WorksHere
    ends_at = now + dt.timedelta(hours=hours)
    membership = create_membership(user=user, role=Support, starts_on=today, ends_at=ends_at, by=by)
    access = SupportAccess(
        organisation_id=context.required_organisation(), user=user, membership=membership,
        starts_at=now, ends_at=ends_at, reason=reason, given_by=by,
    )  # fmt: skip
    events.write("support.give", by=by, subjects=[access.pk, user.pk])
    access.save(force_insert=True)
    return access, link


@transaction.atomic
def end(*, access: SupportAccess, now: dt.datetime, by: User) -> None:
    """End access at once; what is over stays as it was."""
    found = SupportAccess.objects.select_for_update().select_related("membership").get(pk=access.pk)
    if found.ended_at is not None or found.ends_at <= now:
        return
    events.write("support.end", by=by, subjects=[found.pk, found.user_id])
    found.ended_at, found.ended_by = now, by
    found.version += 1
    found.save(update_fields=["ended_at", "ended_by", "version"])
    found.membership.ends_at = now
    found.membership.version += 1
    found.membership.save(update_fields=["ends_at", "version"])


def _person(email: str, full_name: str, *, now: dt.datetime, by: User) -> tuple[User, str]:
    """Return the person of this address, new with a link where nobody has it."""
    known = User.objects.filter(email=email.lower()).first()
    if known is not None:
        return known, ""
    return invitations.invite(email=email, full_name=full_name, by=by, now=now)
