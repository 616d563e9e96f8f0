"""Erasing subjects, and what apps register to be erased with them.

The keys go here. Whatever else an app holds of a subject (a record for searching, work that was
not saved yet, a copy in memory) it registers as a ``Holding``, which is emptied in the same
transaction and, for what lies in memory, after it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction

from encryption import keyring, subjects, tombstones
from encryption.ledger import Entry

Remove = Callable[[UUID, Collection[UUID]], None]
"""Given the organisation and the ids of erased subjects; called again it does no harm."""


def _nothing(organisation_id: UUID, subject_ids: Collection[UUID]) -> None:
    """What an app without such a holding does."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one app holds of subjects beyond their keys.

    ``remove`` runs in the transaction in which the keys go, with the organisation entered: it
    deletes rows, and raises the version that other processes compare their memory with.
    ``empty`` runs in this process once that is committed: it drops what memory holds.
    """

    name: str
    remove: Remove = _nothing
    empty: Remove = _nothing


_HOLDINGS: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Erase this as well, from now on."""
    _HOLDINGS[holding.name] = holding


def holdings() -> list[Holding]:
    """What is registered, in the order of being registered."""
    return list(_HOLDINGS.values())


def erase(entry: Entry) -> None:
    """Carry out one line of the ledger, in the organisation that is entered.

    In the caller's transaction, which names its audit event first. Done again it does no harm.
    """
    organisation_id, subject_ids = entry.organisation_id, entry.subject_ids
    for holding in holdings():
        holding.remove(organisation_id, subject_ids)
    for subject_id in subject_ids:
        subjects.erase(subject_id)
    tombstones.record(entry)
    transaction.on_commit(partial(_empty, organisation_id, subject_ids))


def _empty(organisation_id: UUID, subject_ids: Collection[UUID]) -> None:
    keyring.forget_everywhere(organisation_id, subject_ids)
    for holding in holdings():
        holding.empty(organisation_id, subject_ids)
