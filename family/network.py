"""Writes to who else is around a family."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case
from family.childhood import recorded
from family.models import NetworkMember
from family.walls import match_member


@transaction.atomic
def add(
    *,
    case: Case,
    kind: str,
    name: str,
    details: Mapping[str, str],
    last_involved_on: datetime.date | None,
    by: User,
) -> NetworkMember:
    """Record somebody around a family."""
    member = NetworkMember(
        organisation_id=case.organisation_id,
        case=case,
        kind=kind,
        name=name,
        details=recorded(details),
        last_involved_on=last_involved_on,
    )
    events.write("network.add", by=by, subjects=[case.pk, member.pk])
    member.save(force_insert=True)
    match_member(member)
    return member


@transaction.atomic
def change(
    *, member: NetworkMember, changes: Mapping[str, object], expected_version: int, by: User
) -> NetworkMember:
    """Change what is recorded of somebody. Raises ChangedMeanwhile."""
    events.write(
        "network.change", by=by, subjects=[member.case_id, member.pk], fields=sorted(changes)
    )
    for name, value in changes.items():
        setattr(member, name, value)
    save_if_unchanged(member, expected_version=expected_version, fields=sorted(changes))
    match_member(member)
    return member
