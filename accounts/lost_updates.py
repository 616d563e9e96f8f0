"""Two people at one record: nobody overwrites what they have not seen."""

from collections.abc import Sequence
from typing import Any

from accounts.models.base import TenantModel
from accounts.models.organisation import Organisation


class ChangedMeanwhile(Exception):
    """Somebody else changed the record since it was shown.

    ``current`` is the record as it now stands, so that a page can show both.
    """

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current._meta.label} changed meanwhile")
        self.current = current


def save_if_unchanged(
    instance: TenantModel | Organisation, *, expected_version: int, fields: Sequence[str]
) -> None:
    """Save these fields and raise the version, if the stored version is still the expected one.

    The row is locked for the rest of the transaction. Raises ChangedMeanwhile otherwise.
    """
    stored = type(instance).objects.select_for_update().get(pk=instance.pk)
    if stored.version != expected_version:
        raise ChangedMeanwhile(stored)
    instance.version = expected_version + 1
    instance.save(update_fields=[*fields, "version"])
