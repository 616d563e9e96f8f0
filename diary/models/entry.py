"""What every record of the diary shares: its case, and whether a counsellor keeps it."""

from typing import Self, TypeVar

from django.db import models

from accounts.field_classes import FieldClass
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.permissions import Permission
from cases.models import Case
from cases.sight import Sight

M = TypeVar("M", bound=models.Model, covariant=True)


class EntryQuerySet(TenantQuerySet[M]):
    """Records of the diary, as far as somebody sees them."""

    def open_to(self, seen: Sight) -> Self:
        """Keep what a person reads of a case that she sees; without either kind, nothing.

        What a counsellor keeps is for counsellors: a manager who reads all else does not read it.
        """
        kept = []
        if seen.shows(FieldClass.NARRATIVE):
            kept.append(False)
        if seen.allows(Permission.COUNSELLING_KEEP):
            kept.append(True)
        return self.filter(counselling__in=kept)


class Entry(TenantModel):
    """A record of one case."""

    case = TenantForeignKey(Case, related_name="+")
    # Kept by a counsellor: closed to whoever is none, managers too.
    counselling = models.BooleanField(default=False)

    class Meta:
        abstract = True
