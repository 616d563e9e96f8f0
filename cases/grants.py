"""Giving somebody access to one case beyond the everyday, for a reason and a time; taking it back.

Read by ``CaseQuerySet.visible_to`` in the statement that decides: a grant that is over or taken
back is dead with the next question.
"""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.permissions import Permission
from accounts.settings import value_of
from audit import events
from cases.access import may
from cases.choices import DisclosureBasis, DisclosureKind, GrantKind
from cases.models import Case, Grant
from cases.refusals import Refused, leaving_a_trace, require_reason, require_somebody_for
from cases.services import record_disclosure

# How many days each kind lasts at most, by the setting that says so. A name on a restricted case
# may have no end.
_LONGEST_DAYS = {
    GrantKind.REQUESTED: "requested_access_days",
    GrantKind.PARTNER: "partner_access_days",
}


def longest(kind: GrantKind) -> datetime.timedelta | None:
    """Return how long a grant of this kind lasts at most; None where it may have no end."""
    setting = _LONGEST_DAYS.get(kind)
    return datetime.timedelta(days=value_of(setting)) if setting else None


def give(
    *,
    case: Case,
    user: User,
    kind: GrantKind,
    reason: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
    by: User,
    field_classes: Collection[FieldClass] = (),
) -> Grant:
    """Give a person access to a case that the giver sees herself. Raises Refused."""
    trace = leaving_a_trace("access.refuse", by=by, subjects=[case.pk, user.pk])
    with trace, transaction.atomic():
        if not may(by, case, Permission.ACCESS_GRANT):
            raise Refused("", "You cannot give access to this case")
        if user.pk == by.pk:
            raise Refused("user", "Somebody else must give you access")
        require_reason(reason)
        require_somebody_for(case, user, as_partner=kind is GrantKind.PARTNER)
        if kind is GrantKind.NAMED and not case.restricted:
            raise Refused("", "Only a restricted case has people named for it")
        if kind is GrantKind.PARTNER and not field_classes:
            raise Refused("field_classes", "Choose what the partner sees")
        _require_end(kind, starts_at, ends_at)
        return record(
            case=case, user=user, kind=kind, reason=reason, starts_at=starts_at, ends_at=ends_at,
            field_classes=field_classes, by=by,
        )  # fmt: skip


def _require_end(
    kind: GrantKind, starts_at: datetime.datetime, ends_at: datetime.datetime | None
) -> None:
    most = longest(kind)
    if ends_at is not None and ends_at <= starts_at:
        raise Refused("ends_at", "Choose an end that is still to come")
    if most is not None and ends_at is None:
        raise Refused("ends_at", "Say until when the access holds")
    if most is not None and ends_at is not None and ends_at > starts_at + most:
        raise Refused("ends_at", f"Choose an end within {most.days} days")


@transaction.atomic
def give_to_partner(
    *,
    case: Case,
    user: User,
    reason: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
    field_classes: Collection[FieldClass],
    to_organisation_id: UUID,
    basis: DisclosureBasis,
    by: User,
) -> Grant:
    """Give a partner access for a purpose, and record on what ground her agency sees it."""
    grant = give(
        case=case, user=user, kind=GrantKind.PARTNER, reason=reason, starts_at=starts_at,
        ends_at=ends_at, field_classes=field_classes, by=by,
    )  # fmt: skip
    record_disclosure(
        case=case, to_organisation_id=to_organisation_id, what=DisclosureKind.PARTNER_ACCESS,
        basis=basis, disclosed_on=timezone.localdate(starts_at), copy_id=grant.pk, by=by,
    )  # fmt: skip
    return grant


@transaction.atomic
def record(
    *,
    case: Case,
    user: User,
    kind: GrantKind,
    reason: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
    by: User | None,
    field_classes: Collection[FieldClass] = (),
) -> Grant:
    """Write a grant down. Whether it may be given is for the caller, who knows its kind."""
    grant = Grant(
        organisation_id=case.organisation_id, case=case, user=user, kind=kind, reason=reason,
        starts_at=starts_at, ends_at=ends_at, field_classes=sorted(field_classes), granted_by=by,
    )  # fmt: skip
    events.write(f"access.give_{kind}", by=by, subjects=[case.pk, user.pk, grant.pk])
    grant.save(force_insert=True)
    return grant


@transaction.atomic
def end(*, grant: Grant, at: datetime.datetime, by: User | None) -> Grant:
    """Take a grant back: from this moment it opens nothing. One that is over stays as it is."""
    held = Grant.objects.select_for_update().get(pk=grant.pk)
    if held.ended_at is not None:
        return held
    events.write("access.end", by=by, subjects=[held.case_id, held.user_id, held.pk])
    held.ended_at, held.ended_by = at, by
    held.version += 1
    held.save(update_fields=["ended_at", "ended_by", "version"])
    return held
