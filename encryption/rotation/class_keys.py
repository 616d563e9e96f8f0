"""Replacing a class key: a new version, data keys wrapped with it, the old one destroyed."""

import datetime
import os
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet

from encryption import installation, keyring
from encryption.keys import KeyClass
from encryption.models import OrganisationKey, SubjectKey
from encryption.primitives import NONCE_BYTES, new_key
from encryption.retirement import backups_gone_on
from encryption.wrapping import wrap_class_key

# The names come from the key classes, never from outside. The version of the class key that
# wrapped a data key stands in its third and fourth byte.
_VERSION = "get_byte({column}, 2) * 256 + get_byte({column}, 3)"
_LEFT = "select count(*) from encryption_subjectkey where organisation_id = %s and {version} <> %s"
_TAKE = (
    "select subject_id, version, {column} from encryption_subjectkey"
    " where organisation_id = %s and subject_id > %s and {version} <> %s"
    " order by subject_id limit %s for update skip locked"
)
_PUT = (
    "update encryption_subjectkey set {column} = made.wrapped"
    " from unnest(%s::uuid[], %s::bytea[]) as made (id, wrapped) where subject_id = made.id"
)

Row = tuple[UUID, int, bytes]


def announced(rotation_id: UUID) -> int | None:
    """The version that a rotation made in the organisation entered; None where it has not yet."""
    made = OrganisationKey.objects.filter(rotation_id=rotation_id).first()
    return made.version if made else None


def announce(organisation_id: UUID, key_class: str, rotation_id: UUID) -> int:
    """Make the new version: it wraps whatever is made from now on."""
    keys = OrganisationKey.objects.filter(organisation_id=organisation_id, key_class=key_class)
    version: int = keys.aggregate(newest=Max("version"))["newest"] + 1
    root = installation.newest_root()
    OrganisationKey.objects.create(
        organisation_id=organisation_id,
        key_class=key_class,
        version=version,
        rotation_id=rotation_id,
        wrapped=wrap_class_key(new_key(), organisation_id, key_class, version, root=root),
    )
    return version


def left(organisation_id: UUID, key_class: KeyClass, version: int) -> int:
    """How many subjects have a data key that is not wrapped with this version."""
    with connection.cursor() as cursor:
        cursor.execute(_about(_LEFT, key_class), [organisation_id, version])
        found: int = cursor.fetchone()[0]
    return found


def take(
    organisation_id: UUID, key_class: KeyClass, version: int, *, after: UUID, most: int
) -> list[Row]:
    """Lock the next subjects that are left; those that somebody else holds are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_about(_TAKE, key_class), [organisation_id, after, version, most])
        return [(row[0], row[1], bytes(row[2])) for row in cursor.fetchall()]


def rewrap(key_class: KeyClass, version: int, rows: list[Row]) -> None:
    """Wrap the data keys that were taken with this class key. They stay the same."""
    ring = keyring.current()
    newest = ring.wrapping_key_of(key_class, version)
    wrapped = [
        newest.wrap(
            ring.unwrapped(subject_id, key_class, of_data_key, held),
            os.urandom(NONCE_BYTES),
            subject_id,
            of_data_key,
        )
        for subject_id, of_data_key, held in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(_about(_PUT, key_class), [[row[0] for row in rows], wrapped])


def older(organisation_id: UUID, key_class: KeyClass, version: int) -> QuerySet[OrganisationKey]:
    """The versions before this one that are not destroyed yet."""
    return OrganisationKey.objects.filter(
        organisation_id=organisation_id,
        key_class=key_class,
        version__lt=version,
        retired_on=None,
    )


def retire(rows: QuerySet[OrganisationKey], *, on: datetime.date) -> None:
    """Destroy these versions."""
    rows.update(wrapped=b"", retired_on=on, backups_gone_on=backups_gone_on(on))


def subjects(organisation_id: UUID) -> int:
    """How many subjects an organisation has."""
    return SubjectKey.objects.filter(organisation_id=organisation_id).count()


def _about(statement: str, key_class: KeyClass) -> str:
    column = f'"{KeyClass(key_class)}"'
    return statement.format(column=column, version=_VERSION.format(column=column))
