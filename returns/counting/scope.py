"""One authority and one period over one provider's records.

``ProviderIndex`` arranges a provider's records once, for any number of authorities and periods;
``Scope`` is what the rules of one return look at.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from returns.counting import dates, places
from returns.counting.places import Chain
from returns.counting.settings import Settings
from returns.period import Period
from returns.records import (
    EpisodeRecord,
    OutsideDelivery,
    ParticipationRecord,
    ProviderRecords,
    RecordId,
    ReferralRecord,
)

Part = tuple[ParticipationRecord, EpisodeRecord, date]
"""A participation with its episode and its last day."""


class ProviderIndex:
    """A provider's records, arranged by chain and by episode."""

    def __init__(self, records: ProviderRecords) -> None:
        self.records = records
        self.provision_by_id = {each.id: each for each in records.provisions}
        self.chain_of_provision = places.chains_of(records.provisions)
        self.episode_by_id = {each.id: each for each in records.episodes}
        self.episodes_of_chain: dict[RecordId, list[EpisodeRecord]] = defaultdict(list)
        for episode in records.episodes:
            chain = self.chain_of_provision[episode.provision_id]
            self.episodes_of_chain[chain.id].append(episode)
        self.participations_of_episode: dict[RecordId, list[ParticipationRecord]]
        self.participations_of_episode = defaultdict(list)
        for participation in records.participations:
            self.participations_of_episode[participation.episode_id].append(participation)

    @cached_property
    def chains(self) -> list[Chain]:
        return list({each.id: each for each in self.chain_of_provision.values()}.values())

    @cached_property
    def people_in_several_participations(self) -> dict[RecordId, list[Part]]:
        """By person: all their participations, of those who have more than one."""
        arranged: dict[RecordId, list[Part]] = defaultdict(list)
        for participation in self.records.participations:
            episode = self.episode_by_id[participation.episode_id]
            part = (participation, episode, last_day_of(participation, episode))
            arranged[participation.person_id].append(part)
        return {person: parts for person, parts in arranged.items() if len(parts) > 1}

    @cached_property
    def referrals_of_chain(self) -> dict[RecordId, list[ReferralRecord]]:
        arranged: dict[RecordId, list[ReferralRecord]] = defaultdict(list)
        for referral in self.records.referrals:
            arranged[self.chain_of_provision[referral.provision_id].id].append(referral)
        return arranged

    @cached_property
    def outside_deliveries_of_chain(self) -> dict[RecordId, list[OutsideDelivery]]:
        arranged: dict[RecordId, list[OutsideDelivery]] = defaultdict(list)
        for delivery in self.records.outside_deliveries:
            arranged[self.chain_of_provision[delivery.provision_id].id].append(delivery)
        return arranged

    def authorities(self, period: Period) -> set[str]:
        """Codes of the authorities that commission any of this provider's places in the period."""
        return {
            authority
            for chain in self.chains
            for authority in chain.commissions
            if chain.is_commissioned_by(authority, period.first, period.last)
        }


class Scope:
    """What one authority's return for one period looks at in one provider's records.

    ``found`` keeps each population once it has been listed, ``tallies`` how many of it are alike
    to each rule.
    """

    def __init__(
        self, index: ProviderIndex, authority: str, period: Period, settings: Settings
    ) -> None:
        self.index = index
        self.authority = authority
        self.period = period
        self.settings = settings
        self.found: dict[str, list[Any]] = {}
        self.tallies: dict[str, Counter[Hashable]] = {}

    @cached_property
    def chains(self) -> list[Chain]:
        """Chains that the authority commissions on any day of the period."""
        return [
            chain
            for chain in self.index.chains
            if chain.is_commissioned_by(self.authority, self.period.first, self.period.last)
        ]

    def episodes(self) -> Iterator[tuple[Chain, EpisodeRecord]]:
        """The loaded episodes of those chains."""
        for chain in self.chains:
            for episode in self.index.episodes_of_chain.get(chain.id, ()):
                yield chain, episode

    def participations(self) -> Iterator[tuple[Chain, EpisodeRecord, ParticipationRecord, date]]:
        """The loaded participations of those chains, each with its last day."""
        of_episode = self.index.participations_of_episode
        for chain, episode in self.episodes():
            for participation in of_episode.get(episode.id, ()):
                yield chain, episode, participation, last_day_of(participation, episode)

    def support_of(self, participation: ParticipationRecord) -> frozenset[str]:
        delivered = self.index.records.support.get(self.period, {})
        return delivered.get(participation.id, frozenset())

    def counts_while_live(self, chain: Chain, first: date, last: date) -> bool:
        """Live in the period, and the chain commissioned on at least one live day of it."""
        return counts_while_live(chain, self.authority, first, last, self.period)


def counts_while_live(
    chain: Chain, authority: str, first: date, last: date, period: Period
) -> bool:
    """Rule 1: live in the period, and commissioned by the authority on a live day of it."""
    return dates.is_live(first, last, period) and places.is_commissioned(
        chain.commissions_by(authority), max(first, period.first), min(last, period.last)
    )


def last_day_of(participation: ParticipationRecord, episode: EpisodeRecord) -> date:
    """The last day of a participation: its own, else its episode's, else still running."""
    return participation.ends_on or episode.ended_on or dates.FOREVER
