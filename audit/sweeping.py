"""Comparing every sealed value with what the trail says was written last.

It runs in one snapshot, so that rows and events are of one moment while people write, and takes the
rows of an organisation a range of ids at a time, so that no more than so many digests are held.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections, transaction

from audit import commitments, events
from audit.codes import RETIRED, Codes
from audit.commitments import DIGEST_BYTES, ID_BYTES, Digests
from audit.content import EventContent
from audit.context import required_organisation
from audit.keys import commitment_key, every_key
from audit.models import Event
from audit.verification import EVENT_FIELDS
from encryption import committing
from encryption.committing import Row, encrypted_fields
from encryption.fields import EncryptedField
from encryption.models import EncryptedModel
from encryption.rotation.data_keys import models as sealed_models

OWNER = "owner"
_VALUES_AT_ONCE = 500_000
_ROWS_AT_ONCE = 2000
_ALL_IDS = 1 << 128
_COMMITMENT = Event.Kind.COMMITMENT
_EVENTS = f"""
    SELECT s.sequence, {", ".join(f"e.{name}" for name in EVENT_FIELDS)}, e.mac
    FROM audit_event e JOIN audit_seal s ON s.event_id = e.id
    WHERE e.organisation_id = %s AND (e.kind = '{_COMMITMENT}' OR e.verb = '{RETIRED}')
    ORDER BY s.sequence
"""  # noqa: S608 - the names come from the model
# Of each event as many values as it has tags and rows; four characters hold three bytes.
_SEALED = f"""
    SELECT coalesce(sum(tags * (length(packed) * 3 / 4 / ({ID_BYTES} + {DIGEST_BYTES} * tags))), 0)
    FROM (
      SELECT cardinality(e.fields) - 1 AS tags, e.fields[cardinality(e.fields)] AS packed
      FROM audit_event e JOIN audit_seal s ON s.event_id = e.id
      WHERE e.organisation_id = %(organisation)s AND e.verb = '{commitments.WRITTEN}'
        AND s.sequence > coalesce((
          SELECT max(began.sequence)
          FROM audit_event renewal JOIN audit_seal began ON began.event_id = renewal.id
          WHERE renewal.organisation_id = %(organisation)s AND renewal.verb = 'keys.renew'
            AND renewal.subjects = ARRAY[%(organisation)s]
        ), 0)
    ) AS told
"""  # noqa: S608 - the numbers are our own
# Far below 2**32, from where on random nonces under one key may repeat.
SEALED_AT_MOST = 1 << 31


class Last(NamedTuple):
    """What the last event that speaks of a value says: its digest, or that its row was removed."""

    digest: bytes
    sequence: int


Known = dict[str, dict[bytes, Last]]
"""By tag and row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One stored value that is not the one that was written last."""

    table: str
    row_id: UUID
    tag: str
    what: str
    is_begun: bool = True

    def __str__(self) -> str:
        return f"{self.table}, row {self.row_id}, {self.tag}: {self.what}"


@contextmanager
def snapshot(*, using: str = OWNER) -> Iterator[None]:
    """Read on a connection as at one moment; to be opened before an organisation is."""
    with transaction.atomic(using=using, durable=True):
        with connections[using].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def faults(*, using: str = OWNER) -> Iterator[Fault]:
    """Find every fault of the organisation that is entered on this connection."""
    models = [model for model in sealed_models() if model.COMMITTED]
    values = sum(_count(model, using) * len(list(encrypted_fields(model))) for model in models)
    parts = 1 + values // _VALUES_AT_ONCE
    for part in range(parts):
        low = UUID(int=_ALL_IDS * part // parts)
        high = UUID(int=_ALL_IDS * (part + 1) // parts - 1)
        known: Known = {}
        for sequence, tag, row_id, digest in _all_told(using):
            if low.bytes <= row_id <= high.bytes:
                known.setdefault(tag, {})[row_id] = Last(digest, sequence)
        for model in models:
            yield from _faults_of(model, known, low, high, using)


def sealed_since_renewal() -> int:
    """Count the values sealed since the organisation's data keys were made or last replaced.

    No single data key of it has sealed more, so this bounds them all. Unsaved work is not in it.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute(_SEALED, {"organisation": required_organisation()})
        return int(cursor.fetchone()[0])


def begin(found: Sequence[Fault]) -> int:
    """Take the values that no event speaks of as they are; how many rows that were.

    As the owner, in the organisation entered, in a transaction of its own for each batch.
    """
    missing: dict[tuple[str, UUID], set[str]] = {}
    for fault in found:
        if not fault.is_begun:
            missing.setdefault((fault.table, fault.row_id), set()).add(fault.tag)
    by_columns: dict[tuple[str, frozenset[str]], list[UUID]] = {}
    for (table, row_id), tags in missing.items():
        by_columns.setdefault((table, frozenset(tags)), []).append(row_id)
    if by_columns:
        events.write("values.begin", by=None, subjects=[required_organisation()], using=OWNER)
    for (table, missed), row_ids in by_columns.items():
        model = next(each for each in sealed_models() if each._meta.db_table == table)
        fields = [each for each in encrypted_fields(model) if each.tag in missed]
        for start in range(0, len(row_ids), _ROWS_AT_ONCE):
            these = row_ids[start : start + _ROWS_AT_ONCE]
            # Locked, so that what is noted is what is there when the event gets its number.
            rows = list(_rows(model, fields, "id = ANY(%s) FOR UPDATE", [these], OWNER))
            committing.written(model, fields, rows, using=OWNER)
    return len(missing)


def _faults_of(
    model: type[EncryptedModel], known: Known, low: UUID, high: UUID, using: str
) -> Iterator[Fault]:
    fields = list(encrypted_fields(model))
    tags = [field.tag for field in fields]
    digests = Digests(required_organisation(), commitment_key(), tags)
    table = model._meta.db_table
    other: dict[tuple[str, bytes, bytes], Last] = {}
    for row in _rows(model, fields, "id BETWEEN %s AND %s", [low, high], using):
        for tag, sealed, digest in zip(tags, row[1], digests.of(row), strict=True):
            last = known.get(tag, {}).pop(row[0].bytes, None)
            if last is None:
                # A column that a migration added is empty until it is sealed, and says nothing.
                if sealed:
                    what = "no event speaks of it"
                    yield Fault(table, row[0], tag, what, is_begun=False)
            elif not last.digest:
                what = f"its row was removed by number {last.sequence} and is there again"
                yield Fault(table, row[0], tag, what)
            elif last.digest != digest:
                other[(tag, row[0].bytes, digest)] = last
    for tag in tags:
        for row_id, last in known.get(tag, {}).items():
            if last.digest:
                what = f"the row that number {last.sequence} wrote is gone"
                yield Fault(table, UUID(bytes=row_id), tag, what)
    yield from _told_apart(table, other, using)


def _told_apart(
    table: str, other: dict[tuple[str, bytes, bytes], Last], using: str
) -> Iterator[Fault]:
    """Say of values that are not the last ones whether they are those of an earlier event."""
    if not other:
        return
    earlier = {
        (tag, row_id, digest): sequence
        for sequence, tag, row_id, digest in _all_told(using)
        if (tag, row_id, digest) in other
    }
    for (tag, row_id, digest), last in other.items():
        older = earlier.get((tag, row_id, digest))
        was = f"it is that of number {older}" if older else "it was never written by Rowan"
        what = f"not the value that number {last.sequence} wrote: {was}"
        yield Fault(table, UUID(bytes=row_id), tag, what)


def _all_told(using: str) -> Iterator[tuple[int, str, bytes, bytes]]:
    """Give what each event says, in the order of the chain: number, tag, row, digest.

    One that is not as it was written says nothing; `audit_verify` names it.
    """
    organisation_id = required_organisation()
    codes = Codes(every_key(organisation_id))
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(_EVENTS, [organisation_id])
        for sequence, *stored, code in cursor:
            content = EventContent(**dict(zip(EVENT_FIELDS, stored, strict=True)))
            if not codes.wrong(content, bytes(code)) and content.kind == _COMMITMENT:
                for tag, row_id, digest in commitments.told(content.verb, content.fields):
                    yield sequence, tag, row_id, digest


def _count(model: type[EncryptedModel], using: str) -> int:
    return model._base_manager.using(using).count()


def _rows(
    model: type[EncryptedModel],
    fields: Sequence[EncryptedField],
    where: str,
    given: list[Any],
    using: str,
) -> Iterator[Row]:
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connections[using].chunked_cursor() as cursor:
        # The names come from the models.
        cursor.execute(
            f"SELECT id, {columns} FROM {model._meta.db_table} WHERE {where}",  # noqa: S608
            given,
        )
        for row_id, *sealed in cursor:
            yield row_id, [bytes(one) for one in sealed]
