"""The growing return of one authority, provider by provider."""

from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import User
from returns.counting.scope import ProviderIndex
from returns.derivation import Partial, partial_of
from returns.editions.reading import Edition
from returns.loading import load
from returns.period import Period
from returns.records import ServiceRecord


@dataclass(slots=True)
class Sum:
    """This period's partials and last year's figures, of as many providers as were added.

    ``last_year`` is None where nothing was commissioned then.
    """

    authority: str
    last_year: Partial | None
    now: Partial = field(default_factory=Partial)
    services: list[ServiceRecord] = field(default_factory=list)

    def add(self, other: "Sum") -> None:
        self.now.add(other.now)
        if self.last_year is not None and other.last_year is not None:
            self.last_year.add(other.last_year)
        self.services += other.services


@dataclass(frozen=True, slots=True)
class Year:
    """A period with the one before it, and the edition that each is counted with.

    ``commissioned_last_year`` holds the authorities with anything to compare with.
    """

    period: Period
    edition: Edition
    edition_before: Edition
    commissioned_last_year: frozenset[str]

    def read(self, provider: UUID, *, by: User | None) -> ProviderIndex:
        """A provider's records of both years."""
        return ProviderIndex(load(provider, [self.period, self.period.previous()], by=by))

    def nothing(self, authority: str) -> Sum:
        """The sum of no providers."""
        return Sum(authority, Partial() if authority in self.commissioned_last_year else None)

    def of(self, index: ProviderIndex, authority: str) -> Sum:
        """What one provider's records add to one authority's return."""
        period, previous = self.period, self.period.previous()
        commissioned = {
            chain.service_id
            for chain in index.chains
            if chain.is_commissioned_by(authority, period.first, period.last)
        }
        added = self.nothing(authority)
        added.now = partial_of(index, authority, period, self.edition)
        if added.last_year is not None:
            added.last_year = partial_of(
                index, authority, previous, self.edition_before, checks=False
            )
        added.services = [each for each in index.records.services if each.id in commissioned]
        return added
