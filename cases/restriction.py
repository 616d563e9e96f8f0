"""Closing a case to everybody who is not named for it, and opening it again."""

import datetime

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from accounts.permissions import Permission
from audit import events
from cases import grants
from cases.access import may
from cases.choices import GrantKind
from cases.models import Case, Grant
from cases.refusals import Refused, require_reason


@transaction.atomic
def restrict(
    *, case: Case, reason: str, at: datetime.datetime, expected_version: int, by: User
) -> Case:
    """Let those alone see a case who are allocated to it or named for it.

    Whoever restricts it stays named for it, or nobody could open it again. Raises Refused, and
    ChangedMeanwhile when somebody else changed the case meanwhile.
    """
    if not may(by, case, Permission.ACCESS_GRANT):
        raise Refused("", "You cannot restrict this case")
    require_reason(reason)
    events.write("case.restrict", by=by, subjects=[case.pk], fields=["restricted"])
    case.restricted = True
    save_if_unchanged(case, expected_version=expected_version, fields=["restricted"])
    grants.record(
        case=case, user=by, kind=GrantKind.NAMED, reason=reason, starts_at=at, ends_at=None, by=by
    )
    return case


@transaction.atomic
def lift(*, case: Case, at: datetime.datetime, expected_version: int, by: User) -> Case:
    """Open a restricted case again to all who work with it; those named for it are so no more."""
    if not may(by, case, Permission.ACCESS_GRANT):
        raise Refused("", "You cannot open this case to others")
    events.write("case.lift_restriction", by=by, subjects=[case.pk], fields=["restricted"])
    case.restricted = False
    save_if_unchanged(case, expected_version=expected_version, fields=["restricted"])
    for grant in Grant.objects.live_at(at).of_kind(GrantKind.NAMED).filter(case=case):
        grants.end(grant=grant, at=at, by=by)
    return case
