"""Bringing England in through the ordinary import, one provider at a time."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from accounts.models import Organisation
from accounts.tenancy import enter
from demo.england.bundle import save
from demo.england.country import ProviderPlan
from demo.england.housing import plan_england
from demo.england.records import provider_reference, write_provider
from interchange.models import ImportedReference
from interchange.references import ORGANISATIONS, References
from interchange.services import import_bundle

Progress = Callable[[int, int, int], None]
"""Told how many providers are in, of how many, and how many rows this run brought over."""


class AlreadyHeldError(Exception):
    """The installation holds this country, or one of another scale; the sentence says which."""


@dataclass(frozen=True)
class Loaded:
    """What a run did: providers brought in now, those that were there, rows and people."""

    providers: int
    found: int
    rows: int
    people: int


def load_england(scale: Decimal, *, progress: Progress) -> Loaded:
    """Bring in every provider that is not there yet: stopped runs are simply begun again.

    Each provider is one import, all of it or nothing. Raises AlreadyHeldError.
    """
    england = plan_england(scale)
    missing = _missing(england.providers, scale)
    found = len(england.providers) - len(missing)
    if not missing:
        raise AlreadyHeldError(f"This installation already holds England at scale {scale}.")
    rows = people = 0
    for done, provider in enumerate(missing, start=1):
        bundle = write_provider(provider, england)
        with tempfile.TemporaryDirectory(prefix="england-") as folder:
            imported = import_bundle(save(bundle, Path(folder)), source=_source(scale), by=None)
        rows += imported.rows
        people += len(bundle["people"])
        progress(found + done, len(england.providers), rows)
    return Loaded(len(missing), found, rows, people)


def _source(scale: Decimal) -> str:
    """Who "sent" it: the scale is part of the name, so that two scales are never mixed."""
    return f"england-{scale.normalize():f}"


def _missing(providers: list[ProviderPlan], scale: Decimal) -> list[ProviderPlan]:
    ids = References(_source(scale)).kind(ORGANISATIONS)
    by_id = {ids[provider_reference(provider)]: provider for provider in providers}
    held = list(Organisation.objects.filter(pk__in=by_id))
    if held:
        with enter(held[0], by=None):
            own = ImportedReference.objects.filter(pk=held[0].pk).first()
        if own is None or own.source != _source(scale):
            other = own.source.removeprefix("england-") if own else "another"
            raise AlreadyHeldError(
                f"This installation holds England at scale {other}: use that, or another home."
            )
    for organisation in held:
        del by_id[organisation.pk]
    return list(by_id.values())
