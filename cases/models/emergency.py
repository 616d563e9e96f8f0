"""Each time that somebody opened a case in an emergency, or tried to."""

import datetime
from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models.grant import Grant


class EmergencyOpeningQuerySet(TenantQuerySet["EmergencyOpening"]):
    """Who opened cases in emergencies, and how often."""

    def of(self, user: User, *, since: datetime.datetime) -> Self:
        """Keep what one person tried since a moment, whether or not it opened anything."""
        return self.filter(user=user, at__gte=since)

    def in_vain(self) -> Self:
        """Keep what opened nothing."""
        return self.filter(grant=None)


EmergencyOpeningManager = models.Manager.from_queryset(EmergencyOpeningQuerySet)


class EmergencyOpening(TenantModel):
    """One attempt, for the daily number; without a grant it opened nothing."""

    APPEND_ONLY: ClassVar[bool] = True

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    grant = TenantForeignKey(Grant, null=True, blank=True, related_name="+")

    objects: ClassVar[EmergencyOpeningManager["EmergencyOpening"]] = EmergencyOpeningManager()

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="cases_emergency_of_a_person")]

    def __str__(self) -> str:
        return f"emergency opening at {self.at.isoformat()}"
