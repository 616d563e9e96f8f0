"""How many records one person may open in an hour and a day, refused where keys are unwrapped.

A view that forgets to ask, a loop in a template, code that somebody made the web process run: all
come to the key ring of the organisation, which asks here before it unwraps a key in a person's
name. A record is a case with everybody in it, or a person or referral of no case; opening one ten
times is one. Names alone, as lists show them, are counted apart. Work that Rowan does by its own
rules (``tenancy.as_system``) opens a ring that is nobody's.
"""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import Error as StoreError
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts import access, personal_keys
from accounts.choices import ReviewKind
from accounts.models import MoreRecords, ReviewItem, User
from accounts.permissions import Permission
from accounts.reviews.queue import reviewers
from accounts.reviews.services import raise_item
from accounts.settings import value_of
from audit import context, events
from audit.errors import AuditUnavailable
from encryption import keyring, withholding
from encryption.errors import KeyUnavailable
from encryption.keys import KeyClass

_OF_A_NAME = frozenset({KeyClass.IDENTITY, KeyClass.SEARCH})
_TAKE = "SELECT quota_take(%s, %s, %s, %s, %s::uuid[], %s, %s, %s, %s, %s)"
_GIVE_BACK = "SELECT quota_give_back(%s, %s, %s, %s::uuid[])"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
FOR = datetime.timedelta(days=1)
REVIEW_WITHIN = datetime.timedelta(days=1)


# What besides a role lets a person see where people live: see ``shows_places``.
_SHOWS_PLACES: list[Callable[[User], bool]] = []


def shows_places(shows: Callable[[User], bool]) -> Callable[[User], bool]:
    """Ask this too before a key of a place is withheld from a person."""
    _SHOWS_PLACES.append(shows)
    return shows


class QuotaReached(KeyUnavailable):
    """This person has opened as many records as she may for now."""


class Guard:
    """What one person opens while one key ring is open.

    The first record is taken by itself, so that a page of one case costs one question; from the
    second on, all that the ring was told to expect is reserved with it, and what stays unopened
    is given back at the end.
    """

    def __init__(self, organisation_id: UUID, user: User) -> None:
        self.organisation_id = organisation_id
        self.user = user
        self.refused = False
        self._claim = uuid4()
        self._allowed: dict[bool, set[UUID]] = {True: set(), False: set()}
        self._opened: set[UUID] = set()
        self._reserved = False

    def __call__(self, subject_id: UUID, key_class: KeyClass) -> None:
        """Let a key be unwrapped, or raise QuotaReached, or KeyWithheld where her roles do."""
        if key_class == KeyClass.LOCATION and not self._sees_places():
            withholding.withhold(self.organisation_id, key_class, (subject_id,))
        names = key_class in _OF_A_NAME
        allowed = self._allowed[names]
        if subject_id not in allowed:
            self._take(subject_id, names=names, beside=names or bool(self._opened))
        if subject_id not in allowed and self._reserved:
            self._give_back()
            self._take(subject_id, names=names, beside=False)
        if subject_id not in allowed:
            self._refuse(subject_id)
        if not names:
            self._opened.add(subject_id)

    def _sees_places(self) -> bool:
        """Say whether a role of hers works with where people live, or something else shows it."""
        if access.has_permission(self.user, Permission.LOCATION_SEE):
            return True
        return any(shows(self.user) for shows in _SHOWS_PLACES)

    def settle(self) -> None:
        """Give back what was reserved and not opened."""
        if self._reserved:
            self._give_back()

    def _take(self, subject_id: UUID, *, names: bool, beside: bool) -> None:
        per_hour, per_day = limits(self.user, names=names)
        held = list(keyring.current().held)
        found = self._ask(
            _TAKE, subject_id, held, names, beside, per_hour, per_day, timezone.now()
        )  # fmt: skip
        self._allowed[names].update(found)
        self._reserved |= beside and not names

    def _give_back(self) -> None:
        self._ask(_GIVE_BACK, list(self._opened))
        self._allowed[False] &= self._opened
        self._reserved = False

    def _ask(self, statement: str, *given: Any) -> list[Any]:
        """Ask on the connection that commits by itself; without an answer nothing is opened."""
        asked = [self.organisation_id, self.user.pk, self._claim, *given]
        try:
            with connections[settings.AUDIT_CONNECTION].cursor() as cursor:
                cursor.execute(statement, asked)
                return [row[0] for row in cursor.fetchall()]
        except StoreError as error:
            raise AuditUnavailable from error

    def _refuse(self, subject_id: UUID) -> None:
        if not self.refused:
            events.read("quota.refuse", by=self.user, subjects=[subject_id])
        self.refused = True
        raise QuotaReached("This person has opened as many records as she may for now.")


def guard_for(organisation_id: UUID, user: User | None) -> Guard | None:
    """Return what counts a person's openings: that of the open ring if it is hers; else a new one.

    None for the operator, in whose name nothing is counted.
    """
    if user is None:
        return None
    ring = keyring.current_or_none()
    held = ring.allow_unwrap if ring and ring.organisation_id == organisation_id else None
    if isinstance(held, Guard) and held.user.pk == user.pk:
        return held
    return Guard(organisation_id, user)


def limits(user: User, *, names: bool) -> tuple[int, int | None]:
    """Return how many a person may open in an hour and a day: the most that one of her roles may.

    Names have no number for a day.
    """
    roles = [membership.role for membership in access.memberships(user)] or [""]
    if names:
        return max(value_of("names_per_hour", role=role) for role in roles), None
    return (
        max(value_of("records_per_hour", role=role) for role in roles),
        max(value_of("records_per_day", role=role) for role in roles),
    )


@transaction.atomic
def give_more(*, user: User, reason: str, at: datetime.datetime, by: User) -> MoreRecords:
    """Let a person open twice as many records for a day; the database refuses one for oneself."""
    per_hour, per_day = limits(user, names=False)
    more = MoreRecords(
        organisation_id=context.required_organisation(),
        user=user,
        per_hour=2 * per_hour,
        per_day=2 * (per_day or per_hour),
        starts_at=at,
        ends_at=at + FOR,
        given_by=by,
        reason=reason,
    )
    personal_keys.ensure(user, by=by)
    events.write("quota.give_more", by=by, subjects=[more.pk, user.pk])
    more.save(force_insert=True)
    return more


def report(guard: Guard) -> None:
    """Have it looked into that somebody came to the limit, unless it is being already."""
    with connection.cursor() as cursor:
        # Several requests may come to the limit at once; one item says it.
        cursor.execute(_ONE_AT_A_TIME, [f"rowan-quota-report:{guard.user.pk}"])
    waiting = ReviewItem.objects.open().filter(kind=ReviewKind.QUOTA, about=guard.user)
    if waiting.exists():
        return
    now = timezone.now()
    raise_item(
        kind=ReviewKind.QUOTA, about=guard.user, raised_at=now, due_at=now + REVIEW_WITHIN,
        reason="Came to the number of records that one person may open in a time. "
        "Rowan refused the next one.",
        tell=reviewers(), by=None,
    )  # fmt: skip
