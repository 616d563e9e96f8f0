"""What was erased stays erased, also in a database that was put back from an older backup.

The database remembers which lines of the ledger it has carried out. A process that finds a line
which is not, or a key of a subject that the ledger names, does not start until
``./manage.py apply_tombstones`` has run.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from encryption import ledger
from encryption.errors import EncryptionError
from encryption.ledger import Entry
from encryption.models import SubjectKey, Tombstone

_applying: ContextVar[bool] = ContextVar("rowan_applying_tombstones", default=False)
_HELD = "select number, mac from encryption_tombstone order by number"
_ENTER = "select set_config('rowan.organisation', %s, true)"
_looked = False


class TombstonesUnapplied(EncryptionError):
    """The database holds what was erased: it is older than the ledger."""


class LedgerIncomplete(EncryptionError):
    """The ledger lacks what the database has carried out already."""


@contextmanager
def applying() -> Iterator[None]:
    """Let the command through that carries out what is missing."""
    token = _applying.set(True)
    try:
        yield
    finally:
        _applying.reset(token)


def refuse_unapplied(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of connection_created: no work with people who were erased. Looked at once."""
    global _looked
    if connection.alias != DEFAULT_DB_ALIAS or _looked or _applying.get():
        return
    if _has_table(connection):
        refuse()
        _looked = True


def forget() -> None:
    """Look again at the next connection."""
    global _looked
    _looked = False


def refuse() -> None:
    """Raise TombstonesUnapplied or LedgerIncomplete unless ledger and database agree."""
    left = unapplied()
    if left:
        raise TombstonesUnapplied(
            f"{len(left)} that were erased are in this database, which is older than the ledger "
            f"at {ledger.places()[0]}. Run: ./manage.py apply_tombstones"
        )


def unapplied() -> list[Entry]:
    """The lines of the ledger that this database has not carried out.

    Raises LedgerIncomplete where the database knows of more lines than the ledger holds.
    """
    lines = ledger.entries()
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_HELD)
        held = {number: bytes(mac) for number, mac in cursor.fetchall()}
    known = {line.number: bytes.fromhex(line.mac) for line in lines}
    if any(known.get(number) != mac for number, mac in held.items()):
        raise LedgerIncomplete(
            f"The ledger of erased people at {ledger.places()[0]} lacks lines that this database "
            "has seen. Put it back from its second place before anything is served."
        )
    back = _with_keys(lines)
    return [line for line in lines if line.number not in held or line.number in back]


def record(entry: Entry) -> None:
    """Remember, in the caller's transaction, that a line of the ledger is carried out."""
    Tombstone.objects.get_or_create(
        number=entry.number,
        defaults={
            "organisation_id": entry.organisation_id,
            "erasure_id": entry.erasure_id,
            "subject_ids": entry.subject_ids,
            "mac": bytes.fromhex(entry.mac),
        },
    )


def erased_subjects(organisation_id: UUID) -> set[UUID]:
    """Everybody and everything of an organisation that this database knows to be erased."""
    lines = Tombstone.objects.filter(organisation_id=organisation_id)
    return {each for found in lines.values_list("subject_ids", flat=True) for each in found}


def key_ids(subject_ids: Sequence[UUID]) -> list[str]:
    """Name the keys of subjects of the organisation that is entered, each "subject:version"."""
    rows = SubjectKey.objects.filter(subject_id__in=subject_ids).order_by("subject_id")
    return [
        f"{subject}:{version}" for subject, version in rows.values_list("subject_id", "version")
    ]


def _with_keys(lines: Sequence[Entry]) -> set[int]:
    """The lines of which a subject has keys in this database."""
    numbers: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for line in lines:
        for subject_id in line.subject_ids:
            numbers[line.organisation_id][subject_id] = line.number
    found: set[int] = set()
    for organisation_id, of_subject in numbers.items():
        with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("select current_setting('rowan.organisation', true)")
            before = cursor.fetchone()[0] or ""
            cursor.execute(_ENTER, [str(organisation_id)])
            held = SubjectKey.objects.filter(subject_id__in=of_subject)
            found.update(of_subject[each] for each in held.values_list("subject_id", flat=True))
            cursor.execute(_ENTER, [before])
    return found


def _has_table(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.encryption_tombstone')")
        return cursor.fetchone()[0] is not None
