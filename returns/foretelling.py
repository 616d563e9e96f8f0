"""How what somebody is recording will count, in one line: by the rules that derive the return.

What is being recorded is put into a provider's records that hold nothing else, and the rules are
asked what they count of them. Nothing here decides what counts.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.conf import settings as configured

from accommodation.choices import AccommodationType, Reason
from accommodation.counted import AsEpisode, AsReferral, Foretelling
from accommodation.models import Provision
from accounts.authority_names import names
from returns.counting.a_individuals import individuals
from returns.counting.b_unable import NEEDS_NOT_MET, near_unsupported, unsupported_referrals
from returns.counting.f_endings import ended_episodes
from returns.counting.instances import NOT_RECORDED, OUTSIDE, Individual
from returns.counting.scope import ProviderIndex, Scope
from returns.editions import store
from returns.loading import QUESTIONS
from returns.period import year_of
from returns.records import (
    EpisodeRecord,
    ParticipationRecord,
    PersonRecord,
    ProviderRecords,
    ProvisionRecord,
    RecordId,
    ReferralRecord,
)

_THIS = "this"


def of_referral(told: AsReferral) -> str:
    """Say how a referral counts, what is missing, or why it does not."""
    record = ReferralRecord(
        _THIS, "", told.provision.pk, told.kind, told.decision or "pending", told.received_on,
        told.decided_on, tuple(told.reasons), frozenset(told.unmet_needs),
    )  # fmt: skip
    day = told.decided_on or told.received_on
    records = ProviderRecords(
        told.provision.organisation_id, provisions=_provisions(told.provision), referrals=(record,)
    )
    near = ""
    for scope in _scopes(records, day):
        if unsupported_referrals(scope):
            reasons = ", ".join(Reason(code).label.lower() for code in told.reasons)
            if not told.reasons:
                return f"Will count for {_authority(scope)}, but no reason is given yet."
            if NEEDS_NOT_MET in told.reasons and not told.unmet_needs:
                return f"Will count for {_authority(scope)}, but the need is not named yet."
            return (
                f"Counts in {scope.period.name} for {_authority(scope)} as a household that could "
                f"not be supported: {reasons}."
            )
        near = next((miss.why for miss in near_unsupported(scope)), near)
    if told.decision == "accepted":
        return "Counts with everybody who arrived, from the first day of their stay."
    if near and told.kind == "referral" and told.decision in ("", "pending"):
        return "Does not count yet: it waits for an answer."
    return f"Does not count as turned away: {near or _NOBODY_BUYS}."


_NOBODY_BUYS = "no authority commissions these places on that day"


def of_episode(told: AsEpisode) -> str:
    """Say how a household's support, or its end, counts, what is missing, or that it does not."""
    episode = EpisodeRecord(
        _THIS, "", told.provision.pk, told.origin, told.started_on, told.ended_on,
        told.ending.get("planned", ""), told.ending.get("asked_to_leave", ""),
        told.ending.get("next_place", ""),
    )  # fmt: skip
    people: dict[RecordId, PersonRecord] = {
        number: PersonRecord(number, one.born, **one.answers)
        for number, one in enumerate(told.people)
    }
    parts = tuple(
        ParticipationRecord(number, _THIS, number, one.role, told.started_on, None)
        for number, one in enumerate(told.people)
    )
    records = ProviderRecords(
        told.provision.organisation_id,
        provisions=_provisions(told.provision),
        people=people,
        episodes=(episode,),
        participations=parts,
    )
    for scope in _scopes(records, told.on):
        if told.ended_on is not None and ended_episodes(scope):
            return _of_ending(told, scope)
        if told.ended_on is None and (counted := individuals(scope)):
            return _of_arrival(told, counted, scope)
    return f"Does not count: {_NOBODY_BUYS}."


def _of_arrival(told: AsEpisode, counted: list[Individual], scope: Scope) -> str:
    rows = Counter(one.identity for one in counted)
    children = rows["children"]
    with_children = f" with {children} {'child' if children == 1 else 'children'}"
    home = {one.home for one in counted}
    missing = []
    if NOT_RECORDED in home:
        missing.append("the settled home before")
    if rows[""]:
        missing.append(f"the gender of {rows['']} of the household")
    where = ", from outside the area" if OUTSIDE in home else ""
    kind = AccommodationType(counted[0].accommodation_type).label.lower()
    said = (
        f"Counts in {scope.period.name} for {_authority(scope)} as {kind}, household"
        f"{with_children if children else ' without children'}{where}."
    )
    return f"{said} Missing: {' and '.join(missing)}." if missing else said


def _of_ending(told: AsEpisode, scope: Scope) -> str:
    said = f"Counts in {scope.period.name} for {_authority(scope)} as a household that left"
    planned = {"yes": ", planned", "no": ", unplanned"}.get(told.ending.get("planned", ""), "")
    missing = "" if planned else " Missing: whether it was planned."
    asked = ", asked to leave" if told.ending.get("asked_to_leave") == "yes" else ""
    return f"{said}{planned}{asked}.{missing}"


def _provisions(provision: Provision) -> tuple[ProvisionRecord, ...]:
    """Return all that its service has had: what carries on what is decided by the rules."""
    return tuple(
        ProvisionRecord(
            one.pk, one.service_id, one.accommodation_type, one.authority_code,
            one.bedspaces or 0, one.commissioned_from, one.commissioned_to, one.continues_id,
        )
        for one in Provision.objects.filter(service=provision.service_id)
    )  # fmt: skip


def _scopes(records: ProviderRecords, day: date) -> Iterator[Scope]:
    """Yield the return of each authority that buys these places in the year of a day."""
    index, period = ProviderIndex(records), year_of(day)
    edition = store.for_year(period.year, home=configured.ROWAN_HOME)
    for authority in sorted(index.authorities(period)):
        yield Scope(index, authority, period, edition.settings)


def _authority(scope: Scope) -> str:
    return names().get(scope.authority, scope.authority)


FORETELLING = Foretelling(referral=of_referral, episode=of_episode, questions=QUESTIONS)
