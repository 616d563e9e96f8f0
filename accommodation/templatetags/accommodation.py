"""What accommodation tells on the pages of a case: `{% load accommodation %}`."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from accommodation.models import Episode, Stay
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
