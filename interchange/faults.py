"""What is wrong with a bundle: one line for each fault, the first thousand, and how many more."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

FAULTS_KEPT: Final = 1_000
NAME_LIMIT: Final = 60


@dataclass(frozen=True)
class Fault:
    """One fault. `line` is the line of the file on which the row begins, counted from 1;
    `column` is the column's name, or "-" where the fault is of no one column."""

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}:{printable(self.column)}: {self.text}"


@dataclass
class Faults:
    """The faults found so far. Only the first thousand are kept; all are counted."""

    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, file: str, line: int, column: str, text: str) -> None:
        self.count += 1
        if len(self.kept) < FAULTS_KEPT:
            self.kept.append(Fault(file, line, column, text))

    def __bool__(self) -> bool:
        return self.count > 0

    def lines(self) -> Iterator[str]:
        """One line for each fault kept, and a last one that says how many more there are."""
        for fault in self.kept:
            yield str(fault)
        more = self.count - len(self.kept)
        if more:
            yield f"and {more} more; put these right first, then import again"


class BundleRefused(Exception):
    """The bundle cannot be imported; nothing was written."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(f"the bundle has {faults.count} faults")
        self.faults = faults


def printable(name: str) -> str:
    """A name that came with the bundle, safe to print on one line of a terminal.

    Control characters, line ends and marks that turn the writing direction become `\\uXXXX`.
    """
    if len(name) > NAME_LIMIT:
        name = name[:NAME_LIMIT] + "..."
    return "".join(
        f"\\u{ord(letter):04x}" if unicodedata.category(letter)[0] in "CZ" and letter != " "
        else letter
        for letter in name
    )  # fmt: skip
