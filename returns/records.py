"""One provider's records in the clear, in memory, as the counting rules need them.

Nothing here knows of a database. ``returns.loading`` fills these from the stored records of one
provider; tests fill them from invented bundles. Identifiers are opaque: whatever the source uses.
Text that is not recorded is ``""``, a date that is not recorded is None.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeAlias

from returns.period import Period

RecordId: TypeAlias = Hashable


class ServiceRecord(NamedTuple):
    id: RecordId
    specialist_groups: frozenset[str] = frozenset()
    by_and_for_groups: frozenset[str] = frozenset()
    in_house_frontline: str = ""
    quality_standards: str = ""


class ProvisionRecord(NamedTuple):
    """A block of places. ``authority_code`` is ``""`` where no authority commissions it."""

    id: RecordId
    service_id: RecordId
    accommodation_type: str
    authority_code: str
    bedspaces: int
    commissioned_from: date | None
    commissioned_to: date | None
    continues_id: RecordId | None


class PersonRecord(NamedTuple):
    """A person's answers: a code, ``yes`` or ``no``, one of four no-answers, or ``""``."""

    id: RecordId
    date_of_birth: date | None
    gender: str = ""
    trans: str = ""
    ethnicity: str = ""
    disability: str = ""
    sexual_orientation: str = ""
    mental_health_need: str = ""
    drug_need: str = ""
    alcohol_need: str = ""
    offending_history: str = ""


class EpisodeRecord(NamedTuple):
    """A household's unbroken support in one provision or chain, with its ending if it has one."""

    id: RecordId
    case_reference: str
    provision_id: RecordId
    origin: str
    started_on: date
    ended_on: date | None
    planned: str = ""
    asked_to_leave: str = ""
    next_place: str = ""


class ParticipationRecord(NamedTuple):
    """One person in one episode. No ``ends_on``: it runs to the episode's end."""

    id: RecordId
    episode_id: RecordId
    person_id: RecordId
    role: str
    starts_on: date
    ends_on: date | None


class ReferralRecord(NamedTuple):
    id: RecordId
    case_reference: str
    provision_id: RecordId
    kind: str
    decision: str
    received_on: date
    decided_on: date | None
    reasons: tuple[str, ...]
    unmet_needs: frozenset[str] = frozenset()


class OutsideDelivery(NamedTuple):
    """Support on a day when that person was in no participation of that episode."""

    id: RecordId
    provision_id: RecordId
    case_reference: str
    support_type: str
    delivered_on: date


@dataclass(frozen=True, slots=True)
class ProviderRecords:
    """What counting one provider needs for the periods it was loaded for.

    ``support`` holds, for a period and a participation's id, the types of support delivered to
    that person in that episode, dated in the period and within the participation.
    """

    organisation_id: RecordId
    services: tuple[ServiceRecord, ...] = ()
    provisions: tuple[ProvisionRecord, ...] = ()
    people: Mapping[RecordId, PersonRecord] = field(default_factory=dict)
    episodes: tuple[EpisodeRecord, ...] = ()
    participations: tuple[ParticipationRecord, ...] = ()
    referrals: tuple[ReferralRecord, ...] = ()
    support: Mapping[Period, Mapping[RecordId, frozenset[str]]] = field(default_factory=dict)
    outside_deliveries: tuple[OutsideDelivery, ...] = ()
