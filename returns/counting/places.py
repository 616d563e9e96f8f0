"""Provision, chains and commissions: which places an authority buys, and when.

A chain is provision that continues other provision: the same places carried on under a new
contract, another number of places or a successor authority. A commission begins at the earliest
and ends at the latest with its authority.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from accommodation import authorities
from returns.period import Period
from returns.records import ProvisionRecord, RecordId


@dataclass(frozen=True, slots=True)
class Commission:
    """The days, both included, on which an authority commissions one provision of a chain."""

    provision: ProvisionRecord
    authority: str
    first: date
    last: date

    def covers_any_day(self, first: date, last: date) -> bool:
        return self.first <= last and self.last >= first


@dataclass(slots=True)
class Chain:
    """Provisions that carry on the same places, with every authority's commissions of them.

    ``id`` is that of the provision that the chain begins with.
    """

    id: RecordId
    provisions: list[ProvisionRecord] = field(default_factory=list)
    commissions: dict[str, list[Commission]] = field(default_factory=lambda: defaultdict(list))

    @property
    def accommodation_type(self) -> str:
        return self.provisions[0].accommodation_type

    @property
    def service_id(self) -> RecordId:
        return self.provisions[0].service_id

    def commissions_by(self, authority: str) -> list[Commission]:
        return self.commissions.get(authority, [])

    def is_commissioned_by(self, authority: str, first: date, last: date) -> bool:
        """Whether the authority commissions any provision of the chain on any of these days."""
        return is_commissioned(self.commissions_by(authority), first, last)

    def places_commissioned_on(self, day: date) -> int:
        """The most places of any provision of the chain that is commissioned that day."""
        return max(
            (
                each.provision.bedspaces
                for commissions in self.commissions.values()
                for each in commissions
                if each.covers_any_day(day, day)
            ),
            default=0,
        )


def is_commissioned(commissions: Iterable[Commission], first: date, last: date) -> bool:
    """Whether any of the commissions covers at least one of these days."""
    return any(each.first <= last and each.last >= first for each in commissions)


def chains_of(provisions: Iterable[ProvisionRecord]) -> Mapping[RecordId, Chain]:
    """The chain of each provision, by the provision's id."""
    by_id = {each.id: each for each in provisions}
    chains: dict[RecordId, Chain] = {}
    for provision in by_id.values():
        beginning = _beginning_of(provision, by_id)
        chain = chains.setdefault(beginning, Chain(beginning))
        chains[provision.id] = chain
        chain.provisions.append(provision)
        commission = commission_of(provision)
        if commission is not None:
            chain.commissions[commission.authority].append(commission)
    return chains


def _beginning_of(
    provision: ProvisionRecord, by_id: Mapping[RecordId, ProvisionRecord]
) -> RecordId:
    """The id of the first provision of the chain. Stored rings are refused, so it ends."""
    while provision.continues_id is not None and provision.continues_id in by_id:
        provision = by_id[provision.continues_id]
    return provision.id


def commission_of(provision: ProvisionRecord) -> Commission | None:
    """The provision's commission, cut to the life of its authority; None if there is none."""
    if not provision.authority_code:
        return None
    days = authorities.within_lifetime(
        provision.authority_code, provision.commissioned_from, provision.commissioned_to
    )
    if days is None:
        return None
    return Commission(provision, authorities.current_code(provision.authority_code), *days)


def commissioned_in(commission: Commission, period: Period) -> bool:
    return commission.covers_any_day(period.first, period.last)
