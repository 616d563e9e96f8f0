"""A derived return as it leaves: figures in the order of the form, checks, provenance."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from returns.checks.definitions import Check
from returns.editions.reading import Edition

Figure = int | str | None


@dataclass(frozen=True, slots=True)
class Return:
    """One authority's return for one period. A figure of None is a question not answered.

    ``suggestions`` are what the services record for questions that nobody has answered; ``note``
    says what the figures do not say: that they are a part, or that nothing was commissioned.
    """

    authority: str
    authority_name: str
    year: str
    edition: Edition
    cells: Mapping[str, Figure]
    checks: tuple[Check, ...]
    suggestions: Mapping[str, str]
    note: str = ""

    @property
    def provisional(self) -> tuple[str, ...]:
        """Cells that are not known from the department's own report."""
        return self.edition.not_published

    @property
    def can_be_signed(self) -> bool:
        """Whether no check at ``error`` stands in the way."""
        return not any(check.blocks_sign_off for check in self.checks)

    def checks_of(self, code: str) -> list[Check]:
        """The checks that concern a cell, or its whole section."""
        section = code.partition(".")[0]
        return [check for check in self.checks if check.cell in (code, section)]

    def as_dict(self) -> dict[str, object]:
        return {
            "authority": self.authority,
            "year": self.year,
            "edition": self.edition.name,
            "cells": {cell.code: self.cells[cell.code] for cell in self.edition.cells},
            "checks": [check_as_dict(check) for check in self.checks],
            "provisional": list(self.provisional),
        }

    def as_json(self) -> str:
        """One line."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON: two returns with the same digest say the same."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()


def check_as_dict(check: Check) -> dict[str, object]:
    return {
        "code": check.code,
        "level": check.level.value,
        "cell": check.cell,
        "count": check.count,
        "message": check.message,
    }
