"""Somebody leaves: everything that they could do ends with the next request, on every device."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Count, F, Func, IntegerField, Max, Sum
from django.db.models.functions import TruncDate
from django.dispatch import Signal
from django.utils import timezone

from accounts import role_giving
from accounts.api import tokens
from accounts.choices import SessionEnd
from accounts.middleware import organisations_of
from accounts.models import Invitation, Membership, User
from accounts.sign_in import history, provider
from audit import context, events
from audit.models import Event
from audit.sentences import sentence_of

REPORTED = dt.timedelta(days=14)

# Sent with `user`, `now` and `by`, in the organisation and the transaction in which they leave:
# whatever acts in a person's name (jobs) stops there, and what they were given ends.
left = Signal()


@dataclass(frozen=True)
class OpenWork:
    """Something that somebody else must take over: what it is called, and where."""

    name: str
    url: str
    since: dt.date


@dataclass(frozen=True)
class Used:
    """How often somebody did one thing on one day."""

    day: dt.date
    verb: str
    times: int
    records: int
    last_at: dt.datetime

    @property
    def words(self) -> str:
        """Say what was done as people read it: "Opened the case" for case.see."""
        return sentence_of(self.verb).heading


# Of whom, and for whom to see.
Listing = Callable[[User, User], Iterable[OpenWork]]
_HANDED_OVER: list[Listing] = []


def handed_over(listing: Listing) -> Listing:
    """Register what an app above this one has to be handed over when a person leaves."""
    _HANDED_OVER.append(listing)
    return listing


def open_work(user: User, *, viewer: User) -> list[OpenWork]:
    """Return what somebody else must take over, as far as the viewer may see it."""
    return [work for listing in _HANDED_OVER for work in listing(user, viewer)]


def access_of(user: User, *, now: dt.datetime) -> list[Used]:
    """Return what a person did in this organisation in the last fourteen days, newest first."""
    size = Func(F("subjects"), function="cardinality", output_field=IntegerField())
    found = Event.objects.filter(
        organisation_id=context.required_organisation(), actor_id=user.pk, at__gte=now - REPORTED
    )
    grouped = found.annotate(day=TruncDate("at")).values("day", "verb")
    counted = grouped.annotate(times=Count("id"), records=Sum(size), last_at=Max("at"))
    return [Used(**row) for row in counted.order_by("-day", "-last_at", "verb")]


@transaction.atomic
def leave(*, user: User, by: User, now: dt.datetime) -> None:
    """End a person's part in the organisation that is entered, at once.

    Where they work nowhere else, sign-in itself ends: factors, links and the account. Their
    sessions end in either case; somebody who works elsewhere signs in there anew.
    """
    organisation_id = context.required_organisation()
    elsewhere = set(organisations_of(user)) - {organisation_id}
    yesterday = timezone.localdate(now) - dt.timedelta(days=1)
    running = Membership.objects.filter(user=user, organisation_id=organisation_id)
    running = running.exclude(ends_on__lte=yesterday)
    events.write(
        "person.leave",
        by=by,
        subjects=[user.pk, *running.values_list("pk", flat=True)],
        fields=["starts_on", "ends_on"],
    )
    for membership in running:
        # The last day is included, so one that began today is taken back whole.
        membership.ends_on = yesterday
        membership.starts_on = min(membership.starts_on, yesterday)
        membership.version += 1
        membership.save(update_fields=["starts_on", "ends_on", "version"])
    if not elsewhere:
        user.is_active = False
        user.save(update_fields=["is_active"])
        Authenticator.objects.filter(user=user).delete()
        provider.unlink(user)
        Invitation.objects.living(now).filter(user=user).update(used_at=now)
    role_giving.withdraw_all(user=user, now=now, by=by)
    history.end_every_session(user, because=SessionEnd.BY_OTHERS)
    tokens.end_all(user=user, at=now, by=by, here=organisation_id)
    left.send(sender=User, user=user, now=now, by=by)
