"""The instances that cells count: one person in one episode, one ended episode, and so on.

Each knows the record it stands for, so that a figure can be followed back to the records.
"""

from dataclasses import dataclass
from datetime import date

from returns.counting.places import Chain, Commission
from returns.counting.settings import Settings
from returns.records import (
    EpisodeRecord,
    ParticipationRecord,
    PersonRecord,
    ProvisionRecord,
    RecordId,
    ReferralRecord,
    ServiceRecord,
)

INSIDE, OUTSIDE, NOT_RECORDED = "inside", "outside", "not_recorded"


@dataclass(slots=True)
class Individual:
    """One live, commissioned participation of one person in one episode (rule 1).

    ``identity`` is the row of A2, ``""`` where the person has none; ``home`` says whether the
    household's settled home lies in the commissioner's area.
    """

    participation: ParticipationRecord
    person: PersonRecord
    episode: EpisodeRecord
    accommodation_type: str
    first_live_day: date
    age: int | None
    identity: str
    home: str
    support: frozenset[str]
    settings: Settings

    record_type = "participation"
    weight = 1

    @property
    def id(self) -> RecordId:
        return self.participation.id

    @property
    def case_reference(self) -> str:
        return self.episode.case_reference


@dataclass(slots=True)
class EndedEpisode:
    """One household's episode that ended in the period (rule 11)."""

    episode: EpisodeRecord
    ended_on: date

    record_type = "episode"
    weight = 1

    @property
    def id(self) -> RecordId:
        return self.episode.id

    @property
    def case_reference(self) -> str:
        return self.episode.case_reference


@dataclass(slots=True)
class EndedStay:
    """What length of stay counts: an ended episode or, by a setting, an ended participation."""

    record_type: str
    id: RecordId
    case_reference: str
    accommodation_type: str
    first: date
    last: date
    months: int

    weight = 1


@dataclass(slots=True)
class SupportedHousehold:
    """One episode whose main victim is counted in A1 (rule 12)."""

    episode: EpisodeRecord

    record_type = "episode"
    weight = 1

    @property
    def id(self) -> RecordId:
        return self.episode.id

    @property
    def case_reference(self) -> str:
        return self.episode.case_reference


@dataclass(slots=True)
class UnsupportedReferral:
    """One referral that was not supported; ``reasons`` are those that the edition counts."""

    referral: ReferralRecord
    placed_on: date
    reasons: tuple[str, ...]

    record_type = "referral"
    weight = 1

    @property
    def id(self) -> RecordId:
        return self.referral.id

    @property
    def case_reference(self) -> str:
        return self.referral.case_reference


@dataclass(slots=True)
class CommissionedPlaces:
    """The places of one chain: ``provision`` is the largest that counts (rule 8)."""

    chain: Chain
    provision: ProvisionRecord
    commission: Commission

    record_type = "provision"
    case_reference = ""

    @property
    def id(self) -> RecordId:
        return self.provision.id

    @property
    def weight(self) -> int:
        return self.provision.bedspaces

    @property
    def accommodation_type(self) -> str:
        return self.provision.accommodation_type


@dataclass(slots=True)
class SpecialistService:
    """One service with commissioned provision, for one specialist group that it serves."""

    service: ServiceRecord
    group: str
    by_and_for: bool

    record_type = "service"
    case_reference = ""
    weight = 1

    @property
    def id(self) -> RecordId:
        return self.service.id


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A record that a cell could have counted and does not, with the reason."""

    record_type: str
    id: RecordId
    case_reference: str
    why: str
