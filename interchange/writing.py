"""Brings the rows of one organisation to what a bundle says, many at a time.

What is there is compared first, so that importing the same again writes nothing. COPY is refused
on tables with row-level security, so rows go as one array for each column. The statements run
on the transaction's own connection, but with parameters sent apart and in binary (`sending`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from accounts.walls import keys_of
from encryption import bulk, committing
from interchange.arrays import Packed, pack
from interchange.sending import Sender, statement
from interchange.shapes import Row, Shape

AT_ONCE: Final = 5_000

T = TypeVar("T")


class Held(NamedTuple):
    """What a stored row keeps when it is written anew."""

    version: int
    recorded_at: datetime | None
    legal_hold: bool


NEW: Final = Held(1, None, False)


@dataclass
class Changes:
    """What has to be written of one shape in one organisation."""

    shape: Shape
    inserts: list[tuple[Row, Held]] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    deletes: list[UUID] = field(default_factory=list)

    def ids(self) -> Iterator[UUID]:
        """Every record that is written, changed or removed."""
        for row, _ in self.inserts:
            yield row.id
        for row in self.updates:
            yield row.id
        yield from self.deletes

    @property
    def new_ids(self) -> list[UUID]:
        return [row.id for row, held in self.inserts if held is NEW]


def batches(rows: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Rows in lists of at most `size`."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def compare(
    shape: Shape, rows: list[Row], organisation: UUID, *, below: Iterable[UUID] = ()
) -> Changes:
    """What has to change so that these rows hold; `below` names stored rows of the sets that are
    replaced, those of them that `rows` lacks to be deleted."""
    changes = Changes(shape)
    wanted = {row.id for row in rows}
    changes.deletes = [row_id for row_id in below if row_id not in wanted]
    for batch in batches(rows):
        stored = _stored(shape, batch)
        _compare_batch(shape, batch, stored, organisation, changes)
    return changes


def all_new(shape: Shape, rows: Iterable[Row]) -> Changes:
    """The changes where nothing is stored yet."""
    return Changes(shape, inserts=[(row, NEW) for row in rows])


def _stored(shape: Shape, rows: list[Row]) -> dict[UUID, tuple[Any, ...]]:
    columns = ", ".join(("id", "version", "recorded_at", "legal_hold", *shape.columns))
    # The names come from the models, never from a bundle.
    query = f"SELECT {columns} FROM {shape.table} WHERE id = ANY(%b::uuid[])"  # noqa: S608
    return {found[0]: found[1:] for found in statement(query, [[row.id for row in rows]])}


def _compare_batch(
    shape: Shape,
    rows: list[Row],
    stored: dict[UUID, tuple[Any, ...]],
    organisation: UUID,
    changes: Changes,
) -> None:
    held_rows = [row for row in rows if row.id in stored]
    changes.inserts += [(row, NEW) for row in rows if row.id not in stored]
    if not held_rows:
        return
    opened = _opened(shape, held_rows, stored, organisation)
    clear_end = 3 + len(shape.clear)
    for number, row in enumerate(held_rows):
        version, recorded_at, legal_hold, *_ = stored[row.id]
        kept = dict(
            zip(shape.columns, (*stored[row.id][3:clear_end], *opened[number]), strict=True)
        )
        wanted = _merged(shape, row, kept)
        if wanted == tuple(kept.values()):
            continue
        split = len(shape.clear)
        changed = Row(row.id, row.subject, wanted[:split], wanted[split:])
        if shape.leaf:
            changes.deletes.append(row.id)
            changes.inserts.append((changed, Held(version + 1, recorded_at, legal_hold)))
        else:
            changes.updates.append(changed)


def _opened(
    shape: Shape, rows: list[Row], stored: dict[UUID, tuple[Any, ...]], organisation: UUID
) -> list[tuple[Any, ...]]:
    """The stored values of the sealed columns, row by row."""
    if not shape.sealed:
        return [()] * len(rows)
    subjects = [_held_subject(shape, row, stored[row.id]) for row in rows]
    first = 3 + len(shape.clear)
    columns = []
    for number, name in enumerate(shape.sealed):
        sealed = [
            (row.id, subject, bytes(stored[row.id][first + number]))
            for row, subject in zip(rows, subjects, strict=True)
        ]
        columns.append(bulk.decrypt(shape.sealed_field(name), organisation, sealed))
    return list(zip(*columns, strict=True))


def _held_subject(shape: Shape, row: Row, stored: tuple[Any, ...]) -> UUID:
    if shape.subject == "id":
        return row.id
    subject: UUID = stored[3 + shape.clear.index(shape.subject)]
    return subject


def _merged(shape: Shape, row: Row, kept: dict[str, Any]) -> tuple[Any, ...]:
    """The row's values, with those of the stored row where the bundle does not set them."""
    wanted = []
    for name, value in zip(shape.columns, (*row.clear, *row.sealed), strict=True):
        if name in shape.initial:
            wanted.append(kept[name])
        elif shape.merge and name in shape.sealed:
            wanted.append(shape.merge(kept[name], value))
        else:
            wanted.append(value)
    return tuple(wanted)


def apply(changes: Changes, organisation: UUID, sender: Sender) -> None:
    """Send the changes of one shape: rows that go, then those that change, then new ones."""
    shape = changes.shape
    for ids in batches(changes.deletes):
        query = f"DELETE FROM {shape.table} WHERE id = ANY(%b::uuid[])"  # noqa: S608
        sender.send(query, [ids])
        committing.removed(shape.model, ids, using=DEFAULT_DB_ALIAS, send=sender.send)
    for rows in batches(changes.updates):
        _update(shape, rows, organisation, sender)
    for pairs in batches(changes.inserts):
        _insert(shape, pairs, organisation, sender)


def check_references(changes: Iterable[Changes], sender: Sender) -> None:
    """From here on have the database check the references between these records at once, while
    the next ones are sealed. It would check all at COMMIT otherwise, and we should wait."""
    sender.send(f"SET CONSTRAINTS {_keys(changes)} IMMEDIATE")


def leave_references(changes: Iterable[Changes], sender: Sender) -> None:
    """Have references checked at COMMIT again, as everywhere."""
    sender.send(f"SET CONSTRAINTS {_keys(changes)} DEFERRED")


def _keys(changes: Iterable[Changes]) -> str:
    return ", ".join(key for found in changes for key in keys_of(found.shape.model))


def _insert(
    shape: Shape, pairs: list[tuple[Row, Held]], organisation: UUID, sender: Sender
) -> None:
    names = ("id", "version", "recorded_at", "legal_hold", *shape.columns)
    kept: list[Sequence[Any]] = list(zip(*(held for _, held in pairs), strict=True))
    columns = [*kept, *_columns(shape, [row for row, _ in pairs], organisation)]
    chosen = ", ".join(
        "coalesce(recorded_at, now())" if name == "recorded_at" else _read(shape, name)
        for name in names
    )
    query = (
        f"INSERT INTO {shape.table} (organisation_id, {', '.join(names)})"  # noqa: S608
        f" SELECT %b::uuid, {chosen} FROM unnest({_unnested(shape, names)})"
        f" AS sent ({', '.join(names)})"
    )
    ids = [row.id for row, _ in pairs]
    sender.send(query, [organisation, *_packed(shape, names, [ids, *columns])])
    _commit(shape, ids, columns, sender)


def _update(shape: Shape, rows: list[Row], organisation: UUID, sender: Sender) -> None:
    names = ("id", *shape.columns)
    ids = [row.id for row in rows]
    if "continues_id" in shape.columns:
        # At most one provision continues another, also between two rows of one statement.
        query = f"UPDATE {shape.table} SET continues_id = NULL WHERE id = ANY(%b::uuid[])"  # noqa: S608
        sender.send(query, [ids])
    setting = ", ".join(f"{name} = sent.{name}" for name in shape.columns)
    chosen = ", ".join(f"{_read(shape, name)} AS {name}" for name in names)
    query = (
        f"UPDATE {shape.table} AS held SET version = held.version + 1, {setting}"  # noqa: S608
        f" FROM (SELECT {chosen} FROM unnest({_unnested(shape, names)})"
        f" AS raw ({', '.join(names)})) AS sent WHERE held.id = sent.id"
    )
    if not shape.columns:
        return
    columns = _columns(shape, rows, organisation)
    sender.send(query, _packed(shape, names, [ids, *columns]))
    _commit(shape, ids, columns, sender)


def _commit(
    shape: Shape, ids: list[UUID], columns: Sequence[Sequence[Any]], sender: Sender
) -> None:
    """Have the trail hold what is current of the sealed columns, which are the last ones."""
    if shape.sealed:
        fields = [shape.sealed_field(name) for name in shape.sealed]
        sealed = zip(*columns[-len(fields) :], strict=True)
        rows = list(zip(ids, sealed, strict=True))
        committing.written(shape.model, fields, rows, using=DEFAULT_DB_ALIAS, send=sender.send)


def _columns(shape: Shape, rows: list[Row], organisation: UUID) -> list[Sequence[Any]]:
    """The values of each column of the shape, sealed where they have to be."""
    columns: list[Sequence[Any]] = []
    for name, cells in zip(
        shape.clear, zip(*(row.clear for row in rows), strict=True), strict=True
    ):
        columns.append([";".join(cell) for cell in cells] if shape.is_list(name) else cells)
    for number, name in enumerate(shape.sealed):
        values = [(row.id, row.subject, row.sealed[number]) for row in rows]
        columns.append(bulk.encrypt(shape.sealed_field(name), organisation, values))
    return columns


def _packed(shape: Shape, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> list[Packed]:
    return [pack(shape.sent_as(name), column) for name, column in zip(names, columns, strict=True)]


def _unnested(shape: Shape, names: Sequence[str]) -> str:
    return ", ".join(f"%b::{shape.sent_as(name)}[]" for name in names)


def _read(shape: Shape, name: str) -> str:
    """How a column is read from what was sent."""
    if shape.is_list(name):
        return f"CASE {name} WHEN '' THEN '{{}}' ELSE string_to_array({name}, ';') END"
    return name
