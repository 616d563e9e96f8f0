"""A household's unbroken support in one provision, who was part of it, where and with what."""

import datetime
from collections.abc import Collection
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accommodation.choices import SupportType
from accommodation.models.provision import Provision
from accommodation.models.unit import Unit
from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models import Case, Person
from diary.models import Note
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class EpisodeQuerySet(TenantQuerySet["Episode"]):
    """Households' support in safe accommodation."""

    def in_services(self, services: "Collection[UUID] | models.QuerySet[Any, UUID]") -> Self:
        """Keep episodes in the provision of these services."""
        return self.filter(provision__service__in=services)

    def not_ended_before(self, day: datetime.date) -> Self:
        """Keep episodes that run on, or that end on or after a day."""
        return self.filter(Q(ending=None) | Q(ending__ended_on__gte=day))

    def live_on(self, day: datetime.date) -> Self:
        """Keep episodes that a day lies in, first and last day included."""
        return self.filter(started_on__lte=day).not_ended_before(day)


EpisodeManager = models.Manager.from_queryset(EpisodeQuerySet)


class Episode(TenantModel):
    """One household's unbroken support in one provision or chain of provision.

    Its end belongs to ``moveon.Ending``; without one it is still running.
    """

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="episodes")
    provision = TenantForeignKey(Provision, related_name="episodes")
    # GSS code of a Tier 1 or Tier 2 authority, a code of choices.ORIGINS_ELSEWHERE, or nothing.
    # Under the profile's key: the return needs it and must not need the key to addresses.
    origin = EncryptedText(tag="episode.origin", key_class=KeyClass.PROFILE)
    started_on = models.DateField()

    objects: ClassVar[EpisodeManager["Episode"]] = EpisodeManager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "started_on"], name="accommodation_episode_start")
        ]

    def __str__(self) -> str:
        return f"episode from {self.started_on}"


class UuidRange(Func):
    """The range that holds one id alone: lets an exclusion constraint compare ids without an
    extension (``CREATE TYPE uuidrange`` stands in the first migration)."""

    function = "uuidrange"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class EpisodePerson(TenantModel):
    """A person's participation in an episode, from its first day to its last, both included.

    Without a last day it runs as long as the episode does. Two participations of one person in
    one episode (a child who left and came back) may not overlap.
    """

    episode = TenantForeignKey(Episode, related_name="participations")
    person = TenantForeignKey(Person, related_name="participations")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="accommodation_participation_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="accommodation_participation_once_at_a_time",
                expressions=[
                    (UuidRange(F("episode")), RangeOperators.OVERLAPS),
                    (UuidRange(F("person")), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This person is already here on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"participation from {self.starts_on}"


class StayQuerySet(TenantQuerySet["Stay"]):
    """Who is in which room."""

    def overlapping(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep stays with a day in the period."""
        return self.filter(starts_on__lte=last).filter(Q(ends_on=None) | Q(ends_on__gte=first))

    def tonight(self, day: datetime.date) -> Self:
        """Keep stays whose household sleeps here in the night after the day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


StayManager = models.Manager.from_queryset(StayQuerySet)


class Stay(TenantModel):
    """A household's time in one unit. The day one leaves, the next may arrive.

    ``expected_from`` and ``expected_to`` are what was agreed; ``starts_on`` and ``ends_on`` what
    happened. A household that is expected holds its room from the day it should arrive.
    """

    episode = TenantForeignKey(Episode, related_name="stays")
    unit = TenantForeignKey(Unit, related_name="stays")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    expected_from = models.DateField(null=True, blank=True)
    expected_to = models.DateField(null=True, blank=True)

    objects: ClassVar[StayManager["Stay"]] = StayManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="accommodation_stay_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="accommodation_stay_one_household_in_a_unit",
                expressions=[
                    (UuidRange(F("unit")), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Somebody else has this room on some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"stay from {self.starts_on}"


class SupportDelivered(TenantModel):
    """Support of one type, given to one person of a case on one day.

    Without an episode it was given in none that was known of then: to somebody at home, or before
    the stay was entered. Which one it counts in is then a matter of the day (``returns.sql``).
    """

    case = TenantForeignKey(Case, related_name="support")
    episode = TenantForeignKey(Episode, null=True, blank=True, related_name="support")
    person = TenantForeignKey(Person, related_name="support")
    # The note that tells of it, where it was recorded with one, and who gave it.
    note = TenantForeignKey(Note, null=True, blank=True, related_name="support")
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    support_type = models.CharField(max_length=20, choices=SupportType.choices)
    delivered_on = models.DateField()
    minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(support_type__in=SupportType.values),
                name="accommodation_support_type_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "delivered_on"], name="accommodation_support_day")
        ]

    def __str__(self) -> str:
        return f"{self.support_type} on {self.delivered_on}"
