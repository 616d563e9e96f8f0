"""Checks every cell of a bundle by itself: its form, its code list, its own file's references.

A cell that fails is blanked in the table after its fault is noted, so that the checks between
rows, which come next, meet only sound or blank cells. A refused bundle is never written.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from interchange.codes import PLACES_OUTSIDE_ENGLAND
from interchange.columns import NUMBER_LIMIT, Column, Kind
from interchange.faults import Faults
from interchange.reading import Bundle, Table

REFERENCE: Final = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z", re.ASCII
)
NUMBER: Final = re.compile(r"[0-9]{1,12}", re.ASCII)

BLANK: Final = "this may not be blank; fill it in"
BAD_REFERENCE: Final = (
    "not a reference; use up to 64 letters, digits, hyphens, underscores and full stops"
)


@dataclass(frozen=True)
class AuthorityLife:
    """An authority as the checks need it: the code it bears now, its tier and its life."""

    code: str
    tier: int
    begins: date | None
    ends: date | None


@dataclass(frozen=True)
class Rules:
    """What the checks need to know of the world: the day, and authorities by every code."""

    today: date
    authorities: Mapping[str, AuthorityLife]
    limits: Mapping[tuple[str, str], int] = field(default_factory=dict)


Check = Callable[[str], str]


def check_cells(bundle: Bundle, rules: Rules, faults: Faults) -> None:
    """Notes every fault of a single cell, file by file."""
    for table in bundle.tables.values():
        if not len(table):
            continue
        for column in table.file.columns:
            _check_column(table, column, rules, faults)


def _check_column(table: Table, column: Column, rules: Rules, faults: Faults) -> None:
    check = _check_for(table.file.name, column, rules)
    cells = table[column.name]
    if column.kind is Kind.REFERENCE:
        _check_keys(table, column, check, faults)
        return
    wrong = {cell: text for cell in set(cells) if (text := check(cell))}
    if not wrong:
        return
    for number, cell in enumerate(cells):
        if cell in wrong:
            faults.add(table.file.filename, table.lines[number], column.name, wrong[cell])
            cells[number] = ""
            table.faulty.add(number)


def _check_keys(table: Table, column: Column, check: Check, faults: Faults) -> None:
    first: dict[str, int] = {}
    for number, (cell, line) in enumerate(zip(table[column.name], table.lines, strict=True)):
        text = check(cell)
        if not text and cell in first:
            text = f"this reference already stands on line {first[cell]}; give each row its own"
        if text:
            faults.add(table.file.filename, line, column.name, text)
            table[column.name][number] = ""
            table.faulty.add(number)
        else:
            first[cell] = line


def _check_for(file: str, column: Column, rules: Rules) -> Check:
    """The check of one column's cells: the fault, or nothing when the cell is sound."""
    sound = _checks_by_kind(file, column, rules)

    def check(cell: str) -> str:
        if not cell:
            return BLANK if column.required else ""
        return sound(cell)

    return check


def _checks_by_kind(file: str, column: Column, rules: Rules) -> Check:
    match column.kind:
        case Kind.REFERENCE | Kind.LINK | Kind.NUMBER | Kind.MOMENT:
            return _OF_KIND[column.kind]
        case Kind.TEXT:
            limit = rules.limits.get((file, column.name), column.limit)
            text = f"longer than {limit:,} characters; shorten it"
            return lambda cell: text if len(cell) > limit else ""
        case Kind.DATE:
            return lambda cell: _check_date(cell, column, rules.today)
        case Kind.CODE:
            text = f"not one of the codes; use {_listed(column.codes)}, or leave it blank"
            if column.required:
                text = f"not one of the codes; use {_listed(column.codes)}"
            codes = frozenset(column.codes)
            return lambda cell: "" if cell in codes else text
        case Kind.CODES:
            return lambda cell: _check_codes(cell, column.codes)
        case Kind.COMMISSIONER:
            return lambda cell: _check_commissioner(cell, rules)
        case Kind.ORIGIN:
            return lambda cell: _check_origin(cell, rules)


def _listed(codes: tuple[str, ...]) -> str:
    return f"{', '.join(codes[:-1])} or {codes[-1]}"


def _check_reference(cell: str) -> str:
    return "" if REFERENCE.fullmatch(cell) else BAD_REFERENCE


def _check_date(cell: str, column: Column, today: date) -> str:
    if not DATE.fullmatch(cell):
        return "not a date; write year, month and day as in 2022-04-01"
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        return "there is no such day in the calendar; correct it, written as in 2022-04-01"
    if column.not_in_future and day > today:
        return "a birth in the future; correct the year or leave it blank"
    return ""


def _check_moment(cell: str) -> str:
    text = "not a time in UTC; write it as in 2022-04-01T09:30:00Z"
    if not MOMENT.fullmatch(cell):
        return text
    try:
        moment_of(cell)
    except ValueError:
        return text
    return ""


def moment_of(cell: str) -> datetime:
    """Return a time as it is written; raises ValueError for one that is none."""
    return datetime.fromisoformat(cell)


def _check_number(cell: str) -> str:
    if not NUMBER.fullmatch(cell):
        return "not a whole number of 0 or more; write digits alone"
    if int(cell) > NUMBER_LIMIT:
        return f"larger than {NUMBER_LIMIT:,}; correct it"
    return ""


_OF_KIND: Final[Mapping[Kind, Check]] = {
    Kind.REFERENCE: _check_reference,
    Kind.LINK: _check_reference,
    Kind.NUMBER: _check_number,
    Kind.MOMENT: _check_moment,
}


def _check_codes(cell: str, codes: tuple[str, ...]) -> str:
    found = cell.split(";")
    if "" in found:
        return 'an empty place in the list; write one ";" between two codes and none at the ends'
    if any(code not in codes for code in found):
        return f'not a list of the codes; use {_listed(codes)}, with ";" between two'
    if len(set(found)) < len(found):
        return "the same code twice in the list; leave one"
    return ""


def _check_commissioner(cell: str, rules: Rules) -> str:
    authority = rules.authorities.get(cell)
    if authority is None:
        return "no authority in England has this code; use the GSS code of the commissioner"
    if authority.tier != 1:
        return "a Tier 2 authority, which commissions nothing; use the Tier 1 authority's code"
    return ""


def _check_origin(cell: str, rules: Rules) -> str:
    if cell in PLACES_OUTSIDE_ENGLAND or cell in rules.authorities:
        return ""
    return (
        "no authority in England has this code; use a GSS code, "
        f"{_listed(PLACES_OUTSIDE_ENGLAND)}, or leave it blank"
    )
