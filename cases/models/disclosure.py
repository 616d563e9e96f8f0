"""What was told to whom."""

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from accounts.models.base import TenantForeignKey, TenantModel
from cases.choices import DisclosureBasis, DisclosureKind
from cases.models.case import Case


class Disclosure(TenantModel):
    """A copy of part of a case, given to another organisation on a stated ground.

    ``copy_id`` is the id that the copy has there; nothing there leads back here.
    """

    case = TenantForeignKey(Case, related_name="disclosures")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=30, choices=DisclosureKind.choices)
    basis = models.CharField(max_length=20, choices=DisclosureBasis.choices)
    disclosed_on = models.DateField()
    copy_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=DisclosureBasis.values),
                name="cases_disclosure_basis_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} on {self.disclosed_on}"
