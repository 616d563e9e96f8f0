"""What the demo prints: the address, and how each invented person signs in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from demo.codes import code_at


class SignsIn(Protocol):
    """A demo person, as far as signing in goes."""

    @property
    def name(self) -> str:
        """One word, for `demo_code`."""

    @property
    def full_name(self) -> str:
        """As shown on pages."""

    @property
    def email(self) -> str:
        """What signs in."""

    @property
    def password(self) -> str:
        """In clear: everyone here is invented."""

    @property
    def secret(self) -> str:
        """Of the second factor, in base32."""

    @property
    def role(self) -> str:
        """In words."""

    @property
    def organisation(self) -> str:
        """In words."""


def of(people: Sequence[SignsIn], *, address: str, now: datetime) -> str:
    """The text shown once the demo can be reached."""
    rows = [("Who", "What they do", "E-mail", "Password", "Code now")]
    rows += [
        (
            person.full_name,
            f"{person.role}, {person.organisation}",
            person.email,
            person.password,
            code_at(person.secret, now),
        )
        for person in people
    ]
    example = people[0].name if people else "NAME"
    return "\n".join(
        [
            "",
            "Everyone here is invented. Sign in as any of them:",
            "",
            *_columns(rows),
            "",
            f"A code lasts half a minute. The next one: ./manage.py demo_code {example}",
            "",
            f"Rowan is at {address}   (Ctrl+C stops it; the data stays until 'make clean')",
        ]
    )


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
