"""The list of authorities, as the generator of bundles and the second derivation read it."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

AUTHORITIES = Path(__file__).parents[2] / "accommodation" / "data" / "authorities.csv"


@cache
def listed() -> dict[str, dict[str, str]]:
    """Each authority's row by its code."""
    with AUTHORITIES.open(encoding="utf-8-sig", newline="") as file:
        return {row["gss_code"]: row for row in csv.DictReader(file)}


def life(code: str) -> tuple[date, date]:
    """First and last day of an authority, the present code or a former one."""
    rows = listed()
    present = next(
        row for row in rows.values() if code in (row["gss_code"], *row["other_codes"].split(";"))
    )
    begins, ends = present["valid_from"], present["valid_to"]
    return date.fromisoformat(begins or "0001-01-01"), date.fromisoformat(ends or "9999-12-31")


@cache
def relatives(code: str) -> tuple[str, ...]:
    """Codes near a commissioner: its own, its districts', and those before and after it."""
    near = {code}
    for row in listed().values():
        family = {row["gss_code"], row["tier1_code"], *row["successors"].split(";")}
        family |= set(row["other_codes"].split(";"))
        if code in family:
            near |= family
    return tuple(sorted(near - {""}))
