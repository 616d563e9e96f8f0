"""Replacing the data keys of an organisation's subjects, and sealing every value anew.

The keys before stay beside the new ones until no value is left that they sealed.
"""

import os
from uuid import UUID

from django.apps import apps
from django.db import connections
from django.db.models import OuterRef, QuerySet, Subquery

from encryption import keyring
from encryption.committing import encrypted_fields
from encryption.errors import DecryptionFailed
from encryption.fields import Held, Stored
from encryption.keys import KeyClass
from encryption.models import EncryptedModel, FormerSubjectKey, SubjectKey
from encryption.primitives import NONCE_BYTES, PREFIX_BYTES, new_key, prefix

_CLASSES = ", ".join(f'"{key_class}"' for key_class in KeyClass)
# The names come from the key classes, never from outside.
_COPY = (
    "insert into encryption_formersubjectkey"  # noqa: S608
    f" (subject_id, organisation_id, kind, version, {_CLASSES})"
    f" select subject_id, organisation_id, kind, version, {_CLASSES}"
    " from encryption_subjectkey where organisation_id = %s on conflict do nothing"
)


def copy(organisation_id: UUID, *, using: str) -> int:
    """Put the present keys beside themselves, as those to be replaced; how many there are."""
    with connections[using].cursor() as cursor:
        cursor.execute(_COPY, [organisation_id])
    return FormerSubjectKey.objects.using(using).count()


def left(*, using: str) -> int:
    """How many subjects have the keys that are to be replaced."""
    return _unchanged(using).count()


def take(*, most: int, using: str) -> list[SubjectKey]:
    """Lock subjects that have their old keys; those that somebody else holds are left out."""
    rows = (
        _unchanged(using).order_by("subject_id").select_for_update(skip_locked=True, of=("self",))
    )
    return list(rows[:most])


def renew(rows: list[SubjectKey], *, using: str) -> None:
    """Give the subjects that were taken new keys, of the next version."""
    ring = keyring.current()
    for row in rows:
        row.version += 1
        for key_class in KeyClass:
            wrapped = ring.wrapping_key(key_class).wrap(
                new_key(), os.urandom(NONCE_BYTES), row.subject_id, row.version
            )
            setattr(row, key_class, wrapped)
    SubjectKey.objects.using(using).bulk_update(rows, ["version", *map(str, KeyClass)])
    for row in rows:
        ring.forget(row.subject_id)


def models() -> list[type[EncryptedModel]]:
    """Every model with values sealed under data keys."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, EncryptedModel)
        and not model._meta.proxy
        and list(encrypted_fields(model))
    ]


def stale(rows: list[EncryptedModel]) -> list[EncryptedModel]:
    """Those of the rows that hold a value sealed with other keys than the present ones."""
    subjects = {each: getattr(each, each.ENCRYPTION_SUBJECT) for each in rows}
    present = keyring.current().versions(list(set(subjects.values())))
    return [each for each in rows if _is_stale(each, present.get(subjects[each]))]


def reseal(row: EncryptedModel) -> dict[str, Stored]:
    """The values of a row sealed with its subject's present keys; those that changed.

    A value that does not open is left as it is: it was altered before, and the trail has it now.
    """
    subject_id = getattr(row, row.ENCRYPTION_SUBJECT)
    version = keyring.current().versions([subject_id]).get(subject_id)
    if version is None:
        return {}
    present, changed = prefix(version), {}
    for field in encrypted_fields(type(row)):
        stored = row.__dict__[field.attname]
        if not stored or stored[:PREFIX_BYTES] == present:
            continue
        try:
            value = field.opened(row, stored).value
        except DecryptionFailed:
            continue
        row.__dict__[field.attname] = Held(value)
        changed[field.attname] = field.sealed(row)
    return changed


def drop_former(*, using: str) -> None:
    """Destroy the keys that were replaced."""
    FormerSubjectKey.objects.using(using).all().delete()


def _is_stale(row: EncryptedModel, version: int | None) -> bool:
    """Whether a value is left to seal anew; none is of a subject that was erased."""
    if version is None:
        return False
    held = (row.__dict__[field.attname] for field in encrypted_fields(type(row)))
    return any(stored and stored[:PREFIX_BYTES] != prefix(version) for stored in held)


def _unchanged(using: str) -> QuerySet[SubjectKey]:
    before = FormerSubjectKey.objects.using(using).filter(subject_id=OuterRef("subject_id"))
    return SubjectKey.objects.using(using).filter(version=Subquery(before.values("version")))
