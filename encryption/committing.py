"""Telling which sealed bytes are written, so that the trail can say later what is current.

Every way to write them comes through here: saved instances, many at once, an import's own
statements, and values sealed anew. Tables without a place in the trail say ``COMMITTED = False``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from encryption import signals
from encryption.fields import EncryptedField

Row = tuple[UUID, Sequence[bytes]]
"""A row's id, and its sealed bytes in the order of the fields that were written."""
Send = Callable[[str, list[Any]], None]


def encrypted_fields(model: type[Model]) -> Iterator[EncryptedField]:
    """The encrypted fields of a model."""
    return (each for each in model._meta.concrete_fields if isinstance(each, EncryptedField))


def instances_written(
    instances: Iterable[Model], names: Iterable[str] | None = None, *, using: str
) -> None:
    """Tell of instances of one model that were just saved: all fields, or those named."""
    rows = list(instances)
    if not rows or not getattr(rows[0], "COMMITTED", False):
        return
    wanted = None if names is None else set(names)
    fields = [
        field
        for field in encrypted_fields(type(rows[0]))
        if wanted is None or field.name in wanted or field.attname in wanted
    ]
    if fields:
        sealed = [(row.pk, [field.pre_save(row, False) for field in fields]) for row in rows]
        written(type(rows[0]), fields, sealed, using=using)


def written(
    model: type[Model],
    fields: Sequence[EncryptedField],
    rows: Sequence[Row],
    *,
    using: str,
    send: Send | None = None,
) -> None:
    """Tell of these columns of these rows. An importer may `send` what is stored of it itself."""
    if not rows or not getattr(model, "COMMITTED", False):
        return
    signals.sealed_written.send(
        sender=model, tags=[field.tag for field in fields], rows=rows, using=using, send=send
    )


def sealed_by_migration(
    fields: Sequence[EncryptedField], rows: Sequence[Row], *, using: str
) -> None:
    """Tell of what a migration sealed, where the model is not that of today."""
    if rows:
        signals.sealed_written.send(
            sender=None, tags=[field.tag for field in fields], rows=rows, using=using, send=None
        )


def removed(
    model: type[Model], row_ids: Sequence[UUID], *, using: str, send: Send | None = None
) -> None:
    """Tell that these rows are no more."""
    fields = list(encrypted_fields(model))
    if row_ids and fields and getattr(model, "COMMITTED", False):
        signals.sealed_removed.send(
            sender=model, tags=[field.tag for field in fields], row_ids=row_ids, using=using,
            send=send,
        )  # fmt: skip


def row_deleted(sender: type[Model], instance: Model, using: str, **kwargs: Any) -> None:
    """Receiver of post_delete, of each model with encrypted fields."""
    removed(sender, [instance.pk], using=using)
