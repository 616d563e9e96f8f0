"""What the database holds of imported records, table by table, to compare before and after."""

from typing import Any

from django.db import connection

from accounts.models import Organisation
from accounts.tenancy import enter
from interchange.shapes import SHAPES

Held = dict[str, list[tuple[Any, ...]]]


def everything() -> Held:
    """Every row of every table that an import writes, sealed bytes and versions included."""
    found: Held = {"accounts_organisation": list(Organisation.objects.order_by("pk").values_list())}
    for organisation in Organisation.objects.order_by("pk"):
        with enter(organisation, by=None), connection.cursor() as cursor:
            for table in (*(shape.table for shape in SHAPES), "encryption_subjectkey"):
                key = "subject_id" if table == "encryption_subjectkey" else "id"
                cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")
                rows = [tuple(_plain(cell) for cell in row) for row in cursor.fetchall()]
                found.setdefault(table, []).extend(rows)
    return found


def events(verb: str) -> list[Any]:
    """The trail's events of one verb, over all organisations."""
    from audit.models import Event

    found: list[Any] = []
    for organisation in Organisation.objects.order_by("pk"):
        with enter(organisation, by=None):
            found.extend(Event.objects.filter(verb=verb))
    return found


def _plain(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell
