"""Columns in binary arrays: what is sent is what the database reads."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from interchange.arrays import pack
from interchange.sending import statement

COLUMNS: dict[str, list[Any]] = {
    "uuid": [UUID(int=0), UUID(int=2**128 - 1), None],
    "bytea": [b"", b"\0\xff", None, b"x" * 70_000],
    "text": ["", "Zoë, \u200f\U0001f3e0", None, "NULL", '{"\\'],
    "boolean": [True, False, None],
    "integer": [0, -1, 2**31 - 1, None],
    "date": [date(1, 1, 1), date(1999, 12, 31), date(2000, 1, 1), None, date(9999, 12, 31)],
    "timestamp with time zone": [
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2022, 4, 1, 0, 0, 0, 1, tzinfo=UTC),
        None,
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("nulls", [True, False])
def test_an_array_is_read_as_it_was_packed(kind: str, nulls: bool) -> None:
    values = [value for value in COLUMNS[kind] * 2 if nulls or value is not None]

    found = statement(
        f"SELECT value FROM unnest(%b::{kind}[]) WITH ORDINALITY AS sent (value, place)"
        " ORDER BY place",
        [pack(kind, values)],
    )

    assert [value for (value,) in found] == values


def test_a_type_without_a_form_is_refused() -> None:
    with pytest.raises(KeyError):
        pack("numeric", [1])
