"""What the rotations share: every organisation, and one transaction in one with its event."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from accounts.models import Organisation
from accounts.tenancy import enter
from audit import events
from encryption.rotation import class_keys


def organisations() -> list[UUID]:
    """Every organisation, in one order."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


@contextmanager
def step(organisation_id: UUID, verb: str, subjects: list[UUID], *fields: str) -> Iterator[None]:
    """One transaction in an organisation, with its event."""
    with enter(organisation_id, by=None):
        events.write(verb, by=None, subjects=subjects, fields=fields)
        yield


def announced(organisation_id: UUID, key_class: str, rotation_id: UUID, verb: str) -> int:
    """Make an organisation's next version of a key, with its event, once for a rotation."""
    with enter(organisation_id, by=None):
        version = class_keys.announced(rotation_id)
        if version is None:
            events.write(verb, by=None, subjects=[organisation_id], fields=[key_class])
            version = class_keys.announce(organisation_id, key_class, rotation_id)
        return version
