"""What accommodation tells on the pages of a case or a service: `{% load accommodation %}`."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from accommodation.models import Episode, Provision, Stay, Unit
from accommodation.models.house import STANDINGS
from accommodation.words import natural_order
from accounts.authority_names import names
from accounts.models import Service
from cases.models import Case

register = template.Library()


@dataclass(frozen=True)
class ShownEpisode:
    """A household's time in one place, as a case's summary shows it."""

    type: str
    started_on: datetime.date
    ended_on: datetime.date | None
    stays: Sequence[Stay]


@register.simple_tag
def episodes_of(case: Case) -> list[ShownEpisode]:
    """Return a case's episodes with their stays, the latest first, in two queries."""
    episodes = list(
        Episode.objects.filter(case=case)
        .select_related("provision", "ending")
        .order_by("-started_on", "-pk")
    )
    stays: dict[object, list[Stay]] = {}
    found = Stay.objects.filter(episode__in=episodes).select_related("unit")
    for stay in found.order_by("-starts_on"):
        stays.setdefault(stay.episode_id, []).append(stay)
    return [
        ShownEpisode(
            type=episode.provision.get_accommodation_type_display(),
            started_on=episode.started_on,
            ended_on=getattr(getattr(episode, "ending", None), "ended_on", None),
            stays=stays.get(episode.pk, []),
        )
        for episode in episodes
    ]


@dataclass(frozen=True)
class ShownPlaces:
    """Provision, with the name of the authority that commissions it."""

    provision: Provision
    authority: str


@register.simple_tag
def places_of(service: Service) -> list[ShownPlaces]:
    """Return a service's provision, the latest commission first."""
    found = Provision.objects.filter(service=service).order_by(
        "accommodation_type", "-commissioned_from", "pk"
    )
    return [ShownPlaces(one, names().get(one.authority_code, one.authority_code)) for one in found]


@register.simple_tag
def rooms_of(service: Service) -> list[Unit]:
    """Return a service's rooms in the order of their names, Room 2 before Room 10."""
    return sorted(Unit.objects.filter(service=service), key=lambda unit: natural_order(unit.name))


@register.filter
def kind_on(unit: Unit, day: datetime.date) -> str:
    """Say what kind of place a room is on a day, from its types that were fetched with it."""
    begun = [one for one in unit.types.all() if one.starts_on <= day]
    latest = max(begun, key=lambda one: one.starts_on, default=None)
    return latest.get_accommodation_type_display() if latest else ""


@register.filter
def standing(code: str) -> str:
    """Say in words who knows an address."""
    return STANDINGS.get(code, "Not recorded")
