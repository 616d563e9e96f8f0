"""Writes of an administrator to provision, and of several units at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from accommodation.models import Provision, Unit
from accommodation.property import Features
from accommodation.services import create_unit
from accounts.lost_updates import save_if_unchanged
from accounts.models import Service, User
from audit import events


@transaction.atomic
def create_units(*, service: Service, units: Sequence[Features], by: User | None) -> list[Unit]:
    """Add rooms or homes to a service, all or none."""
    return [create_unit(service=service, by=by, **asdict(unit)) for unit in units]


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
