"""Cases, who is in them, and who works on them."""

import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import access
from accounts.models import Service, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.permissions import Permission
from cases import relationships
from cases.choices import CaseRole
from cases.models.allocation import Allocation
from cases.models.conflict import Conflict
from cases.models.person import Person
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class CaseQuerySet(TenantQuerySet["Case"]):
    """Cases, in the words of the people who work with them."""

    def open_on(self, day: datetime.date) -> Self:
        """Keep cases that are open on a day; the closing day is included."""
        return self.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gte=day))

    def closed(self) -> Self:
        """Keep cases that were closed."""
        return self.exclude(closed_on=None)

    def allocated_to(self, user: User, *, on: datetime.date) -> Self:
        """Keep cases that a worker is allocated to on a day."""
        live = Allocation.objects.live_on(on).filter(case=OuterRef("pk"), worker=user)
        return self.filter(Exists(live))

    def visible_to(self, user: User, *, at: datetime.datetime | None = None) -> Self:
        """Keep the cases that a person may see: none unless a role and a relationship say so.

        A restricted case is seen by those named for it alone. A conflict forbids, whatever else
        permits: for that person the case does not exist.
        """
        if not access.has_permission(user, Permission.CASE_SEE):
            return self.none()
        moment = at or timezone.now()
        open_to_others = Q(restricted=False) & relationships.related(user, moment)
        named = relationships.named(user, moment)
        return self.filter(named | open_to_others).without_conflicts_of(user)

    def with_reach(self, user: User, *, at: datetime.datetime | None = None) -> Self:
        """Say of each case which relationships and roles reach it: see ``cases.sight``."""
        moment = at or timezone.now()
        reached = relationships.each(user, moment)
        return self.annotate(
            **{
                name: ExpressionWrapper(condition, models.BooleanField())
                for name, condition in reached.items()
            }
        )

    def for_calls_of(self, user: User) -> Self:
        """Keep the open cases whose names a person needs who takes calls: none without the role.

        Those of her service, or of the whole organisation; never a restricted one.
        """
        if not access.has_permission(user, Permission.CALLS_TAKE):
            return self.none()
        cases = self.filter(closed_on=None, restricted=False).without_conflicts_of(user)
        own = access.services_with(user, Permission.CALLS_TAKE)
        everywhere = access.holds_everywhere(user, Permission.CALLS_TAKE)
        return cases if everywhere else cases.filter(service__in=own)

    def named_to(self, user: User) -> Self:
        """Keep the cases of which a person may be told that they exist, whether she sees them."""
        named = relationships.named(user, timezone.now())
        return self.filter(Q(restricted=False) | named).without_conflicts_of(user)

    def without_conflicts_of(self, user: User) -> Self:
        """Leave out the cases that this person must not know of."""
        barred, shared = _kept_from(user)
        return self.exclude(pk__in=barred).exclude(pk__in=shared)

    def kept_from(self, user: User) -> Self:
        """Keep the cases that this person must not know of."""
        barred, shared = _kept_from(user)
        return self.filter(Q(pk__in=barred) | Q(pk__in=shared))


def _kept_from(user: User) -> "tuple[QuerySet[Any, Any], QuerySet[Any, Any]]":
    """Return the cases of a person's conflicts, and those with somebody in them who is in one.

    A child of two households would otherwise lead from one to the other.
    """
    barred = Conflict.objects.standing().of(user).values("case_id")
    people = CasePerson.objects.filter(case__in=barred).values("person_id")
    return barred, CasePerson.objects.filter(person__in=people).values("case_id")


CaseManager = models.Manager.from_queryset(CaseQuerySet)


class Case(TenantModel):
    """One survivor's work with one organisation, from opening to closing."""

    ENCRYPTION_SUBJECT = "id"

    reference = models.CharField(max_length=20)
    service = TenantForeignKey(Service, null=True, blank=True, related_name="cases")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    restricted = models.BooleanField(default=False)
    # "Where things are now", written with the survivor.
    summary = EncryptedText(tag="case.summary", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[CaseManager["Case"]] = CaseManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="cases_case_reference_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
                name="cases_case_closes_after_it_opens",
                violation_error_message="A case closes on or after the day it was opened.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "opened_on"], name="cases_case_opened")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Say whether the case has not been closed."""
        return self.closed_on is None


class CasePerson(TenantModel):
    """A person's part in a case."""

    ENCRYPTION_SUBJECT = "case_id"
    PART_OF: ClassVar[tuple[str, str] | None] = ("person_id", "case_id")

    case = TenantForeignKey(Case, related_name="case_people")
    person = TenantForeignKey(Person, related_name="case_people")
    role = models.CharField(max_length=20, choices=CaseRole.choices)
    relationship = EncryptedText(tag="case_person.relationship", key_class=KeyClass.NARRATIVE)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], name="cases_caseperson_once_in_a_case"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role=CaseRole.SURVIVOR),
                name="cases_caseperson_one_survivor",
                violation_error_message="A case has exactly one survivor.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=CaseRole.values), name="cases_caseperson_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cases_caseperson_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.case_id}"
