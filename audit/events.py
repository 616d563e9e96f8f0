"""Naming events: writes in the writer's transaction, reads on a connection of their own."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db import Error as StoreError

from audit import codes, context
from audit.content import EventContent
from audit.errors import AuditUnavailable, NoOrganisationEntered
from audit.keys import newest_key
from audit.models import Event

# One event names at most this many records; a longer list is told in several events.
SUBJECTS_PER_EVENT = 1000

# One statement enters the organisation for its own transaction and stores the event, so that a
# read costs one round trip and one commit.
_INSERT = """
    WITH entered AS (SELECT set_config('rowan.organisation', %s::text, true) AS organisation)
    INSERT INTO audit_event (id, organisation_id, at, kind, actor_id, verb, subjects, fields,
                             purpose, source, mac)
    SELECT %s::uuid, %s::uuid, %s::timestamptz, %s::text, %s::uuid, %s::text, %s::text::uuid[],
           %s::text[], %s::text, %s::text, %s::bytea
    FROM entered
"""


Send = Callable[[str, list[Any]], None]
"""How an importer runs a statement: in order with its own, on the same transaction."""


class Actor(Protocol):
    """Somebody who acts: all that the trail needs is an id."""

    @property
    def pk(self) -> UUID: ...


def write(
    verb: str,
    *,
    by: Actor | None,
    subjects: Iterable[UUID],
    fields: Sequence[str] = (),
    purpose: str = "",
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Record a write in the writer's own transaction, before the first row is written.

    ``by`` is None where the installation's operator acts. Raises NoOrganisationEntered outside
    an organisation: everything that is written belongs to one.
    """
    if context.organisation() is None:
        raise NoOrganisationEntered(verb)
    _store(using, Event.Kind.WRITE, verb, by, subjects, fields, purpose)


def read(
    verb: str,
    *,
    by: Actor | None,
    subjects: Iterable[UUID],
    fields: Sequence[str] = (),
    purpose: str = "",
) -> None:
    """Record a read and commit it, before anything decrypted may leave the process.

    Raises AuditUnavailable when it cannot be stored: then nothing is shown.
    """
    if context.organisation() is None:
        raise NoOrganisationEntered(verb)
    try:
        _store(settings.AUDIT_CONNECTION, Event.Kind.READ, verb, by, subjects, fields, purpose)
    except StoreError as error:
        raise AuditUnavailable from error


def commitment(verb: str, *, fields: Sequence[str], using: str, send: Send | None = None) -> None:
    """Record what sealed bytes are current, in the writer's own transaction (audit.commitments).

    It names no record to those who ask who looked, and stands in for no write's own event.
    """
    if context.organisation() is None:
        raise NoOrganisationEntered(verb)
    content = _content(Event.Kind.COMMITMENT, verb, None, [], fields, "")
    if send is None:
        _insert(using, content)
    else:
        send(_INSERT, _values(content, using))


def session(verb: str, *, by: Actor | None) -> None:
    """Record a sign-in, a refusal or a sign-out among the installation's own events.

    Raises AuditUnavailable when it cannot be stored.
    """
    try:
        with context.entered_nowhere():
            _store(settings.AUDIT_CONNECTION, Event.Kind.SESSION, verb, by, (), (), "")
    except StoreError as error:
        raise AuditUnavailable from error


def _store(
    alias: str,
    kind: Event.Kind,
    verb: str,
    by: Actor | None,
    subjects: Iterable[UUID],
    fields: Sequence[str],
    purpose: str,
) -> None:
    """Insert the event, in as many parts as its list of records needs."""
    parts = list(_parts(list(subjects)))
    with transaction.atomic(using=alias, savepoint=False):
        for part in parts:
            _insert(alias, _content(kind, verb, by, part, fields, purpose))


def _content(
    kind: Event.Kind,
    verb: str,
    by: Actor | None,
    subjects: list[UUID],
    fields: Sequence[str],
    purpose: str,
) -> EventContent:
    return EventContent(
        id=uuid4(),
        organisation_id=context.organisation(),
        at=datetime.now(UTC),
        kind=kind,
        actor_id=by.pk if by else None,
        verb=verb,
        subjects=subjects,
        fields=fields,
        purpose=purpose,
        source=context.current_source(),
    )


def _parts(subjects: list[UUID]) -> list[list[UUID]]:
    return [
        subjects[start : start + SUBJECTS_PER_EVENT]
        for start in range(0, len(subjects), SUBJECTS_PER_EVENT)
    ] or [[]]


def _insert(alias: str, content: EventContent) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(_INSERT, _values(content, alias))


def _values(content: EventContent, alias: str) -> list[Any]:
    """What is stored of an event, its code last."""
    return [
        str(content.organisation_id or ""),
        content.id,
        content.organisation_id,
        content.at,
        str(content.kind),
        content.actor_id,
        content.verb,
        # As one array literal: the driver would quote each of a thousand ids by itself.
        f"{{{','.join(map(str, content.subjects))}}}",
        list(content.fields),
        content.purpose,
        content.source,
        codes.make(content, *newest_key(content.organisation_id, using=alias)),
    ]
