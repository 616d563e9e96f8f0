"""Which sealed bytes are current: the trail holds a keyed digest of each value that is written.

Valid bytes of last week, put back where they came from, open as well as the present ones. But the
last event that speaks of them does not know them. One event tells of all rows that one statement
writes: the tags of the columns, then for each row its id and a digest for each column.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from audit import events
from audit.context import required_organisation
from audit.keys import commitment_key
from encryption.committing import Row, Send
from encryption.primitives import associated_data

WRITTEN = "values.commit"
REMOVED = "values.remove"
# Nobody without the key can look for two values with one digest, so this is long enough.
DIGEST_BYTES = 8
ID_BYTES = 16


class Digests:
    """Makes the digests of one organisation's values, column by column."""

    def __init__(self, organisation_id: UUID, key: bytes, tags: Sequence[str]) -> None:
        self._key = key
        self._columns = [
            associated_data(b"rowan commitment", organisation_id.bytes, tag.encode())
            for tag in tags
        ]

    def of(self, row: Row) -> list[bytes]:
        """Return the digest of each column's bytes in a row."""
        own_id, key = row[0].bytes, self._key
        return [
            hmac.digest(key, column + own_id + sealed, "sha256")[:DIGEST_BYTES]
            for column, sealed in zip(self._columns, row[1], strict=True)
        ]


def record_written(
    *, tags: Sequence[str], rows: Sequence[Row], using: str, send: Send | None, **kwargs: Any
) -> None:
    """Receiver of sealed_written: in the writer's transaction, so kept or undone with it."""
    digests = Digests(required_organisation(), commitment_key(), tags)
    packed = b"".join(b"".join((row[0].bytes, *digests.of(row))) for row in rows)
    _store(WRITTEN, tags, packed, using, send)


def record_removed(
    *, tags: Sequence[str], row_ids: Sequence[UUID], using: str, send: Send | None, **kwargs: Any
) -> None:
    """Receiver of sealed_removed."""
    _store(REMOVED, tags, b"".join(each.bytes for each in row_ids), using, send)


def _store(verb: str, tags: Sequence[str], packed: bytes, using: str, send: Send | None) -> None:
    fields = [*tags, b64encode(packed).decode()]
    events.commitment(verb, fields=fields, using=using, send=send)


def told(verb: str, fields: Sequence[str]) -> Iterator[tuple[str, bytes, bytes]]:
    """Read an event again: tag, id of the row, and the digest, which is empty for one removed."""
    *tags, text = fields
    packed = b64decode(text)
    width = DIGEST_BYTES if verb == WRITTEN else 0
    step = ID_BYTES + width * len(tags)
    for start in range(0, len(packed), step):
        row_id = packed[start : start + ID_BYTES]
        for number, tag in enumerate(tags):
            place = start + ID_BYTES + width * number
            yield tag, row_id, packed[place : place + width]
