"""Recording support that was given, putting it right and taking it back."""

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accommodation.models import Episode, EpisodePerson, SupportDelivered
from accommodation.services import NotOfTheHousehold
from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case, Person
from diary.models import Note

_FIELDS = ("person", "episode", "support_type", "delivered_on", "minutes")


@transaction.atomic
def deliver(
    *,
    case: Case,
    person: Person,
    support_type: str,
    delivered_on: datetime.date,
    by: User | None,
    minutes: int | None = None,
    note: Note | None = None,
    episode: Episode | None = None,
) -> SupportDelivered:
    """Record support given to one person of a case, in the stay that she was part of that day.

    ``episode`` names another one, or one whose days say otherwise. Raises NotOfTheHousehold for
    somebody who is not in the case, or took no part in that episode on whatever day.
    """
    if episode is None:
        if not case.case_people.filter(person=person).exists():
            raise NotOfTheHousehold
        episode = stay_on(case, person.pk, delivered_on)
    elif not episode.participations.filter(person=person).exists():
        raise NotOfTheHousehold
    delivered = SupportDelivered(
        organisation_id=case.organisation_id,
        case=case,
        episode=episode,
        person=person,
        support_type=support_type,
        delivered_on=delivered_on,
        minutes=minutes,
        note=note,
        given_by=by,
    )
    events.write("support.deliver", by=by, subjects=[case.pk, delivered.pk])
    delivered.save(force_insert=True)
    return delivered


def stay_on(case: Case, person_id: UUID, day: datetime.date) -> Episode | None:
    """Return the episode of a case that somebody was part of on a day: the one begun last."""
    there = EpisodePerson.objects.filter(
        Q(ends_on__gte=day)
        | Q(ends_on=None, episode__ending=None)
        | Q(ends_on=None, episode__ending__ended_on__gte=day),
        episode__case=case,
        person=person_id,
        starts_on__lte=day,
    )
    last = there.select_related("episode").order_by("-starts_on", "-pk").first()
    return last.episode if last else None


@transaction.atomic
def change(
    *,
    delivered: SupportDelivered,
    person: Person,
    support_type: str,
    delivered_on: datetime.date,
    minutes: int | None,
    expected_version: int,
    by: User,
) -> SupportDelivered:
    """Put right what was recorded. Raises NotOfTheHousehold and ChangedMeanwhile."""
    if not delivered.case.case_people.filter(person=person).exists():
        raise NotOfTheHousehold
    events.write(
        "support.change", by=by, subjects=[delivered.case_id, delivered.pk], fields=_FIELDS
    )
    delivered.person = person
    delivered.support_type = support_type
    delivered.delivered_on = delivered_on
    delivered.minutes = minutes
    delivered.episode = stay_on(delivered.case, person.pk, delivered_on)
    save_if_unchanged(delivered, expected_version=expected_version, fields=_FIELDS)
    return delivered


@transaction.atomic
def undo(*, delivered: SupportDelivered, by: User) -> None:
    """Take back what was recorded by mistake: the trail keeps that it was there."""
    events.write("support.undo", by=by, subjects=[delivered.case_id, delivered.pk])
    delivered.delete()
