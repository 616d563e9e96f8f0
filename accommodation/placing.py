"""Households that ask for a place: taken, offered, accepted, arrived, or told why not.

Each is one transaction with its audit event inside. What came of it decides how it is counted:
see ``choices.COUNTED_AS``.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from accommodation import holds, likenesses
from accommodation.choices import COUNTED_AS, Decision, Happened, Reason, ReferralKind
from accommodation.models import PlacementCall, PlacementReferral, Provision, Stay, Unit
from accommodation.services import decide_referral, house_household, record_referral
from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from accounts.settings import value_of
from audit import events
from cases.models import Case
from cases.services import NewPerson, open_case

# Who did not come although they were expected: somebody finds out whether they are safe.
_TO_CHECK_ON = frozenset({Happened.DID_NOT_ARRIVE, Happened.OUT_OF_REACH})


class NotInThisOrder(ValueError):
    """What is asked for does not follow from where the referral stands."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is said on the telephone. Nothing of it need name anybody."""

    kind: str = ReferralKind.REFERRAL
    source: str = ""
    adults: int | None = None
    children: int | None = None
    needs: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def take(
    *, provision: Provision, asked: Asked, received_at: datetime.datetime, by: User | None,
    case: Case | None = None,
) -> PlacementReferral:  # fmt: skip
    """Take a call: the clock of the answer begins; earlier calls of the same people are found."""
    hours = datetime.timedelta(hours=value_of("place_answer_hours"))
    referral = record_referral(
        provision=provision,
        case=case,
        kind=asked.kind,
        source=asked.source,
        received_on=timezone.localdate(received_at),
        adults=asked.adults,
        children=asked.children,
        further={
            "received_at": received_at,
            "answer_due_at": received_at + hours,
        },
        by=by,
    )
    PlacementCall.objects.create(
        organisation_id=referral.organisation_id,
        referral=referral,
        asked=told(asked.needs),
        details=told(asked.details),
    )
    likenesses.look_for(referral)
    return referral


@transaction.atomic
def offer(
    *,
    referral: PlacementReferral,
    unit: Unit,
    arrives_on: datetime.date,
    held_until: datetime.datetime,
    now: datetime.datetime,
    expected_version: int,
    by: User | None,
) -> PlacementReferral:
    """Offer a room, and keep it until a time. Raises RoomHeld and ChangedMeanwhile."""
    _require_undecided(referral)
    holds.hold(
        referral=referral, unit=unit, arrives_on=arrives_on, held_until=held_until, now=now, by=by
    )
    events.write("referral.offer", by=by, subjects=[referral.pk, unit.pk])
    referral.offered_at = now
    # An enquiry that is offered a room has become a referral.
    referral.kind = ReferralKind.REFERRAL
    save_if_unchanged(referral, expected_version=expected_version, fields=["offered_at", "kind"])
    return referral


@transaction.atomic
def assess(
    *,
    referral: PlacementReferral,
    suitability: Mapping[str, str],
    on: datetime.date,
    expected_version: int,
    by: User | None,
) -> PlacementReferral:
    """Record whether the house suits the household, and they those who live there."""
    events.write("referral.assess", by=by, subjects=[referral.pk], fields=["suitability"])
    save_if_unchanged(referral, expected_version=expected_version, fields=[])
    call = _call_of(referral)
    call.suitability = told(suitability) | {"on": on.isoformat()}
    call.save()
    return referral


def _call_of(referral: PlacementReferral) -> PlacementCall:
    """Return what was said of a household, or a new record where a bundle brought it."""
    found = PlacementCall.objects.filter(referral=referral).first()
    return found or PlacementCall(organisation_id=referral.organisation_id, referral=referral)


@transaction.atomic
def accept(
    *,
    referral: PlacementReferral,
    case: Case | None,
    now: datetime.datetime,
    expected_version: int,
    by: User,
) -> PlacementReferral:
    """Accept a household that was offered a room: they are expected.

    Without a case one opens, with a line for each of the household that is named later.
    Raises NotInThisOrder for one that was offered nothing.
    """
    _require_undecided(referral)
    if referral.offered_at is None:
        raise NotInThisOrder
    case = case or referral.case or _open_case(referral, now, by)
    events.write("referral.accept", by=by, subjects=[referral.pk, case.pk])
    referral.case = case
    referral.accepted_at = now
    save_if_unchanged(referral, expected_version=expected_version, fields=["case", "accepted_at"])
    return referral


def _open_case(referral: PlacementReferral, now: datetime.datetime, by: User) -> Case:
    told = referral.details
    return open_case(
        survivor=NewPerson(given_name=told.get("called", ""), phone=told.get("phone", "")),
        other_adults=[NewPerson() for _ in range((referral.adults or 1) - 1)],
        children=[NewPerson() for _ in range(referral.children or 0)],
        opened_on=timezone.localdate(now),
        service=referral.provision.service,
        summary=told.get("story", ""),
        by=by,
    )


@transaction.atomic
def arrive(
    *,
    referral: PlacementReferral,
    unit: Unit,
    on: datetime.date,
    now: datetime.datetime,
    expected_version: int,
    by: User,
    origin: str = "",
    expected_to: datetime.date | None = None,
) -> Stay:
    """Record that an accepted household is here. Raises RoomTaken and ChangedMeanwhile."""
    _require_undecided(referral)
    if referral.accepted_at is None or referral.case is None:
        raise NotInThisOrder
    stay = house_household(
        case=referral.case,
        provision=referral.provision,
        unit=unit,
        starts_on=on,
        expected_to=expected_to,
        origin=origin,
        now=now,
        held_for=referral,
        by=by,
    )
    _end(referral, [Happened.ARRIVED], {}, on=on, expected_version=expected_version, by=by)
    holds.let_go(referral=referral, now=now, by=by)
    return stay


@transaction.atomic
def end(
    *,
    referral: PlacementReferral,
    happened: Sequence[str],
    unmet_needs: Sequence[str],
    on: datetime.date,
    now: datetime.datetime,
    expected_version: int,
    by: User | None,
) -> PlacementReferral:
    """Record that a household does not come, with everything that stood in the way.

    Whoever was expected and cannot be reached is to be checked on. Raises ChangedMeanwhile.
    """
    _require_undecided(referral)
    further: dict[str, Any] = {}
    if referral.offered_at is not None and _TO_CHECK_ON.intersection(happened):
        further["welfare_due_at"] = now
    _end(
        referral, happened, further, on=on, expected_version=expected_version, by=by,
        unmet_needs=unmet_needs,
    )  # fmt: skip
    holds.let_go(referral=referral, now=now, by=by)
    return referral


@transaction.atomic
def know_safe(
    *, referral: PlacementReferral, words: str, now: datetime.datetime, by: User | None
) -> PlacementReferral:
    """Record what is known of somebody who did not arrive."""
    events.write("referral.check_on", by=by, subjects=[referral.pk], fields=["welfare_done_at"])
    referral.welfare_done_at = now
    save_if_unchanged(referral, expected_version=referral.version, fields=["welfare_done_at"])
    call = _call_of(referral)
    call.details = call.details | {"welfare": words}
    call.save()
    return referral


def decision_of(happened: Sequence[str]) -> tuple[Decision, list[Reason]]:
    """Return how what came of it is counted: the decision, and each reason once, in order."""
    counted = [COUNTED_AS[code] for code in happened]
    decisions = {decision for decision, _ in counted}
    if len(decisions) != 1:
        raise NotInThisOrder
    return decisions.pop(), list(dict.fromkeys(reason for _, reason in counted if reason))


def _end(
    referral: PlacementReferral,
    happened: Sequence[str],
    further: Mapping[str, Any],
    *,
    on: datetime.date,
    expected_version: int,
    by: User | None,
    unmet_needs: Sequence[str] = (),
) -> None:
    decision, reasons = decision_of(happened)
    decide_referral(
        referral=referral,
        decision=decision,
        decided_on=on,
        reasons=reasons,
        unmet_needs=unmet_needs if Reason.NEEDS_NOT_MET in reasons else (),
        further={"happened": list(happened), **further},
        expected_version=expected_version,
        by=by,
    )


def _require_undecided(referral: PlacementReferral) -> None:
    if referral.decision not in ("", Decision.PENDING):
        raise NotInThisOrder


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what was said."""
    return {name: value for name, value in values.items() if value not in ("", None, False)}
