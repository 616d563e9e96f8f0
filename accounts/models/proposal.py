"""Roles that somebody gave to herself, and who confirmed them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet


class RoleProposalQuerySet(TenantQuerySet["RoleProposal"]):
    """Roles that people gave to themselves."""

    def waiting(self) -> Self:
        """Keep those that nobody has decided, the oldest first."""
        return self.filter(decided_at=None).order_by("recorded_at")


RoleProposalManager = models.Manager.from_queryset(RoleProposalQuerySet)


class RoleProposal(TenantModel):
    """A role that a person gave to herself: it opens nothing until somebody else confirms it.

    ``decided_by`` is None where nobody else could: it held at once, and stays marked as such.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    service = TenantForeignKey("accounts.Service", null=True, blank=True, related_name="+")
    team = TenantForeignKey("accounts.Team", null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed = models.BooleanField(default=False)

    objects: ClassVar[RoleProposalManager["RoleProposal"]] = RoleProposalManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")),
                name="accounts_role_proposal_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=False) | Q(decided_at__isnull=False),
                name="accounts_role_proposal_is_decided_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} proposed"
