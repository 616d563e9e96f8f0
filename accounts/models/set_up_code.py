"""The code with which an empty installation begins."""

import datetime
from typing import ClassVar, Self

from django.db import models


class SetUpCodeQuerySet(models.QuerySet["SetUpCode"]):
    """Codes for the beginning."""

    def living(self, now: datetime.datetime) -> Self:
        """Keep codes that can still be used."""
        return self.filter(used_at=None, expires_at__gt=now)


SetUpCodeManager = models.Manager.from_queryset(SetUpCodeQuerySet)


class SetUpCode(models.Model):
    """A one-time code; made and used while there is no organisation, so without a wall."""

    code_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[SetUpCodeManager["SetUpCode"]] = SetUpCodeManager()

    def __str__(self) -> str:
        return "set-up code"
