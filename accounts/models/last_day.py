"""Until when a service or a team ran, as it was said from the first time to the last."""

from typing import ClassVar, Self

from django.db import models

from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.models.organisation import Service


class LastDayQuerySet(TenantQuerySet["LastDay"]):
    """What was said of last days."""

    def of_service(self, service: Service) -> Self:
        """Keep what was said of a service and its teams, the newest first."""
        return self.filter(service=service).order_by("-recorded_at", "-pk")


LastDayManager = models.Manager.from_queryset(LastDayQuerySet)


class LastDay(TenantModel):
    """One change of a last day: from what, to what, by whom, when; None is "goes on".

    With a team it is about that team of the service, and else about the service. The application
    may add rows and neither change nor remove one.
    """

    APPEND_ONLY: ClassVar[bool] = True

    service = TenantForeignKey("accounts.Service", related_name="+")
    team = TenantForeignKey("accounts.Team", null=True, blank=True, related_name="+")
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    changed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar[LastDayManager["LastDay"]] = LastDayManager()

    def __str__(self) -> str:
        return f"last day of {self.team_id or self.service_id}"
