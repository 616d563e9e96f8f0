"""The keys of an organisation as the database holds them: wrapped, and by whom they were erased."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import connections

from encryption import binary, wrapping
from encryption.keys import KeyClass

# In the order asked for, so that no id has to come back; a subject without keys has no version.
_SUBJECT_KEYS = (
    "select version, {keys} from unnest(%s::uuid[]) with ordinality as wanted (id, place)"
    " left join encryption_subjectkey"
    " on subject_id = wanted.id and organisation_id = %s order by place"
)
# Those that wait for values to be sealed anew, while the keys of an organisation are replaced.
_FORMER_KEYS = (
    "select subject_id, version, {keys} from encryption_formersubjectkey"
    " where subject_id = any(%s::uuid[]) and organisation_id = %s"
)
_ERASED = "select unnest(subject_ids) from encryption_tombstone where organisation_id = %s"
_CLASS_KEYS = (
    "select key_class, version, wrapped from encryption_organisationkey"
    " where organisation_id = %s and retired_on is null order by version"
)


class WrappedSubject(NamedTuple):
    """The version and the wrapped data keys of a subject, in the order of KeyClass.

    None stands for a key of a class that was not asked for.
    """

    version: int
    wrapped: tuple[bytes | None, ...]


class StoredKeys:
    """What one connection reads of an organisation's keys; nothing is held here.

    Of the keys of subjects only those of some classes come.
    """

    def __init__(self, organisation_id: UUID, *, classes: Collection[KeyClass], using: str) -> None:
        self._organisation_id = organisation_id
        self._using = using
        # The names come from the key classes, never from outside.
        self._keys = ", ".join(str(each) if each in classes else "null::bytea" for each in KeyClass)

    def class_keys(self) -> dict[str, dict[int, bytes]]:
        """The class keys that are in use, opened, by class and version."""
        with connections[self._using].cursor() as cursor:
            cursor.execute(_CLASS_KEYS, [self._organisation_id])
            rows = cursor.fetchall()
        found: dict[str, dict[int, bytes]] = {}
        for key_class, version, wrapped in rows:
            found.setdefault(key_class, {})[version] = wrapping.unwrap_class_key(
                bytes(wrapped), self._organisation_id, key_class, version
            )
        return found

    def subjects(self, wanted: list[UUID]) -> list[WrappedSubject | None]:
        """The keys of these subjects in their order; None for one that has none."""
        with binary.cursor(connections[self._using]) as cursor:
            cursor.execute(_SUBJECT_KEYS.format(keys=self._keys), [wanted, self._organisation_id])
            return [
                None if row[0] is None else WrappedSubject(row[0], row[1:])
                for row in cursor.fetchall()
            ]

    def former(self, wanted: list[UUID]) -> dict[UUID, WrappedSubject]:
        """The keys before the present ones, of those subjects that have some."""
        with binary.cursor(connections[self._using]) as cursor:
            cursor.execute(_FORMER_KEYS.format(keys=self._keys), [wanted, self._organisation_id])
            return {row[0]: WrappedSubject(row[1], row[2:]) for row in cursor.fetchall()}

    def erased(self) -> set[UUID]:
        """The subjects whose keys are gone because they were erased."""
        with connections[self._using].cursor() as cursor:
            cursor.execute(_ERASED, [self._organisation_id])
            return {row[0] for row in cursor.fetchall()}
