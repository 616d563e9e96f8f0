"""What the rotations share: every organisation, and one transaction in one with its event."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from accounts.models import Organisation
from accounts.tenancy import enter
from audit import events


def organisations() -> list[UUID]:
    """Every organisation, in one order."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


@contextmanager
def step(organisation_id: UUID, verb: str, subjects: list[UUID], *fields: str) -> Iterator[None]:
    """One transaction in an organisation, with its event."""
    with enter(organisation_id, by=None):
        events.write(verb, by=None, subjects=subjects, fields=fields)
        yield
