"""What every record of an organisation has from its first day."""

import uuid
from typing import Any, ClassVar, TypeVar

from django.db import models

from encryption.models import EncryptedModel, EncryptedQuerySet


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A reference to another record of the *same* organisation.

    PostgreSQL's foreign-key checks pass through row-level security, so an ordinary key would let
    a record point into another organisation. The constraint is therefore over (organisation, id)
    and is put up by ``accounts.walls``; Django's own is left out.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class TenantOneToOneField(models.OneToOneField):  # type: ignore[type-arg]
    """A TenantForeignKey of which no two records share the target."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


M = TypeVar("M", bound=models.Model, covariant=True)


class TenantQuerySet(EncryptedQuerySet[M]):
    """Reads of an organisation's records; the database shows those of the entered one alone."""


TenantManager = models.Manager.from_queryset(TenantQuerySet)


class TenantModel(EncryptedModel):
    """A record that belongs to one organisation.

    ``recorded_at`` is when it was written here, beside whatever day it happened on; ``version``
    rises with each change, so that nobody overwrites what they have not seen; ``legal_hold``
    keeps it from erasure. That the organisation exists is held by ``accounts.walls``, through
    another of its records where a row always refers to one.
    """

    # What other organisations may know: see accounts.register.
    IN_REGISTER: ClassVar[bool] = False
    # Whether the application may only add rows, and neither change nor remove one.
    APPEND_ONLY: ClassVar[bool] = False

    # Two columns, of a subject and of the record that it is a part of: a case, with its people.
    PART_OF: ClassVar[tuple[str, str] | None] = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    legal_hold = models.BooleanField(default=False)

    objects = TenantManager()

    class Meta:
        abstract = True
