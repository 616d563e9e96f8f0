"""B1 households unable to be supported, B2 reasons, B3 needs (rules 5 and 6)."""

from collections.abc import Iterator
from datetime import date

from returns.counting import dates
from returns.counting.instances import NearMiss, UnsupportedReferral
from returns.counting.registry import population, rule
from returns.counting.scope import Scope
from returns.counting.settings import FIRST_REASON, Settings
from returns.records import ReferralRecord

REFERRAL = "referral"
NOT_SUPPORTED = "not_supported"
NEEDS_NOT_MET = "needs_not_met"


def placed_on(referral: ReferralRecord) -> date:
    """The date that places a referral in a period: of the decision, else when it was received."""
    return referral.decided_on or referral.received_on


def reasons_counted(referral: ReferralRecord, settings: Settings) -> tuple[str, ...]:
    """All reasons given or, by a setting, the first alone."""
    return referral.reasons[:1] if settings.reasons == FIRST_REASON else referral.reasons


def _why_unsupported(unsupported: UnsupportedReferral) -> str:
    return f"a referral not supported on {dates.in_words(unsupported.placed_on)}, in the period"


def near_unsupported(scope: Scope) -> Iterator[NearMiss]:
    """Enquiries, withdrawn and pending referrals of the period, and those not commissioned."""
    for referral in scope.index.records.referrals:
        day = placed_on(referral)
        chain = scope.index.chain_of_provision[referral.provision_id]
        if day not in scope.period or referral.decision == "accepted":
            continue
        if chain.commissions and not chain.commissions_by(scope.authority):
            continue  # another authority's places
        if referral.kind != REFERRAL:
            why = "an enquiry, not a referral"
        elif referral.decision != NOT_SUPPORTED:
            why = f"the referral is {referral.decision}"
        elif not chain.is_commissioned_by(scope.authority, day, day):
            why = f"the authority did not commission these places on {dates.in_words(day)}"
        else:
            continue
        yield NearMiss("referral", referral.id, referral.case_reference, why)


@population(why=_why_unsupported, near_misses=near_unsupported)
def unsupported_referrals(scope: Scope) -> list[UnsupportedReferral]:
    """Rule 5: referrals, never enquiries, decided ``not_supported`` in the period.

    By decision date, or by the date received where no decision date is held; the chain of the
    referral's own provision is commissioned on that date.
    """
    unsupported = []
    for chain in scope.chains:
        for referral in scope.index.referrals_of_chain.get(chain.id, ()):
            if referral.kind != REFERRAL or referral.decision != NOT_SUPPORTED:
                continue
            day = placed_on(referral)
            if day in scope.period and chain.is_commissioned_by(scope.authority, day, day):
                reasons = reasons_counted(referral, scope.settings)
                unsupported.append(UnsupportedReferral(referral, day, reasons))
    return unsupported


@rule("unsupported_referrals")
def referrals_unsupported(_: object) -> bool:
    """Rule 5, B1: a repeat referral counts again, also when supported later."""
    return True


def _reason_fact(unsupported: UnsupportedReferral, **arguments: object) -> str:
    given = ", ".join(unsupported.reasons).replace("_", " ")
    return f"reasons given: {given}" if given else "no reason is recorded"


@rule(
    "unsupported_referrals",
    looks_at=lambda unsupported: unsupported.reasons,
    fact=_reason_fact,
    near=lambda unsupported, reason: not unsupported.reasons,
)
def referrals_by_reason(reasons: tuple[str, ...], *, reason: tuple[str, ...]) -> bool:
    """Rule 6, B2: each reason given; a referral with two reasons is in both rows."""
    return any(each in reasons for each in reason)


def _need_fact(unsupported: UnsupportedReferral, **arguments: object) -> str:
    if NEEDS_NOT_MET not in unsupported.reasons:
        return "unmet needs are not among the reasons"
    needs = ", ".join(sorted(unsupported.referral.unmet_needs)).replace("_", " ")
    return f"unmet needs: {needs}" if needs else "no unmet need is recorded"


def _near_need(unsupported: UnsupportedReferral, *, need: tuple[str, ...]) -> bool:
    has_need = any(each in unsupported.referral.unmet_needs for each in need)
    nothing_said = not unsupported.referral.unmet_needs and NEEDS_NOT_MET in unsupported.reasons
    return has_need or nothing_said


@rule(
    "unsupported_referrals",
    looks_at=lambda unsupported: (unsupported.reasons, unsupported.referral.unmet_needs),
    fact=_need_fact,
    near=_near_need,
)
def referrals_by_need(
    unsupported: tuple[tuple[str, ...], frozenset[str]], *, need: tuple[str, ...]
) -> bool:
    """Rule 6, B3: each unmet need, only where the reasons include ``needs_not_met``.

    A cell of several needs (child age, family size) counts a referral once.
    """
    reasons, unmet = unsupported
    return NEEDS_NOT_MET in reasons and any(each in unmet for each in need)
