"""Saying how soon somebody is to be reached, and what becomes of a referral."""

import calendar
import datetime

from django.db import transaction
from django.utils import timezone

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from accounts.settings import value_of
from audit import events
from cases.models import Case
from cases.services import NewPerson, open_case
from referrals import attempts, clock
from referrals.choices import ENDED, REASONS_OF, Decision
from referrals.models import CaseReferral

_MONTHS = 12


class NotYet(ValueError):
    """A referral cannot end as could not reach yet; the words say what is missing."""


class Decided(ValueError):
    """What became of the referral was decided already."""


@transaction.atomic
def triage(
    *,
    referral: CaseReferral,
    priority: str,
    worker: User | None,
    at: datetime.datetime,
    expected_version: int,
    by: User,
) -> CaseReferral:
    """Say how soon somebody is to be reached, and who rings: the clock runs from when it came.

    Raises ChangedMeanwhile.
    """
    fields = ["priority", "contact_due_at", "reviewed_at", "worker"]
    events.write("case_referral.triage", by=by, subjects=[referral.pk], fields=fields)
    referral.priority = priority
    referral.contact_due_at = clock.contact_due(referral.received_at, priority)
    referral.reviewed_at = referral.reviewed_at or at
    referral.worker = worker
    save_if_unchanged(referral, expected_version=expected_version, fields=fields)
    return referral


@transaction.atomic
def decide(
    *,
    referral: CaseReferral,
    decision: str,
    reason: str,
    at: datetime.datetime,
    expected_version: int,
    by: User,
    words: str = "",
    referred_to: str = "",
) -> CaseReferral:
    """Let a referral wait, or end it without a case. Raises NotYet, Decided, ChangedMeanwhile.

    One that ends keeps only the least, and for a time: what it told of the person goes now.
    """
    if decision not in REASONS_OF or reason not in REASONS_OF[decision]:
        raise ValueError(f"{reason} is no reason for {decision}.")
    if not referral.is_undecided:
        raise Decided
    if decision == Decision.COULD_NOT_REACH:
        _require_attempts(referral)
    fields = ["decision", "decided_at", "decided_by", "reason", "words", "referred_to"]
    referral.decision, referral.reason = decision, reason
    referral.decided_at, referral.decided_by = at, by
    referral.words, referral.referred_to = words, referred_to
    if decision in ENDED:
        referral.keep_until = keep_until(timezone.localdate(at))
        referral.story, referral.details, referral.postcode = "", {}, ""
        fields += ["keep_until", "story", "details", "postcode"]
    events.write("case_referral.decide", by=by, subjects=[referral.pk], fields=fields)
    save_if_unchanged(referral, expected_version=expected_version, fields=fields)
    return referral


def _require_attempts(referral: CaseReferral) -> None:
    """Refuse to give somebody up before enough was tried and a manager has looked."""
    standing = attempts.standing_of(referral, list(referral.attempts.all()))
    if standing.missing:
        raise NotYet(
            f"Try {standing.wanted} times first: {standing.in_vain} so far reached nobody."
        )
    if not standing.close_together:
        raise NotYet(
            f"For high priority {standing.wanted} attempts must lie within "
            f"{value_of('referral_attempts_days')} days. Try again."
        )
    if not standing.reviewed:
        raise NotYet("A manager looks at the attempts first.")


def keep_until(day: datetime.date) -> datetime.date:
    """Return the last day on which a referral that ended on a day is kept."""
    months = day.year * _MONTHS + day.month - 1 + int(value_of("referral_kept_months"))
    year, month = divmod(months, _MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


@transaction.atomic
def accept(
    *,
    referral: CaseReferral,
    survivor: NewPerson,
    worker: User | None,
    at: datetime.datetime,
    expected_version: int,
    by: User,
) -> Case:
    """Accept a referral: open a case of its service for the person, and give it to a worker.

    Raises Decided, ChangedMeanwhile. What the referral told stays with it, and can be read from
    the case.
    """
    if not referral.is_undecided:
        raise Decided
    case = open_case(
        survivor=survivor,
        opened_on=timezone.localdate(at),
        service=referral.service,
        worker=worker,
        by=by,
    )
    return _into(referral, case, at=at, expected_version=expected_version, by=by)


@transaction.atomic
def accept_into(
    *,
    referral: CaseReferral,
    case: Case,
    at: datetime.datetime,
    expected_version: int,
    by: User,
) -> Case:
    """Accept a referral into a case that is open already. Raises Decided, ChangedMeanwhile."""
    if not referral.is_undecided:
        raise Decided
    return _into(referral, case, at=at, expected_version=expected_version, by=by)


def _into(
    referral: CaseReferral, case: Case, *, at: datetime.datetime, expected_version: int, by: User
) -> Case:
    fields = ["decision", "decided_at", "decided_by", "reason", "case"]
    events.write("case_referral.accept", by=by, subjects=[referral.pk, case.pk], fields=fields)
    referral.decision, referral.reason, referral.case = Decision.ACCEPTED, "", case
    referral.decided_at, referral.decided_by = at, by
    save_if_unchanged(referral, expected_version=expected_version, fields=fields)
    return case
