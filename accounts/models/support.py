"""Help from outside: access to settings and diagnostics, given by the organisation for hours."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models.base import TenantModel, TenantOneToOneField, TenantQuerySet


class SupportAccessQuerySet(TenantQuerySet["SupportAccess"]):
    """Access of support people."""

    def live_at(self, moment: datetime.datetime) -> Self:
        """Keep access that holds at a moment: begun, not over and not ended before."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment, ended_at=None)


SupportAccessManager = models.Manager.from_queryset(SupportAccessQuerySet)


class SupportAccess(TenantModel):
    """One support person's access, for hours; it ends by itself and can be ended at once."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    membership = TenantOneToOneField("accounts.Membership", related_name="support")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[SupportAccessManager["SupportAccess"]] = SupportAccessManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="accounts_support_access_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + datetime.timedelta(hours=24)),
                name="accounts_support_access_lasts_a_day_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("given_by")),
                name="accounts_support_access_is_given_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"support until {self.ends_at}"
