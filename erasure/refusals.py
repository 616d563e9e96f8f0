"""Saying no to an erasure, in plain words."""

from collections.abc import Sequence

TOO_MANY = (
    "More people than twice the usual number were asked for this week, so Rowan stops here. If it "
    "is right, an administrator raises the usual number in the settings."
)


class NotYet(Exception):
    """It is not confirmed, its day has not come, or it was withdrawn."""


class Blocked(Exception):
    """Something stands in the way; ``reasons`` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class TooMany(Exception):
    """More than twice the usual number of people in a week."""


class SamePerson(Exception):
    """Whoever asked cannot confirm."""
