"""Recording what passed the gate."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from audit import events
from cases.models import Case
from sharing.models import Artefact


@transaction.atomic
def record(
    *,
    case: Case,
    kind: str,
    taken_out: int,
    left_in: int,
    details: Mapping[str, str],
    at: datetime.datetime,
    by: User,
) -> Artefact:
    """Record one print, file or copy that left: how much was taken out, and what stayed and why."""
    artefact = Artefact(
        organisation_id=case.organisation_id, case=case, kind=kind, made_at=at, made_by=by,
        taken_out=taken_out, left_in=left_in,
        details={name: text for name, text in details.items() if text},
    )  # fmt: skip
    verb = "outgoing.leave_in" if left_in else "outgoing.make"
    events.write(verb, by=by, subjects=[case.pk, artefact.pk])
    artefact.save(force_insert=True)
    return artefact
