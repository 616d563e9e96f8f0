"""What a job may carry: identifiers and codes, never a name, a note or any other free text.

Job rows, broker messages and logs are stored in clear, so the check is made on the way in.
"""

import datetime as dt
import re
import uuid
from collections.abc import Mapping

from jobs.errors import ArgumentRefused

type_names = "an identifier, a number, a date, yes or no, a short code, or a list of these"

Plain = str | int | bool | None | list["Plain"]

# A code of a register, a year such as 2022-23, a verb such as case.open: no blank, no accent.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z")


def clean(arguments: Mapping[str, object]) -> dict[str, Plain]:
    """The arguments as they are stored; ArgumentRefused when one could be free text."""
    return {name: _plain(name, value) for name, value in sorted(arguments.items())}


def _plain(name: str, value: object) -> Plain:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, str) and (value == "" or _CODE.match(value)):
        return value
    if isinstance(value, list | tuple):
        return [_plain(name, item) for item in value]
    raise ArgumentRefused(f"The argument {name} is not {type_names}.")
