"""What the checks find in one provider's records for one authority and period.

Each function finds for one check, named as the check is. Findings of providers add up.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from returns.codes import NOT_FILLED_IN
from returns.counting import b_unable, dates
from returns.counting.c_characteristics import ANSWERS, UNANSWERED
from returns.counting.f_endings import SAID
from returns.counting.instances import NOT_RECORDED, Individual
from returns.counting.places import Chain
from returns.counting.registry import members
from returns.counting.scope import Part, Scope
from returns.records import EpisodeRecord, RecordId


@dataclass(frozen=True, slots=True)
class RecordReference:
    """A record that causes a check to fail."""

    record_type: str
    id: RecordId
    case_reference: str = ""


@dataclass(slots=True)
class ProviderFindings:
    """By check and cell: the records that cause it. ``unanswered``: those by characteristic."""

    records: dict[tuple[str, str], list[RecordReference]] = field(default_factory=dict)
    unanswered: dict[str, list[RecordReference]] = field(default_factory=dict)

    def note(self, check: str, cell: str, record: RecordReference) -> None:
        self.records.setdefault((check, cell), []).append(record)

    def add(self, other: "ProviderFindings") -> None:
        for key, records in other.records.items():
            self.records.setdefault(key, []).extend(records)
        for characteristic, records in other.unanswered.items():
            self.unanswered.setdefault(characteristic, []).extend(records)


def find_in(scope: Scope) -> ProviderFindings:
    """Everything that the checks of single records find in a scope."""
    found = ProviderFindings()
    individuals: list[Individual] = members("individuals", scope)
    _look_at_individuals(individuals, found)
    _look_at_referrals(scope, found)
    for ended in members("ended_episodes", scope):
        if ended.episode.planned not in SAID:
            found.note("ending-incomplete", "F2", _episode(ended.episode))
    for record in wrong_dates(scope):
        found.note("date-order", "A1", record)
    for chain in scope.chains:
        for delivery in scope.index.outside_deliveries_of_chain.get(chain.id, ()):
            if delivery.delivered_on in scope.period:
                record = RecordReference("support", delivery.id, delivery.case_reference)
                found.note("support-outside", "E1", record)
        for episode in over_capacity(scope, chain):
            found.note("over-capacity", "D1", _episode(episode))
    for person in in_two_places(scope, individuals):
        found.note("overlap", "A1", person)
    return found


def _participation(person: Individual) -> RecordReference:
    return RecordReference("participation", person.id, person.case_reference)


def _episode(episode: EpisodeRecord) -> RecordReference:
    return RecordReference("episode", episode.id, episode.case_reference)


def _look_at_individuals(individuals: list[Individual], found: ProviderFindings) -> None:
    for person in individuals:
        if not person.identity:
            blank = person.person.gender in NOT_FILLED_IN
            check = "identity-incomplete" if blank else "identity-declined"
            found.note(check, "A2", _participation(person))
        if person.home == NOT_RECORDED:
            found.note("origin-missing", "A3", _participation(person))
    for characteristic, answers in ANSWERS.items():
        missing = [one for one in individuals if not UNANSWERED.isdisjoint(answers(one))]
        if missing:
            found.unanswered[characteristic] = [_participation(one) for one in missing]


def _look_at_referrals(scope: Scope, found: ProviderFindings) -> None:
    """``reason-missing``: a referral in B1 without a reason, or without the need not met."""
    for unsupported in members("unsupported_referrals", scope):
        referral = unsupported.referral
        no_need = b_unable.NEEDS_NOT_MET in referral.reasons and not referral.unmet_needs
        if not referral.reasons or no_need:
            record = RecordReference("referral", referral.id, referral.case_reference)
            found.note("reason-missing", "B2", record)


def wrong_dates(scope: Scope) -> Iterator[RecordReference]:
    """``date-order``: an end before its start, a participation outside its episode.

    Looks at the commissions, episodes and participations of the chains of this return.
    """
    for chain in scope.chains:
        for provision in chain.provisions:
            if _ends_too_early(provision.commissioned_from, provision.commissioned_to):
                yield RecordReference("provision", provision.id)
    for _, episode in scope.episodes():
        if _ends_too_early(episode.started_on, episode.ended_on):
            yield _episode(episode)
    for _, episode, participation, last in scope.participations():
        end_of_episode = episode.ended_on or dates.FOREVER
        if (
            participation.starts_on < episode.started_on
            or last < participation.starts_on
            or last > end_of_episode
        ):
            yield RecordReference("participation", participation.id, episode.case_reference)


def _ends_too_early(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def in_two_places(scope: Scope, individuals: list[Individual]) -> Iterator[RecordReference]:
    """``overlap``: people in two episodes of one service for longer than the day of a move.

    Looks at people counted here, and at everything that the provider holds for them which is live
    in the period. Each person once.
    """
    several = scope.index.people_in_several_participations
    for person in {each.person.id: each for each in individuals}.values():
        parts = [
            each
            for each in several.get(person.person.id, ())
            if dates.is_live(each[0].starts_on, each[2], scope.period)
        ]
        if any(_overlap(scope, one, other) for one, other in combinations(parts, 2)):
            yield _participation(person)


def _overlap(scope: Scope, one: Part, other: Part) -> bool:
    if one[1].id == other[1].id:
        return False
    shared = dates.overlap_days(one[0].starts_on, one[2], other[0].starts_on, other[2])
    services = {
        scope.index.provision_by_id[part[1].provision_id].service_id for part in (one, other)
    }
    return shared > 1 and len(services) == 1


def over_capacity(scope: Scope, chain: Chain) -> list[EpisodeRecord]:
    """``over-capacity``: the households of a chain on its first night with too many; else none.

    The night of a day belongs to a household from its first day to the day before its last.
    """
    period = scope.period
    changes: Counter[date] = Counter()
    episodes = scope.index.episodes_of_chain.get(chain.id, [])
    for episode in episodes:
        last_night = (episode.ended_on or dates.FOREVER) - timedelta(days=1)
        if dates.is_live(episode.started_on, last_night, period):
            changes[max(episode.started_on, period.first)] += 1
            if last_night < period.last:
                changes[last_night + timedelta(days=1)] -= 1
    for commissions in chain.commissions.values():
        for each in commissions:  # nights on which the number of places may change
            changes[max(each.first, period.first)] += 0
            if each.last < period.last:
                changes[max(each.last + timedelta(days=1), period.first)] += 0
    households = 0
    for night in sorted(changes):
        households += changes[night]
        if night in period and households > chain.places_commissioned_on(night):
            return [each for each in episodes if _sleeps_there(each, night)]
    return []


def _sleeps_there(episode: EpisodeRecord, night: date) -> bool:
    return episode.started_on <= night < (episode.ended_on or dates.FOREVER)
