"""Subjects: the people, cases, houses and referrals that have data keys of their own."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from encryption import keyring
from encryption.errors import KeyUnavailable
from encryption.keyring import KeyRing, WrappedSubject
from encryption.keys import FIRST_VERSION, KeyClass
from encryption.models import SubjectKey
from encryption.primitives import new_key
from encryption.wrapping import wrap_data_key

_AT_ONCE = 2000
_CLASSES = ", ".join(f'"{key_class}"' for key_class in KeyClass)
# The names come from the key classes, never from outside.
_INSERT = (
    f"INSERT INTO encryption_subjectkey (organisation_id, kind, version, subject_id, {_CLASSES})"  # noqa: S608
    f" SELECT %b::uuid, %b::text, %b::int2, subject_id, {_CLASSES}"
    f" FROM unnest(%b::uuid[], {', '.join(['%b::bytea[]'] * len(KeyClass))})"
    f" AS made (subject_id, {_CLASSES})"
).encode()

KINDS = ("person", "case", "house", "referral", "user")


def create(
    *,
    organisation_id: UUID,
    kind: str,
    subject_ids: Iterable[UUID],
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Make the data keys of new subjects, in one statement for up to 2,000 of them."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is not a kind of subject.")
    ring = keyring.current()
    if ring.organisation_id != organisation_id:
        raise KeyUnavailable("Another organisation is entered than the one of these subjects.")
    made = [(subject_id, _wrapped(ring, subject_id)) for subject_id in subject_ids]
    for start in range(0, len(made), _AT_ONCE):
        _insert(organisation_id, kind, made[start : start + _AT_ONCE], using)
    ring.remember(made)


def _insert(
    organisation_id: UUID, kind: str, made: list[tuple[UUID, WrappedSubject]], using: str
) -> None:
    """Store the rows as one array for each column, in binary: an import makes tens of thousands."""
    connection = connections[using]
    connection.ensure_connection()
    columns = zip(*(subject.wrapped for _, subject in made), strict=True)
    ids = [subject_id for subject_id, _ in made]
    raw: Any = connection.connection
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        cursor.execute(
            _INSERT, [organisation_id, kind, FIRST_VERSION, ids, *map(list, columns)], binary=True
        )


def erase(subject_id: UUID, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Delete a subject's keys: nothing that was sealed for it opens again."""
    SubjectKey.objects.using(using).filter(subject_id=subject_id).delete()
    ring = keyring.current_or_none()
    if ring is not None:
        ring.forget(subject_id)


def _wrapped(ring: KeyRing, subject_id: UUID) -> WrappedSubject:
    wrapped = []
    for key_class in KeyClass:
        version, cipher = ring.class_cipher(key_class)
        wrapped.append(
            wrap_data_key(cipher, version, new_key(), ring.organisation_id, subject_id, key_class)
        )
    return WrappedSubject(FIRST_VERSION, tuple(wrapped))
