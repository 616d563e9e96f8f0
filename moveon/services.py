"""Ending an episode."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accommodation.models import Episode, UnitClosure
from accommodation.services import close_unit
from accounts.models import User
from audit import events
from cases.events import EpisodeEnded, announce
from moveon.models import Ending

ONE_DAY = datetime.timedelta(days=1)


class NotInSanctuary(ValueError):
    """How support in a sanctuary ended was told of another kind of provision."""


class EndsBeforeItStarts(ValueError):
    """The last day of an episode lies before its first."""


@transaction.atomic
def end_episode(
    *,
    episode: Episode,
    ended_on: datetime.date,
    by: User | None,
    details: Mapping[str, str] | None = None,
    ready_on: datetime.date | None = None,
) -> Ending:
    """End a household's support in one place, and its stays with it.

    ``details`` maps ``planned``, ``asked_to_leave``, ``next_place`` and ``sanctuary_ending`` to
    codes of ``moveon.choices``. Until ``ready_on`` the room is being got ready. Participations
    without a last day end with the episode.
    Raises EndsBeforeItStarts, and NotInSanctuary for a ``sanctuary_ending`` elsewhere.
    """
    told = {name: value for name, value in (details or {}).items() if value}
    if ended_on < episode.started_on:
        raise EndsBeforeItStarts
    if "sanctuary_ending" in told and not episode.provision.is_sanctuary:
        raise NotInSanctuary
    ending = Ending(
        organisation_id=episode.organisation_id,
        episode=episode,
        case_id=episode.case_id,
        ended_on=ended_on,
        details=told,
    )
    events.write("episode.end", by=by, subjects=[episode.case_id, episode.pk])
    ending.save(force_insert=True)
    for stay in episode.stays.filter(ends_on=None):
        stay.ends_on = max(ended_on, stay.starts_on)
        stay.version += 1
        stay.save(update_fields=["ends_on", "version"])
        if ready_on is not None and ready_on > stay.ends_on:
            close_unit(
                unit=stay.unit, starts_on=stay.ends_on, ends_on=ready_on - ONE_DAY,
                reason=UnitClosure.Reason.CLEANING, by=by,
            )  # fmt: skip
    announce(
        EpisodeEnded(
            case_id=episode.case_id,
            by=by,
            episode_id=episode.pk,
            planned=ending.detail("planned"),
            ended_on=ended_on,
            unsafe=ending.is_unsafe,
        )
    )
    return ending
