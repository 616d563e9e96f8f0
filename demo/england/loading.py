"""Bringing England in through the ordinary import, one provider at a time or several at once."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from accounts.models import Organisation
from accounts.tenancy import enter
from demo.england import processes
from demo.england.bundle import save
from demo.england.country import ProviderPlan
from demo.england.housing import plan_england
from demo.england.processes import Brought
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


class Providers:
    """The providers of a country, each of them one import."""

    def __init__(self, scale: Decimal) -> None:
        self.scale = scale
        self.england = plan_england(scale)

    def bring_in(self, number: int) -> Brought:
        """Import one provider, all of it or nothing."""
        bundle = write_provider(self.england.providers[number], self.england)
        with tempfile.TemporaryDirectory(prefix="england-") as folder:
            path = save(bundle, Path(folder))
            imported = import_bundle(path, source=_source(self.scale), by=None)
        return Brought(imported.rows, len(bundle["people"]))

    def missing(self) -> list[int]:
        """The numbers of those that the installation lacks."""
        missing = _missing(self.england.providers, self.scale)
        return [number for number, each in enumerate(self.england.providers) if each in missing]


def load_england(scale: Decimal, *, progress: Progress, at_once: int = 1) -> Loaded:
    """Bring in every provider that is not there yet: stopped runs are simply begun again.

    `at_once` imports are under way together, each in a process of its own. Raises AlreadyHeldError.
    """
    providers = Providers(scale)
    missing, of = providers.missing(), len(providers.england.providers)
    if not missing:
        raise AlreadyHeldError(f"This installation already holds England at scale {scale}.")
    found = of - len(missing)
    if at_once > 1:
        each = processes.bring_in(scale, missing, at_once=at_once)
    else:
        each = map(providers.bring_in, missing)
    rows = people = 0
    for done, brought in enumerate(each, start=1):
        rows += brought.rows
        people += brought.people
        progress(found + done, of, rows)
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
