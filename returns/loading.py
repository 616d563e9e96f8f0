"""One provider's records from the database into memory, for counting.

A fixed number of queries for each provider, whatever its size: deliveries of support are
aggregated in SQL, encrypted answers come sealed with their rows and are opened in bulk. The read is
in the audit trail before anything is opened. Works inside ``accounts.tenancy.enter``: row-level
security shows that provider's rows alone, and only its keys are open.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from accommodation.models import Episode, PlacementReferral
from accounts.models import User
from accounts.tenancy import as_system, enter
from audit import events
from cases.models import Person, Profile
from encryption import binary, bulk, keyring, withholding
from encryption.keys import KeyClass
from moveon.models import Ending
from returns import sql
from returns.codes import SUPPORT_TYPES
from returns.counting.a_individuals import NEAR_THE_PERIOD
from returns.period import Period
from returns.records import (
    EpisodeRecord,
    OutsideDelivery,
    ParticipationRecord,
    PersonRecord,
    ProviderRecords,
    ProvisionRecord,
    RecordId,
    ReferralRecord,
    ServiceRecord,
)

READ_VERB = "return.count"
QUESTIONS = (
    "gender",
    "trans",
    "ethnicity",
    "disability",
    "sexual_orientation",
    "mental_health_need",
    "drug_need",
    "alcohol_need",
    "offending_history",
)

# What counting needs: what people told about themselves, their dates of birth with it. No name,
# nothing of where they live, and nothing that was written about them.
OPENS = frozenset({KeyClass.PROFILE})

Row = tuple[Any, ...]
Sealed = tuple[UUID, UUID, bytes | None]
NOTHING: dict[str, Any] = {}


def load(organisation: UUID, periods: Sequence[Period], *, by: User | None) -> ProviderRecords:
    """The records of one provider that counting these periods needs, read as ``by``.

    Deliveries outside participations are those of the first period. Counting opens the profiles
    of everybody and shows them to nobody, so it counts towards no person's limit.
    """
    with enter(organisation, by=by), as_system(), withholding.only(OPENS):
        return _load(organisation, periods, by)


def _load(organisation: UUID, periods: Sequence[Period], by: User | None) -> ProviderRecords:
    first = min(each.first for each in periods) - NEAR_THE_PERIOD
    last = max(each.last for each in periods) + NEAR_THE_PERIOD
    around = {"organisation": organisation, "first": first, "last": last}
    episodes = rows_of(sql.EPISODES, around)
    participations = rows_of(
        sql.PARTICIPATIONS, around | {"episodes": [row[0] for row in episodes]}
    )
    people = rows_of(sql.PEOPLE, around | {"people": list({row[2] for row in participations})})
    referrals = rows_of(sql.REFERRALS, around)
    _record_read(episodes, people, referrals, by)
    return ProviderRecords(
        organisation_id=organisation,
        services=tuple(_service(row) for row in rows_of(sql.SERVICES, around)),
        provisions=tuple(ProvisionRecord(*row) for row in rows_of(sql.PROVISIONS, around)),
        people=_people(organisation, people),
        episodes=_episodes(organisation, episodes),
        participations=tuple(ParticipationRecord(*row) for row in participations),
        referrals=_referrals(organisation, referrals),
        support=_support(organisation, periods),
        outside_deliveries=_outside(organisation, periods[0]),
    )


def rows_of(query: str, parameters: dict[str, Any]) -> list[Row]:
    with binary.cursor(connection) as cursor:
        cursor.execute(query, parameters)
        rows: list[Row] = cursor.fetchall()
    return rows


def _record_read(
    episodes: Iterable[Row], people: Iterable[Row], referrals: Iterable[Row], by: User | None
) -> None:
    """Name everybody whose records will be opened; events hold a thousand ids each."""
    subjects = {row[1] for row in people} | {row[6] for row in episodes}
    subjects |= {row[8] for row in referrals if row[8] is not None}
    if subjects:
        events.read(READ_VERB, by=by, subjects=subjects)
        keyring.current().expect(subjects)  # so that all their keys come in one query


def _opened(field: Any, organisation: UUID, rows: list[Sealed], missing: Any) -> list[Any]:
    """The value of each row (row id, subject id, sealed bytes), in order.

    Rows without sealed bytes, because there is no row or its subject was erased, have ``missing``.
    """
    held = [(row, subject, sealed) for row, subject, sealed in rows if sealed is not None]
    values = iter(bulk.decrypt(field, organisation, held, erased=missing))
    return [missing if sealed is None else next(values) for _, _, sealed in rows]


def _field(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def _service(row: Row) -> ServiceRecord:
    service, groups, by_and_for, in_house, standards = row
    return ServiceRecord(service, frozenset(groups), frozenset(by_and_for), in_house, standards)


def _people(organisation: UUID, rows: list[Row]) -> dict[RecordId, PersonRecord]:
    born = _opened(
        _field(Person, "date_of_birth"),
        organisation,
        [(subject, subject, sealed) for _, subject, sealed, _, _ in rows],
        None,
    )
    answers = _opened(
        _field(Profile, "answers"),
        organisation,
        [(profile, subject, sealed) for _, subject, _, profile, sealed in rows],
        NOTHING,
    )
    return {
        row[0]: _person(row[0], day, told)
        for row, day, told in zip(rows, born, answers, strict=True)
    }


def _person(person: RecordId, born: date | None, answers: dict[str, Any]) -> PersonRecord:
    said = [answers[each].get("value", "") if each in answers else "" for each in QUESTIONS]
    return PersonRecord(person, born, *said)


def _episodes(organisation: UUID, rows: list[Row]) -> tuple[EpisodeRecord, ...]:
    origins = _opened(
        _field(Episode, "origin"),
        organisation,
        [(episode, case, sealed) for *_, episode, case, sealed, _, _ in rows],
        "",
    )
    details = _opened(
        _field(Ending, "details"),
        organisation,
        [(ending, case, sealed) for *_, case, _, ending, sealed in rows],
        NOTHING,
    )
    return tuple(
        _episode(row, origin, told)
        for row, origin, told in zip(rows, origins, details, strict=True)
    )


def _episode(row: Row, origin: str, details: dict[str, str]) -> EpisodeRecord:
    episode, reference, provision, started_on, ended_on, *_ = row
    return EpisodeRecord(
        episode,
        reference,
        provision,
        origin,
        started_on,
        ended_on,
        details.get("planned", ""),
        details.get("asked_to_leave", ""),
        details.get("next_place", ""),
    )


def _referrals(organisation: UUID, rows: list[Row]) -> tuple[ReferralRecord, ...]:
    needs = _opened(
        _field(PlacementReferral, "needs"),
        organisation,
        [(subject, subject, sealed) for *_, subject, sealed in rows],
        NOTHING,
    )
    return tuple(_referral(row, told) for row, told in zip(rows, needs, strict=True))


def _referral(row: Row, needs: dict[str, Any]) -> ReferralRecord:
    referral, reference, provision, kind, decision, received_on, decided_on, reasons, *_ = row
    return ReferralRecord(
        referral,
        reference,
        provision,
        kind,
        decision,
        received_on,
        decided_on,
        _reasons(reasons),
        frozenset(needs.get("unmet", ())),
    )


@cache
def _reasons(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _support(
    organisation: UUID, periods: Sequence[Period]
) -> dict[Period, dict[RecordId, frozenset[str]]]:
    delivered: dict[Period, dict[RecordId, frozenset[str]]] = {each: {} for each in periods}
    rows = rows_of(
        sql.SUPPORT,
        {
            "organisation": organisation,
            "types": list(SUPPORT_TYPES),
            "firsts": [each.first for each in periods],
            "lasts": [each.last for each in periods],
            "first": min(each.first for each in periods),
            "last": max(each.last for each in periods),
        },
    )
    for participation, number, mask in rows:
        delivered[periods[number - 1]][participation] = _types(mask)
    return delivered


@cache
def _types(mask: int) -> frozenset[str]:
    """The support types whose bits are set, in the order of SUPPORT_TYPES."""
    return frozenset(each for bit, each in enumerate(SUPPORT_TYPES) if mask >> bit & 1)


def _outside(organisation: UUID, period: Period) -> tuple[OutsideDelivery, ...]:
    parameters = {"organisation": organisation, "first": period.first, "last": period.last}
    return tuple(OutsideDelivery(*row) for row in rows_of(sql.OUTSIDE_DELIVERIES, parameters))
