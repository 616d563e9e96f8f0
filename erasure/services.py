"""Asking for an erasure, confirming it, withdrawing it."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts import personal_keys, reviews
from accounts.choices import ReviewKind
from accounts.lost_updates import save_if_unchanged
from accounts.models import ReviewItem, User
from accounts.settings import value_of
from audit import context, events
from cases.models import Case, Person
from cases.refusals import Refused, require_reason
from erasure import access, manifest, mentions, whom
from erasure.choices import Basis
from erasure.models import Erasure, Mention
from erasure.refusals import Blocked, SamePerson, TooMany

WEEK = datetime.timedelta(days=7)
WEEKS_OF_A_YEAR = 52
_REVIEW = "Somebody is to be erased. It stands under Erasures: look at what goes, then decide."


@transaction.atomic
def ask(
    *,
    person: Person,
    case: Case,
    basis: Basis,
    reason: str,
    at: datetime.datetime,
    by: User,
) -> Erasure:
    """Ask that a person is erased; somebody else must confirm it.

    Raises Refused for somebody who may not or a reason that says nothing, Blocked with what
    stands in the way, and TooMany past twice the usual number in a week.
    """
    if not access.may_erase(by, person):
        raise Refused("", "You cannot erase this person")
    require_reason(reason)
    number = _take_number()
    _require_below_ceiling(at)
    who = whom.find(person, for_update=True)
    if found := list(manifest.blocks(who, today=timezone.localdate(at))):
        raise Blocked(found)
    if Erasure.objects.filter(person=person, withdrawn_at=None).exists():
        raise Refused("", "This person is to be erased already")
    personal_keys.ensure(by, by=by)
    erasure = Erasure(
        organisation_id=context.required_organisation(), reference=f"E-{number}",
        person=person, case=case, basis=basis, reason=reason, asked_by=by, asked_at=at,
    )  # fmt: skip
    events.write("person.erase_ask", by=by, subjects=[erasure.pk, person.pk, case.pk])
    erasure.save(force_insert=True)
    mentions.record(erasure, who)
    reviews.raise_item(
        kind=ReviewKind.ERASURE, about=by, reason=_REVIEW, raised_at=at, by=by, case_id=case.pk,
        due_at=at + datetime.timedelta(days=value_of("erasure_confirm_days")),
        tell=access.others_who_may(person, but=by),
    )  # fmt: skip
    return erasure


@transaction.atomic
def confirm(
    *,
    erasure: Erasure,
    at: datetime.datetime,
    expected_version: int,
    by: User,
    at_once_because: str = "",
) -> Erasure:
    """Confirm what somebody else asked for. It waits, unless there is a reason to do it at once.

    Raises SamePerson, Refused, Blocked, or ChangedMeanwhile.
    """
    if by.pk == erasure.asked_by_id:
        raise SamePerson
    if not access.may_erase(by, erasure.person):
        raise Refused("", "You cannot erase this person")
    if at_once_because:
        require_reason(at_once_because)
    who = whom.find(erasure.person, for_update=True)
    if found := list(manifest.blocks(who, today=timezone.localdate(at))):
        raise Blocked(found)
    wait = 0 if at_once_because else value_of("erasure_wait_days")
    events.write("person.erase_confirm", by=by, subjects=[erasure.pk, erasure.person_id])
    erasure.confirmed_by, erasure.confirmed_at = by, at
    erasure.due_at = at + datetime.timedelta(days=wait)
    erasure.at_once_because = at_once_because
    fields = ["confirmed_by", "confirmed_at", "due_at", "at_once_because"]
    _save_if_open(erasure, expected_version, fields)
    _close_review(erasure, "Confirmed.", at, by)
    return erasure


@transaction.atomic
def withdraw(
    *, erasure: Erasure, at: datetime.datetime, expected_version: int, by: User
) -> Erasure:
    """Take an erasure back before it is carried out. Raises Refused, or ChangedMeanwhile."""
    if not access.may_erase(by, erasure.person):
        raise Refused("", "You cannot do this")
    events.write("person.erase_withdraw", by=by, subjects=[erasure.pk, erasure.person_id])
    erasure.withdrawn_by, erasure.withdrawn_at = by, at
    _save_if_open(erasure, expected_version, ["withdrawn_by", "withdrawn_at"])
    if by.pk != erasure.asked_by_id:
        _close_review(erasure, "Withdrawn.", at, by)
    return erasure


@transaction.atomic
def choose_mentions(*, erasure: Erasure, take_out: Collection[UUID], by: User) -> None:
    """Decide for the mentions that a person was shown whether the names in them are taken out."""
    shown = [one.pk for one in mentions_for(by, erasure)]
    events.write("person.erase_choose", by=by, subjects=[erasure.pk, erasure.person_id])
    rows = Mention.objects.filter(erasure=erasure, pk__in=shown, taken_out_at=None)
    rows.filter(pk__in=take_out).update(take_out=True)
    rows.exclude(pk__in=take_out).update(take_out=False)


def mentions_for(user: User, erasure: Erasure) -> list[Mention]:
    """Return the mentions in cases that a person may be told of, and in no case."""
    told = access.cases_for(user).values("pk")
    found = erasure.mentions.select_related("case").order_by("case__reference", "record", "pk")
    return [one for one in found if one.case_id is None] + list(found.filter(case__in=told))


def _save_if_open(erasure: Erasure, expected_version: int, fields: list[str]) -> None:
    """Save, unless somebody changed or carried it out meanwhile: the version says so."""
    save_if_unchanged(erasure, expected_version=expected_version, fields=fields)


def _close_review(erasure: Erasure, outcome: str, at: datetime.datetime, by: User) -> None:
    items = ReviewItem.objects.open().filter(
        kind=ReviewKind.ERASURE, about=erasure.asked_by_id, case_id=erasure.case_id
    )
    for item in items:
        reviews.close(item=item, outcome=outcome, closed_at=at, by=by)


def _take_number() -> int:
    """Return the next number of an erasure; a lock keeps two from taking the same one."""
    organisation_id = context.required_organisation()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"rowan-erasure:{organisation_id}"],
        )
    return Erasure.objects.count() + 1


def _require_below_ceiling(at: datetime.datetime) -> None:
    """Raise TooMany past twice what is usual: what the organisation says, or what the year was."""
    asked = Erasure.objects.filter(withdrawn_at=None)
    year = asked.filter(asked_at__gt=at - WEEKS_OF_A_YEAR * WEEK, asked_at__lte=at - WEEK).count()
    usual = max(value_of("erasures_per_week"), year / (WEEKS_OF_A_YEAR - 1))
    if asked.filter(asked_at__gt=at - WEEK).count() + 1 > 2 * usual:
        raise TooMany
