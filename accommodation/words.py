"""How rooms and days are said and put in order."""

import datetime
import re


def natural_order(name: str) -> list[tuple[int, str]]:
    """Order Room 10 after Room 9."""
    pieces = re.split(r"(\d+)", name.casefold())
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in pieces]


def short_day(day: datetime.date) -> str:
    """Fri 27 Nov."""
    return f"{day:%a} {day.day} {day:%b}"
