"""A column of values as one array in PostgreSQL's binary form.

An import sends every column of half a million rows. The driver's own way looks at each value for
its type; here the type of the column is known, and the array is joined from its elements.

The form: the number of dimensions, whether there are nulls, the type of the elements, how many
they are, the first index; then each element behind its length in 4 bytes, which is -1 for null.
"""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg import adapters
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEADER: Final = struct.Struct(">iiIii")
_LENGTH: Final = struct.Struct(">i").pack
_INTEGER: Final = struct.Struct(">ii").pack
_LONG: Final = struct.Struct(">iq").pack
_NULL: Final = _LENGTH(-1)
_LENGTH_OF_UUID: Final = _LENGTH(16)
_FIRST_DAY: Final = date(2000, 1, 1).toordinal()
_FIRST_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Packed(bytes):
    """An array in binary form; the statement that it goes to names its type with a cast."""

    __slots__ = ()


class PackedDumper(Dumper):
    """Hands an array to the driver as it is."""

    format = Format.BINARY

    def dump(self, obj: Buffer) -> Buffer:
        return obj


def pack(kind: str, values: Sequence[Any]) -> Packed:
    """The array of these values, one at least, which are of an SQL type or None."""
    element = _ELEMENTS[kind]
    if kind in _MANY_VALUES:
        packed = [_NULL if value is None else element(value) for value in values]
    else:
        once = {value: _NULL if value is None else element(value) for value in set(values)}
        packed = list(map(once.__getitem__, values))
    header = _HEADER.pack(1, int(None in values), adapters.types[kind].oid, len(values), 1)
    return Packed(header + b"".join(packed))


def _uuid(value: UUID) -> bytes:
    return _LENGTH_OF_UUID + value.bytes


def _bytea(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def _text(value: str) -> bytes:
    return _bytea(value.encode())


def _boolean(value: bool) -> bytes:
    return _bytea(bytes((value,)))


def _integer(value: int) -> bytes:
    return _INTEGER(4, value)


def _date(value: date) -> bytes:
    return _INTEGER(4, value.toordinal() - _FIRST_DAY)


def _moment(value: datetime) -> bytes:
    return _LONG(8, (value - _FIRST_MOMENT) // timedelta(microseconds=1))


_ELEMENTS: Final[dict[str, Callable[[Any], bytes]]] = {
    "uuid": _uuid,
    "bytea": _bytea,
    "text": _text,
    "boolean": _boolean,
    "integer": _integer,
    "date": _date,
    "timestamp with time zone": _moment,
}
# Days, counts and codes come again and again: an element of those is made once.
_MANY_VALUES: Final = frozenset({"uuid", "bytea"})
