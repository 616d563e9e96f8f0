"""Trying to reach somebody who was referred, a manager's word on it, and telling the referrer."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from accounts.settings import value_of
from audit import events
from referrals.choices import NOT_SAFE_AFTER, REACHED, Outcome, Priority, SafeToRing
from referrals.models import CaseReferral, ContactAttempt, ReferrerTold


@transaction.atomic
def record(
    *,
    referral: CaseReferral,
    at: datetime.datetime,
    mode: str,
    outcome: str,
    by: User,
    note: str = "",
) -> ContactAttempt:
    """Record an attempt. The first that reaches somebody stops the clock.

    After one that was not safe the number counts as not known to be safe, until somebody checks.
    """
    attempt = ContactAttempt(
        organisation_id=referral.organisation_id,
        referral=referral,
        at=at,
        worker=by,
        mode=mode,
        outcome=outcome,
        note=note,
    )
    events.write("case_referral.attempt", by=by, subjects=[referral.pk])
    attempt.save(force_insert=True)
    held = CaseReferral.objects.select_for_update().get(pk=referral.pk)
    if outcome in REACHED and (held.reached_at is None or at < held.reached_at):
        held.reached_at = at
    if outcome in NOT_SAFE_AFTER:
        held.contact = held.contact | {"safe": SafeToRing.NOT_KNOWN}
    held.version += 1
    held.save(update_fields=["reached_at", "contact", "version"])
    return attempt


@dataclass(frozen=True)
class Standing:
    """Where the attempts to reach somebody stand, against the organisation's number."""

    in_vain: int
    wanted: int
    close_together: bool
    reviewed: bool

    @property
    def missing(self) -> int:
        """Return how many attempts are still to be made."""
        return max(self.wanted - self.in_vain, 0)

    @property
    def wants_review(self) -> bool:
        """Say whether a manager is to look now."""
        return not self.missing and not self.reviewed

    @property
    def may_end(self) -> bool:
        """Say whether the referral may end as could not reach."""
        return not self.missing and self.reviewed and self.close_together


def standing_of(referral: CaseReferral, attempts: list[ContactAttempt]) -> Standing:
    """Count the attempts that reached nobody; of high priority they must lie close together."""
    in_vain = sorted(one.at for one in attempts if one.outcome not in REACHED)
    wanted = int(value_of("referral_attempts"))
    within = datetime.timedelta(days=value_of("referral_attempts_days"))
    close = any(
        last - first <= within for first, last in zip(in_vain, in_vain[wanted - 1 :], strict=False)
    )
    return Standing(
        in_vain=len(in_vain),
        wanted=wanted,
        close_together=close or referral.priority != Priority.HIGH,
        reviewed=referral.attempts_reviewed_at is not None,
    )


@transaction.atomic
def review(
    *,
    referral: CaseReferral,
    words: str,
    reviewed_at: datetime.datetime,
    expected_version: int,
    by: User,
) -> CaseReferral:
    """Record a manager's word on attempts that reached nobody. Raises ChangedMeanwhile."""
    fields = ["attempts_review", "attempts_reviewed_at", "attempts_reviewed_by"]
    events.write("case_referral.review", by=by, subjects=[referral.pk], fields=fields)
    referral.attempts_review = words
    referral.attempts_reviewed_at, referral.attempts_reviewed_by = reviewed_at, by
    save_if_unchanged(referral, expected_version=expected_version, fields=fields)
    return referral


@transaction.atomic
def tell_referrer(
    *, referral: CaseReferral, what: str, whom: str, at: datetime.datetime, by: User
) -> ReferrerTold:
    """Record what whoever referred was told, in one of a few neutral sentences."""
    told = ReferrerTold(
        organisation_id=referral.organisation_id,
        referral=referral,
        at=at,
        by=by,
        what=what,
        whom=whom,
    )
    events.write("case_referral.tell_referrer", by=by, subjects=[referral.pk])
    told.save(force_insert=True)
    return told


def last_words(attempts: list[ContactAttempt]) -> str:
    """Return how the last attempt ended, in words; nothing where there was none."""
    if not attempts:
        return ""
    last = max(attempts, key=lambda one: one.at)
    return f"{Outcome(last.outcome).label}, {timezone.localtime(last.at):%a %-d %b %H:%M}"
