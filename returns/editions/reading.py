"""Reading an edition file: a CSV of the cells that one year's form asks for.

Columns: ``cell`` (code), ``section``, ``label``, ``unit``, ``rule``, ``provenance``, ``source``.
A rule is a name and its arguments: ``stays_by_length accommodation=refuge+dispersed months=1-3``.
A rule given as a number alone (the paragraph of the counting rules) means: as the cell of that
code is counted in the edition that ships with Rowan. A row whose cell begins with ``setting.``
sets what the sources leave open; its value stands in the column ``rule``.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from returns import codes
from returns.counting.all_rules import CHARACTERISTICS, RULES
from returns.counting.g_answers import ANSWERED, SUGGESTIONS
from returns.counting.settings import CHOICES, Settings

COLUMNS = ("cell", "section", "label", "unit", "rule", "provenance", "source")
PUBLISHED, INFERRED, PROVISIONAL = "published", "inferred", "provisional"
PROVENANCES = (PUBLISHED, INFERRED, PROVISIONAL)
SETTING = "setting."
LARGEST_FILE = 1_000_000


class EditionRefused(ValueError):
    """The file is not a usable edition. ``faults`` are sentences, each with its line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the form. ``arguments`` are those of its rule, read."""

    code: str
    section: str
    label: str
    unit: str
    rule: str
    arguments: Mapping[str, Any]
    provenance: str
    source: str

    @property
    def is_counted(self) -> bool:
        return self.rule != ANSWERED


@dataclass(frozen=True, slots=True)
class Edition:
    """The form of one year: cells in the order of the form, and settings."""

    name: str
    cells: tuple[Cell, ...]
    settings: Settings

    @property
    def not_published(self) -> tuple[str, ...]:
        """Codes of the cells that are not known from the department's own report."""
        return tuple(each.code for each in self.cells if each.provenance != PUBLISHED)

    def cell(self, code: str) -> Cell | None:
        return next((each for each in self.cells if each.code == code), None)


ALLOWED_CODES: dict[str, Iterable[str]] = {
    "accommodation": codes.ACCOMMODATION_TYPES,
    "identity": codes.IDENTITIES,
    "reason": codes.REASONS,
    "need": codes.NEEDS,
    "characteristic": tuple(CHARACTERISTICS),
    "group": codes.SPECIALIST_GROUPS,
    "support": codes.SUPPORT_TYPES,
    "place": codes.NEXT_PLACES,
    "planned": ("yes", "no"),
    "suggestion": tuple(SUGGESTIONS),
}


def read(content: bytes, *, name: str, shipped: Edition | None = None) -> Edition:
    """The edition that a file holds. Raises EditionRefused with every fault."""
    rows = _rows(content)
    faults: list[str] = []
    cells: dict[str, Cell] = {}
    values: dict[str, Any] = {}
    for line, row in rows:
        try:
            if row["cell"].startswith(SETTING):
                _take_setting(row, values)
            else:
                cell = _cell(row, shipped)
                if cell.code in cells:
                    raise ValueError(f"the cell {cell.code} stands twice; keep one")
                cells[cell.code] = cell
        except ValueError as fault:
            faults.append(f"line {line}: {fault}.")
    if not cells and not faults:
        faults.append("The file holds no cell.")
    if faults:
        raise EditionRefused(faults)
    return Edition(name, tuple(cells.values()), Settings(**values))


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(content) > LARGEST_FILE:
        raise EditionRefused(["The file is larger than an edition can be."])
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        header = list(reader.fieldnames or ())
        faults = [f"The column {each} is missing." for each in COLUMNS if each not in header]
        faults += [f"The column {each} is not known." for each in header if each not in COLUMNS]
        if faults:
            raise EditionRefused(faults)
        return [(reader.line_num, _complete(row, reader.line_num)) for row in reader]
    except UnicodeDecodeError:
        raise EditionRefused(["The file is not UTF-8 text. Save it as CSV UTF-8."]) from None
    except csv.Error as fault:
        raise EditionRefused([f"The file is not a CSV that can be read: {fault}."]) from None


def _complete(row: Mapping[str | None, Any], line: int) -> dict[str, str]:
    if None in row or None in row.values():
        raise EditionRefused([f"line {line}: the row has more or fewer fields than the header."])
    return {str(key): str(value).strip() for key, value in row.items()}


def _cell(row: Mapping[str, str], shipped: Edition | None) -> Cell:
    for column in ("cell", "section", "label", "rule"):
        if not row[column]:
            raise ValueError(f"the column {column} is empty")
    if row["provenance"] not in PROVENANCES:
        raise ValueError(f"provenance is “{row['provenance']}”; use {', '.join(PROVENANCES)}")
    rule, arguments = _rule(row, shipped)
    return Cell(
        code=row["cell"],
        section=row["section"],
        label=row["label"],
        unit=row["unit"],
        rule=rule,
        arguments=arguments,
        provenance=row["provenance"],
        source=row["source"],
    )


def _rule(row: Mapping[str, str], shipped: Edition | None) -> tuple[str, Mapping[str, Any]]:
    if row["rule"].isdecimal():
        known = shipped.cell(row["cell"]) if shipped else None
        if known is None:
            raise ValueError(
                f"the cell {row['cell']} is new, so its rule needs a name and not a number"
            )
        return known.rule, known.arguments
    name, *words = row["rule"].split()
    if name == ANSWERED:
        parameters, needed = frozenset({"suggestion"}), frozenset[str]()
    elif name in RULES:
        parameters = needed = RULES[name].parameters
    else:
        raise ValueError(f"there is no rule called “{name}”; the names are in the help page")
    arguments = dict(_argument(word) for word in words)
    unknown, missing = arguments.keys() - parameters, needed - arguments.keys()
    if unknown or missing:
        wanted = ", ".join(sorted(parameters)) or "nothing"
        raise ValueError(
            f"the rule {name} takes {wanted}; the row gives {' '.join(words) or 'nothing'}"
        )
    return name, arguments


def _argument(word: str) -> tuple[str, Any]:
    key, _, text = word.partition("=")
    if key == "months":
        return key, _months(text)
    chosen = tuple(text.split("+"))
    for each in chosen:
        if each not in ALLOWED_CODES.get(key, ()):
            raise ValueError(f"“{each}” is not a value that {key} can have")
    return key, chosen


def _months(text: str) -> tuple[int, int | None]:
    low, dash, high = text.partition("-")
    if not dash or not low.isdecimal() or not (high.isdecimal() or not high):
        raise ValueError(f"months is “{text}”; write it like 1-3, or 6- for 6 and over")
    if high and int(high) <= int(low):
        raise ValueError(f"months is “{text}”, which no length can be")
    return int(low), int(high) if high else None


def _take_setting(row: Mapping[str, str], values: dict[str, Any]) -> None:
    name, value = row["cell"].removeprefix(SETTING), row["rule"]
    if name not in {each.name for each in fields(Settings)}:
        raise ValueError(f"there is no setting called “{name}”")
    if name in values:
        raise ValueError(f"the setting {name} stands twice; keep one")
    values[name] = SETTING_READERS.get(name, _chosen)(name, value)


def _chosen(name: str, value: str) -> str:
    if value not in CHOICES[name]:
        raise ValueError(f"{name} is “{value}”; use {' or '.join(CHOICES[name])}")
    return value


def _whole_number(name: str, value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise ValueError(f"{name} is “{value}”; use a whole number from 1")
    return int(value)


def _ethnicities(name: str, value: str) -> frozenset[str]:
    chosen = frozenset(value.split("+"))
    unknown = chosen - set(codes.ETHNICITIES)
    if unknown:
        raise ValueError(f"{name} names {', '.join(sorted(unknown))}, which is not an ethnicity")
    return chosen


SETTING_READERS: dict[str, Callable[[str, str], Any]] = {
    "not_minoritised": _ethnicities,
    "publishing_threshold": _whole_number,
    "publishing_rounding": _whole_number,
}
