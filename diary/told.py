"""What somebody tells the recorder."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.models import Person
from diary.choices import Direction, Happened, Outcome


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells the recorder. ``outcome`` is None where nobody was to be reached.

    ``also`` are the answers to what apps above ask (``diary.alongside``), by question.
    """

    happened: Happened
    at: datetime.datetime
    text: str = ""
    outcome: Outcome | None = None
    direction: Direction = Direction.OUT
    minutes: int | None = None
    about: Person | None = None
    is_key: bool = False
    also: Mapping[str, Any] = field(default_factory=dict)
