"""Cases, who is in them, and who works on them."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts import access
from accounts.models import Service, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.permissions import Permission
from cases import relationships
from cases.choices import CaseRole
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

    def visible_to(self, user: User, *, on: datetime.date | None = None) -> Self:
        """Keep the cases that a person may see: none unless a role and a relationship say so.

        A restricted case is seen by those allocated to it alone.
        """
        if not access.has_permission(user, Permission.CASE_SEE):
            return self.none()
        day = on or timezone.localdate()
        allocated = Exists(Allocation.objects.live_on(day).filter(case=OuterRef("pk"), worker=user))
        if access.has_permission(user, Permission.CASES_OF_THE_ORGANISATION):
            return self.filter(Q(allocated) | Q(restricted=False))
        return self.filter(Q(allocated) | Q(restricted=False) & relationships.related(user, day))


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


class AllocationQuerySet(TenantQuerySet["Allocation"]):
    """Who works on what."""

    def live_on(self, day: datetime.date) -> Self:
        """Keep allocations that hold on a day; the last day is included."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


AllocationManager = models.Manager.from_queryset(AllocationQuerySet)


class Allocation(TenantModel):
    """A worker's time on a case."""

    case = TenantForeignKey(Case, related_name="allocations")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[AllocationManager["Allocation"]] = AllocationManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cases_allocation_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"allocation of {self.case_id}"
