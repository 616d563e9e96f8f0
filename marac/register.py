"""The areas to which an agency can refer, whoever hosts them."""

from dataclasses import dataclass
from uuid import UUID

from accounts.register import reading_the_register
from marac.models import MaracArea


@dataclass(frozen=True, slots=True)
class Area:
    """An area as other agencies know it: its name, its host and its threshold."""

    id: UUID
    name: str
    host_id: UUID
    threshold: int


def areas() -> list[Area]:
    """Return every area, by name. Says nothing of what any meeting heard."""
    with reading_the_register():
        found = MaracArea.objects.order_by("name", "pk").values_list(
            "pk", "name", "organisation_id", "threshold"
        )
        return [Area(*row) for row in found]
