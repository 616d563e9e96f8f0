"""Access to a case beyond the everyday: granted, for a reason, for a time."""

import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.choices import GrantKind
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class GrantQuerySet(TenantQuerySet["Grant"]):
    """Grants, in the words of the people who give them."""

    def live_at(self, moment: datetime.datetime) -> Self:
        """Keep grants that hold at a moment: begun, not over, not taken back."""
        return self.filter(starts_at__lte=moment, ended_at=None).filter(
            Q(ends_at=None) | Q(ends_at__gt=moment)
        )

    def not_over_at(self, moment: datetime.datetime) -> Self:
        """Keep grants that hold at a moment or later."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), ended_at=None)

    def of_kind(self, *kinds: GrantKind) -> Self:
        """Keep grants of these kinds."""
        return self.filter(kind__in=kinds)


GrantManager = models.Manager.from_queryset(GrantQuerySet)


class Grant(TenantModel):
    """One person's access to one case, for a reason, until a moment.

    Only a grant by name to a restricted case may be without an end. ``field_classes`` narrows
    what is seen to these kinds; empty means what the person's own role sees.
    """

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey("cases.Case", related_name="grants")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=GrantKind.choices)
    field_classes = ArrayField(
        models.CharField(max_length=20, choices=[(one, one.words) for one in FieldClass]),
        default=list,
        blank=True,
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = EncryptedText(tag="grant.reason", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[GrantManager["Grant"]] = GrantManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=GrantKind.values), name="cases_grant_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=GrantKind.NAMED) | Q(ends_at__isnull=False),
                name="cases_grant_has_an_end",
                violation_error_message="Say until when the access holds.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="cases_grant_ends_after_it_starts",
                violation_error_message="Access ends after it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=GrantKind.BREAK_GLASS)
                | Q(ends_at=F("starts_at") + datetime.timedelta(hours=1)),
                name="cases_grant_emergency_lasts_an_hour",
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_at"], name="cases_grant_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} grant on {self.case_id}"


class CoverQuerySet(TenantQuerySet["Cover"]):
    """Who stands in for whom."""

    def live_on(self, day: datetime.date) -> Self:
        """Keep cover that holds on a day; the last day is included, one taken back is not."""
        not_taken_back = Q(ended_at=None) | Q(ended_at__date__gt=day)
        return self.filter(not_taken_back, starts_on__lte=day, ends_on__gte=day)

    def not_over_on(self, day: datetime.date) -> Self:
        """Keep cover that holds on a day or later, the earliest first."""
        coming = self.filter(ends_on__gte=day, ended_at=None)
        return coming.order_by("starts_on", "ends_on", "pk")


CoverManager = models.Manager.from_queryset(CoverQuerySet)


class Cover(TenantModel):
    """A worker who stands in for a colleague: sees her cases, until a day."""

    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[CoverManager["Cover"]] = CoverManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cases_cover_ends_after_it_starts",
                violation_error_message="Cover ends on or after its first day.",
            ),
            models.CheckConstraint(
                condition=~Q(worker=F("colleague")),
                name="cases_cover_is_for_somebody_else",
                violation_error_message="Nobody stands in for themselves.",
            ),
        ]

    def __str__(self) -> str:
        return f"cover until {self.ends_on}"
