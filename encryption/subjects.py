"""Subjects: the people, cases, houses, referrals and notes that have data keys of their own."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from encryption import keyring
from encryption.errors import KeyUnavailable
from encryption.keyring import KeyRing
from encryption.keys import FIRST_VERSION, KeyClass
from encryption.models import FormerSubjectKey, SubjectKey
from encryption.primitives import KEY_BYTES, NONCE_BYTES

_AT_ONCE = 2000
_CLASSES = ", ".join(f'"{key_class}"' for key_class in KeyClass)
# The names come from the key classes, never from outside.
_INSERT = (
    f"INSERT INTO encryption_subjectkey (organisation_id, kind, version, subject_id, {_CLASSES})"  # noqa: S608
    f" SELECT %b::uuid, %b::text, %b::int2, subject_id, {_CLASSES}"
    f" FROM unnest(%b::uuid[], {', '.join(['%b::bytea[]'] * len(KeyClass))})"
    f" AS made (subject_id, {_CLASSES})"
)

Send = Callable[[str, list[Any]], None]

KINDS = ("person", "case", "house", "referral", "user", "note")


def create(
    *,
    organisation_id: UUID,
    kind: str,
    subject_ids: Iterable[UUID],
    using: str = DEFAULT_DB_ALIAS,
    send: Send | None = None,
) -> None:
    """Make the data keys of new subjects, in one statement for up to 2,000 of them.

    An importer may `send` the statements itself, in order, in the same transaction.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is not a kind of subject.")
    ring = keyring.current()
    if ring.organisation_id != organisation_id:
        raise KeyUnavailable("Another organisation is entered than the one of these subjects.")
    made = _new_keys(subject_ids)
    wrapped = _wrapped(ring, made)
    send = send or partial(_run, using)
    for start in range(0, len(wrapped), _AT_ONCE):
        _insert(organisation_id, kind, wrapped[start : start + _AT_ONCE], send)
    ring.remember(made, using=using)


def _insert(
    organisation_id: UUID, kind: str, made: list[tuple[UUID, tuple[bytes, ...]]], send: Send
) -> None:
    """Store the rows as one array for each column, in binary: an import makes tens of thousands."""
    columns = zip(*(wrapped for _, wrapped in made), strict=True)
    ids = [subject_id for subject_id, _ in made]
    send(_INSERT, [organisation_id, kind, FIRST_VERSION, ids, *map(list, columns)])


def _run(using: str, query: str, values: list[Any]) -> None:
    connection = connections[using]
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        cursor.execute(query.encode(), values, binary=True)


def erase(subject_id: UUID, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Delete a subject's keys: nothing that was sealed for it opens again."""
    for model in (SubjectKey, FormerSubjectKey):
        model.objects.using(using).filter(subject_id=subject_id).delete()
    ring = keyring.current_or_none()
    if ring is not None:
        ring.forget(subject_id)


def _wrapped(
    ring: KeyRing, made: dict[UUID, tuple[bytes, ...]]
) -> list[tuple[UUID, tuple[bytes, ...]]]:
    """Each subject with its keys wrapped, class by class, under fresh nonces."""
    wrapping = [ring.wrapping_key(key_class).wrap for key_class in KeyClass]
    nonces = _cut(os.urandom(NONCE_BYTES * len(wrapping) * len(made)), NONCE_BYTES)
    return [
        (
            subject_id,
            tuple(
                wrap(key, next(nonces), subject_id)
                for wrap, key in zip(wrapping, keys, strict=True)
            ),
        )
        for subject_id, keys in made.items()
    ]


def _new_keys(subject_ids: Iterable[UUID]) -> dict[UUID, tuple[bytes, ...]]:
    """Random keys for each subject, in the order of KeyClass."""
    ids = list(subject_ids)
    keys = _cut(os.urandom(KEY_BYTES * len(KeyClass) * len(ids)), KEY_BYTES)
    return {subject_id: tuple(islice(keys, len(KeyClass))) for subject_id in ids}


def _cut(drawn: bytes, size: int) -> Iterator[bytes]:
    """The random bytes that were drawn at once, in pieces of one size."""
    return (drawn[start : start + size] for start in range(0, len(drawn), size))
