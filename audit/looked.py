"""Who looked: events that name some records, or that one person did, the newest first.

Asked for by sequence: the next page begins below the last number of this one, so that what is
recorded meanwhile moves nothing. What may be shown of it is decided above.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

_ASK = "SELECT * FROM audit_looked(%s::uuid[], %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Look:
    """One event of the trail, as far as pages tell it."""

    sequence: int
    at: datetime.datetime
    kind: str
    actor_id: UUID | None
    verb: str
    subjects: list[UUID]
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What narrows the question: who, which verbs, from a moment, until one (not included)."""

    actor_id: UUID | None = None
    verbs: Collection[str] | None = None
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


EVERYTHING = Asked()


def at_records(
    records: Collection[UUID], *, asked: Asked = EVERYTHING, before: int | None = None, most: int
) -> list[Look]:
    """Return the newest events of the organisation entered that name any of these records."""
    return _ask(f"{{{','.join(map(str, records))}}}", asked, before, most)


def by_person(
    actor_id: UUID, *, asked: Asked = EVERYTHING, before: int | None = None, most: int
) -> list[Look]:
    """Return the newest events of the organisation entered that one person did."""
    narrowed = Asked(actor_id=actor_id, verbs=asked.verbs, since=asked.since, until=asked.until)
    return _ask(None, narrowed, before, most)


def _ask(records: str | None, asked: Asked, before: int | None, most: int) -> list[Look]:
    verbs = None if asked.verbs is None else sorted(asked.verbs)
    given = [records, asked.actor_id, asked.since, asked.until, verbs, before, most]
    with connection.cursor() as cursor:
        cursor.execute(_ASK, given)
        return [Look(*row) for row in cursor.fetchall()]
