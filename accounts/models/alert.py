"""What is wrong with the keeping of an organisation's records, until a named person closes it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.choices import AlertAnswer, AlertKind
from accounts.models.base import TenantModel, TenantQuerySet


class AlertQuerySet(TenantQuerySet["Alert"]):
    """Questions about alerts."""

    def open(self) -> Self:
        """Keep those that nobody has closed."""
        return self.filter(closed_at=None).order_by("kind")


AlertManager = models.Manager.from_queryset(AlertQuerySet)


class Alert(TenantModel):
    """Something that was found of the whole organisation, and of nobody. One of a kind is open.

    Found again while it is open, it is the same one.
    """

    kind = models.CharField(max_length=12, choices=AlertKind.choices)
    raised_at = models.DateTimeField()
    found_at = models.DateTimeField()
    found = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=12, choices=AlertAnswer.choices, blank=True, default="")

    objects: ClassVar[AlertManager["Alert"]] = AlertManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AlertKind.values), name="accounts_alert_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, answer="")
                | Q(
                    closed_at__isnull=False, closed_by__isnull=False, answer__in=AlertAnswer.values
                ),
                name="accounts_alert_closed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(closed_at=None),
                name="accounts_alert_one_open_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} alert"
