"""Asking for a case that is not there for the asker, and passing it on behind her back.

The page does the same for a case that is absent, another organisation's, restricted, in conflict
or simply not hers: it stores what was asked and queues a job. The job finds out whether there is
a manager who may be told; the asker learns of neither.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts import access, personal_keys, reviews
from accounts.choices import ReviewKind
from accounts.models import User
from accounts.permissions import Permission
from accounts.settings import value_of
from audit import context, events
from cases.access import may
from cases.models import AccessRequest, Case
from cases.references import references_in
from cases.refusals import Refused, require_reason
from jobs import queue

TASK = "cases.pass_on_access_request"


@transaction.atomic
def ask(*, looking_for: str, reason: str, asked_at: datetime.datetime, by: User) -> AccessRequest:
    """Store what somebody asks for, and queue the looking into it. Raises Refused."""
    require_reason(reason)
    organisation_id = context.required_organisation()
    today = AccessRequest.objects.of_day(by, timezone.localdate(asked_at))
    if today.count() >= value_of("access_requests_per_day"):
        raise Refused("", "You have asked often today. Ring your manager instead")
    personal_keys.ensure(by, by=by)
    request = AccessRequest(
        organisation_id=organisation_id, user=by, asked_at=asked_at, looking_for=looking_for,
        reason=reason,
    )  # fmt: skip
    events.write("access.ask", by=by, subjects=[request.pk])
    request.save(force_insert=True)
    queue.enqueue(
        TASK,
        organisation_id=organisation_id,
        arguments={"organisation_id": organisation_id, "request_id": request.pk},
        by=by,
    )
    return request


@transaction.atomic
def pass_on(*, request: AccessRequest, at: datetime.datetime) -> None:
    """Tell the managers who see the case and may give access to it; nobody where there are none."""
    held = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if held.settled_at is not None:
        return
    asker = held.user
    events.write("access.pass_on", by=None, subjects=[held.pk, held.subject_id, asker.pk])
    held.settled_at = at
    held.version += 1
    held.save(update_fields=["settled_at", "version"])
    case = _case_of(held.looking_for, asker)
    if case is None:
        return
    managers = [
        user
        for user in access.everybody(on=timezone.localdate(at))
        if user.pk != asker.pk and may(user, case, Permission.ACCESS_GRANT)
    ]
    if managers:
        reviews.raise_item(
            kind=ReviewKind.ACCESS_REQUEST, about=asker, reason=held.reason, case_id=case.pk,
            raised_at=at, tell=managers, by=asker,
            due_at=at + datetime.timedelta(hours=value_of("access_request_hours")),
        )  # fmt: skip


def _case_of(words: str, asker: User) -> Case | None:
    """Return the case that somebody means and does not see, unless she must not know of it."""
    if not access.has_permission(asker, Permission.CASE_SEE):
        return None
    meant = Case.objects.filter(reference__in=references_in(words)).without_conflicts_of(asker)
    sees = Case.objects.visible_to(asker).values("pk")
    return meant.exclude(pk__in=sees).order_by("reference").first()
