"""Writes to accommodation. Each is one transaction with its audit event inside."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction

from accommodation import holds
from accommodation.choices import Decision, ReferralKind
from accommodation.models import (
    Episode,
    EpisodePerson,
    PlacementReferral,
    Provision,
    Stay,
    Unit,
    UnitClosure,
)
from accounts.lost_updates import save_if_unchanged
from accounts.models import Service, User
from audit import context, events
from cases.models import Case, Person
from encryption import subjects


class NotOfTheHousehold(ValueError):
    """Somebody who is not in the case, or not in its episode, was named as part of it."""


class UnitGivenUp(ValueError):
    """Nobody lives in this room from a day on that the stay would reach."""


class OtherPlaces(ValueError):
    """Provision continues provision of the same service and type alone."""


@transaction.atomic
def create_provision(
    *,
    service: Service,
    accommodation_type: str,
    bedspaces: int,
    by: User | None,
    authority_code: str = "",
    commissioned_from: datetime.date | None = None,
    commissioned_to: datetime.date | None = None,
    continues: Provision | None = None,
) -> Provision:
    """Record what an authority buys from a service.

    Raises OtherPlaces when it continues provision of another service or type.
    """
    if continues is not None and (continues.service_id, continues.accommodation_type) != (
        service.pk,
        accommodation_type,
    ):
        raise OtherPlaces
    provision = Provision(
        organisation_id=service.organisation_id,
        service=service,
        accommodation_type=accommodation_type,
        bedspaces=bedspaces,
        authority_code=authority_code,
        commissioned_from=commissioned_from,
        commissioned_to=commissioned_to,
        continues=continues,
    )
    events.write("provision.create", by=by, subjects=[provision.pk])
    provision.save(force_insert=True)
    return provision


@transaction.atomic
def create_unit(
    *,
    service: Service,
    name: str,
    by: User | None,
    sleeps: int | None = None,
    step_free: str = "",
    cot: str = "",
    **features: int | str | None,
) -> Unit:
    """Add a room or a home to a service; ``features`` are further fields of a unit."""
    unit = Unit(
        organisation_id=service.organisation_id,
        service=service,
        name=name,
        sleeps=sleeps,
        step_free=step_free,
        cot=cot,
        **features,
    )
    events.write("unit.create", by=by, subjects=[unit.pk])
    unit.save(force_insert=True)
    return unit


@transaction.atomic
def close_unit(
    *,
    unit: Unit,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    reason: str,
    by: User | None,
) -> UnitClosure:
    """Take a unit out of use."""
    closure = UnitClosure(
        organisation_id=unit.organisation_id,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    events.write("unit.close", by=by, subjects=[unit.pk])
    closure.save(force_insert=True)
    return closure


@transaction.atomic
def record_referral(
    *,
    provision: Provision,
    received_on: datetime.date,
    by: User | None,
    kind: str = ReferralKind.REFERRAL,
    case: Case | None = None,
    source: str = "",
    unmet_needs: Sequence[str] = (),
    adults: int | None = None,
    children: int | None = None,
    further: Mapping[str, object] | None = None,
) -> PlacementReferral:
    """Record a household that asks for a place; ``further`` are more fields of the referral."""
    referral = PlacementReferral(
        organisation_id=context.required_organisation(),
        provision=provision,
        case=case,
        kind=kind,
        source=source,
        received_on=received_on,
        needs={"unmet": list(unmet_needs)} if unmet_needs else {},
        adults=adults,
        children=children,
        **(further or {}),
    )
    events.write("referral.record", by=by, subjects=[referral.pk])
    subjects.create(
        organisation_id=referral.organisation_id, kind="referral", subject_ids=[referral.pk]
    )
    referral.save(force_insert=True)
    return referral


@transaction.atomic
def decide_referral(
    *,
    referral: PlacementReferral,
    decision: Decision,
    decided_on: datetime.date,
    expected_version: int,
    by: User | None,
    reasons: Sequence[str] = (),
    unmet_needs: Sequence[str] = (),
    further: Mapping[str, object] | None = None,
) -> PlacementReferral:
    """Record the answer that a household was given. Raises ChangedMeanwhile.

    ``further`` are more fields of the referral that change with it.
    """
    more = further or {}
    fields = ["decision", "decided_on", "reasons", "needs", *sorted(more)]
    events.write("referral.decide", by=by, subjects=[referral.pk], fields=fields)
    referral.decision = decision
    referral.decided_on = decided_on
    referral.reasons = list(reasons)
    referral.needs = {"unmet": list(unmet_needs)} if unmet_needs else {}
    for name, value in more.items():
        setattr(referral, name, value)
    save_if_unchanged(referral, expected_version=expected_version, fields=fields)
    return referral


@transaction.atomic
def start_episode(
    *,
    case: Case,
    provision: Provision,
    started_on: datetime.date,
    people: Iterable[Person],
    by: User | None,
    origin: str = "",
    unit: Unit | None = None,
    expected_to: datetime.date | None = None,
) -> Episode:
    """Begin a household's support in a provision, and give it a unit where one is named.

    Raises NotOfTheHousehold for somebody who is not in the case.
    """
    household = set(case.case_people.values_list("person_id", flat=True))
    arriving = list(people)
    if any(person.pk not in household for person in arriving):
        raise NotOfTheHousehold
    episode = Episode(
        organisation_id=case.organisation_id,
        case=case,
        provision=provision,
        origin=origin,
        started_on=started_on,
    )
    events.write("episode.start", by=by, subjects=[case.pk, episode.pk])
    episode.save(force_insert=True)
    EpisodePerson.objects.bulk_create(
        EpisodePerson(
            organisation_id=case.organisation_id,
            episode=episode,
            person=person,
            starts_on=started_on,
        )
        for person in arriving
    )
    if unit is not None:
        give_unit(episode=episode, unit=unit, starts_on=started_on, expected_to=expected_to, by=by)
    return episode


@transaction.atomic
def give_unit(
    *,
    episode: Episode,
    unit: Unit,
    starts_on: datetime.date,
    by: User | None,
    expected_to: datetime.date | None = None,
) -> Stay:
    """Give a household a unit from a day on.

    Raises IntegrityError when somebody else has it on some of these days, and UnitGivenUp when it
    is no room of ours any more.
    """
    given_up = Unit.objects.filter(pk=unit.pk).values_list("decommissioned_on", flat=True).get()
    if given_up is not None and given_up <= max(starts_on, expected_to or starts_on):
        raise UnitGivenUp
    stay = Stay(
        organisation_id=episode.organisation_id,
        episode=episode,
        unit=unit,
        starts_on=starts_on,
        expected_from=starts_on,
        expected_to=expected_to,
    )
    events.write("stay.start", by=by, subjects=[stay.pk, episode.pk])
    stay.save(force_insert=True)
    return stay


@transaction.atomic
def expect_leaving(
    *, stay: Stay, expected_to: datetime.date | None, expected_version: int, by: User | None
) -> Stay:
    """Record the day on which a household is expected to leave. Raises ChangedMeanwhile."""
    events.write("stay.expect_leaving", by=by, subjects=[stay.pk], fields=["expected_to"])
    stay.expected_to = expected_to
    save_if_unchanged(stay, expected_version=expected_version, fields=["expected_to"])
    return stay


@transaction.atomic
def end_stay(*, stay: Stay, ends_on: datetime.date, expected_version: int, by: User | None) -> Stay:
    """Record that a household left a unit, on a day. Raises ChangedMeanwhile."""
    events.write("stay.end", by=by, subjects=[stay.pk], fields=["ends_on"])
    stay.ends_on = ends_on
    save_if_unchanged(stay, expected_version=expected_version, fields=["ends_on"])
    return stay


class RoomTaken(Exception):
    """Somebody else has the room on some of these days, or it is kept for them."""


def house_household(
    *,
    case: Case,
    provision: Provision,
    unit: Unit,
    starts_on: datetime.date,
    by: User | None,
    expected_to: datetime.date | None = None,
    origin: str = "",
    now: datetime.datetime | None = None,
    held_for: PlacementReferral | None = None,
) -> Stay:
    """Give a case's household a room, as a new episode or as a move within a running one.

    With ``now``, a room that is kept at that time for another than ``held_for`` is not free.

    A move within the same places continues the episode and ends the stay in the other room.
    Raises RoomTaken, with nothing written, when the room is not free.
    """
    running = Episode.objects.filter(case=case, provision=provision, ending=None).first()
    try:
        with transaction.atomic():
            if now is not None:
                holds.require_free_for(held_for, unit=unit, now=now)
            if running is None:
                household = Person.objects.filter(case_people__case=case)
                running = start_episode(
                    case=case,
                    provision=provision,
                    started_on=starts_on,
                    people=household,
                    origin=origin,
                    by=by,
                )
            else:
                for stay in running.stays.filter(ends_on=None):
                    end_stay(
                        stay=stay,
                        ends_on=max(starts_on, stay.starts_on),
                        expected_version=stay.version,
                        by=by,
                    )
            return give_unit(
                episode=running, unit=unit, starts_on=starts_on, expected_to=expected_to, by=by
            )
    except (IntegrityError, holds.RoomHeld) as error:
        raise RoomTaken from error
