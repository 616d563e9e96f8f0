"""Writes of an administrator to provision and units."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accommodation.models import Provision, Unit
from accommodation.services import create_unit
from accounts.lost_updates import save_if_unchanged
from accounts.models import Service, User
from audit import events


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """A room or a home that is to be added."""

    name: str
    sleeps: int | None
    step_free: str
    cot: str


@transaction.atomic
def create_units(*, service: Service, units: Sequence[NewUnit], by: User | None) -> list[Unit]:
    """Add rooms or homes to a service, all or none."""
    return [
        create_unit(
            service=service,
            name=unit.name,
            sleeps=unit.sleeps,
            step_free=unit.step_free,
            cot=unit.cot,
            by=by,
        )
        for unit in units
    ]


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    name: str,
    sleeps: int | None,
    step_free: str,
    cot: str,
    expected_version: int,
    by: User | None,
) -> Unit:
    """Change what is said of a room. Raises ChangedMeanwhile."""
    fields = ["name", "sleeps", "step_free", "cot"]
    events.write("unit.change", by=by, subjects=[unit.pk], fields=fields)
    unit.name, unit.sleeps, unit.step_free, unit.cot = name, sleeps, step_free, cot
    save_if_unchanged(unit, expected_version=expected_version, fields=fields)
    return unit


@transaction.atomic
def change_provision(
    *,
    provision: Provision,
    authority_code: str,
    bedspaces: int,
    commissioned_from: dt.date | None,
    commissioned_to: dt.date | None,
    expected_version: int,
    by: User | None,
) -> Provision:
    """Put right or end what an authority buys; its type stays. Raises ChangedMeanwhile.

    Another number of places from a day on is new provision that continues this one.
    """
    fields = ["authority_code", "bedspaces", "commissioned_from", "commissioned_to"]
    events.write("provision.change", by=by, subjects=[provision.pk], fields=fields)
    provision.authority_code = authority_code
    provision.bedspaces = bedspaces
    provision.commissioned_from = commissioned_from
    provision.commissioned_to = commissioned_to
    save_if_unchanged(provision, expected_version=expected_version, fields=fields)
    return provision
