"""Offering a case, taking it, giving it back. Each is one transaction with its event."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.lost_updates import save_if_unchanged
from accounts.models import Service, User
from accounts.permissions import Permission
from audit import events
from cases import allocations
from cases.access import may
from cases.models import Allocation, Case
from cases.refusals import Refused, require_somebody_for
from cases.services import KeptApart, allocate
from referrals.choices import HandoverState
from referrals.models import Handover


def may_offer(case: Case, user: User, *, on: datetime.date) -> bool:
    """Say whether a person may offer a case: who works on it, or who says who does.

    One that is restricted is offered by those who say who works on it alone.
    """
    works = Allocation.objects.live_on(on).filter(case=case, worker=user).exists()
    return (works and not case.restricted) or may(user, case, Permission.CASE_ALLOCATE)


@transaction.atomic
def offer(
    *,
    case: Case,
    to: User,
    to_service: Service | None,
    recap: str,
    contact_checked_on: datetime.date,
    at: datetime.datetime,
    by: User,
) -> Handover:
    """Offer a case to a colleague. Raises Refused for one who cannot be given it.

    Nothing changes hands yet: whoever works on it goes on. It gives access to others, so access
    that ends by itself does not allow it: see ``may_offer``.
    """
    if not may_offer(case, by, on=timezone.localdate(at)):
        raise Refused("", "You cannot hand this case over")
    require_somebody_for(case, to)
    working = Allocation.objects.live_on(timezone.localdate(at)).filter(case=case)
    if working.filter(worker=to).exists():
        raise Refused("to", f"{to.full_name} works on this case already")
    if Handover.objects.offered().filter(case=case, to=to).exists():
        raise Refused("to", f"This case is offered to {to.full_name} already")
    own = working.filter(worker=by).first() or working.order_by("starts_on", "pk").first()
    handover = Handover(
        organisation_id=case.organisation_id,
        case=case,
        offered_by=by,
        from_worker=own.worker if own else None,
        to=to,
        to_service=to_service,
        offered_at=at,
        recap=recap,
        contact_checked_on=contact_checked_on,
    )
    events.write("handover.offer", by=by, subjects=[case.pk, handover.pk, to.pk])
    handover.save(force_insert=True)
    return handover


@transaction.atomic
def accept(
    *, handover: Handover, at: datetime.datetime, expected_version: int, by: User
) -> Allocation:
    """Take a case that one is offered: from this moment it is theirs, and no longer the other's.

    Raises ChangedMeanwhile where it was answered or withdrawn, and KeptApart for somebody who
    must not know of it by now.
    """
    _answer(handover, HandoverState.ACCEPTED, "", at=at, expected_version=expected_version, by=by)
    case = handover.case
    if Case.objects.kept_from(by).filter(pk=case.pk).exists():
        raise KeptApart
    if handover.to_service is not None:
        case.service = handover.to_service
        save_if_unchanged(case, expected_version=case.version, fields=["service"])
    today = timezone.localdate(at)
    taken = allocate(case=case, worker=by, starts_on=today, by=by)
    left = Allocation.objects.live_on(today).filter(case=case, worker=handover.from_worker)
    for allocation in left:
        allocations.end(allocation=allocation, at=at, by=by)
    return taken


@transaction.atomic
def give_back(
    *, handover: Handover, reason: str, at: datetime.datetime, expected_version: int, by: User
) -> Handover:
    """Give a case back with a reason, to whoever offered it. Raises ChangedMeanwhile."""
    return _answer(
        handover, HandoverState.RETURNED, reason, at=at, expected_version=expected_version, by=by
    )


@transaction.atomic
def withdraw(
    *, handover: Handover, at: datetime.datetime, expected_version: int, by: User
) -> Handover:
    """Take an offer back before it is answered. Raises ChangedMeanwhile."""
    return _answer(
        handover, HandoverState.WITHDRAWN, "", at=at, expected_version=expected_version, by=by
    )


def _answer(
    handover: Handover,
    state: HandoverState,
    words: str,
    *,
    at: datetime.datetime,
    expected_version: int,
    by: User,
) -> Handover:
    fields = ["state", "answered_at", "answer"]
    subjects = [handover.case_id, handover.pk]
    events.write(f"handover.{state.value}", by=by, subjects=subjects, fields=fields)
    handover.state, handover.answered_at, handover.answer = state, at, words
    save_if_unchanged(handover, expected_version=expected_version, fields=fields)
    return handover
