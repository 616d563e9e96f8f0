"""Entering an organisation: the only way to its records.

The database shows a row only to a transaction that has entered its organisation. ``enter`` opens
that transaction, names the organisation and the person to PostgreSQL for its length alone, and
opens the organisation's key ring. With none entered there are no rows and no keys.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from accounts import quota
from accounts.models import Organisation, User
from accounts.settings import values
from audit import context
from encryption import keyring

_SET = """
    SELECT current_setting('rowan.organisation', true), current_setting('rowan.user', true),
           current_setting('rowan.event', true),
           set_config('rowan.organisation', %s, true), set_config('rowan.user', %s, true),
           set_config('rowan.event', %s, true)
"""


@contextmanager
def enter(
    organisation: Organisation | UUID, *, by: User | None, using: str = DEFAULT_DB_ALIAS
) -> Iterator[None]:
    """Work in one organisation, in one transaction, as a person or as the operator (None).

    Inside another organisation it opens a savepoint, and the outer one is entered again at the
    end. A write inside needs an audit event of its own: one named outside does not count.
    """
    organisation_id = organisation if isinstance(organisation, UUID) else organisation.pk
    guard = quota.guard_for(organisation_id, by)
    is_own = not _is_open(guard)
    try:
        with transaction.atomic(using=using):
            outer = _set(str(organisation_id), str(by.pk) if by else "", "", using=using)
            with (
                context.entered(organisation_id),
                keyring.open(organisation_id, allow_unwrap=guard, using=using),
                values.remembered(),
            ):
                yield
            # After an error the savepoint's roll-back restores the outer settings instead.
            _set(*outer, using=using)
    finally:
        if guard is not None and is_own:
            _end(guard)


def _is_open(guard: quota.Guard | None) -> bool:
    ring = keyring.current_or_none()
    return guard is not None and ring is not None and ring.allow_unwrap is guard


def _end(guard: quota.Guard) -> None:
    """Settle what a person opened, once the work is over, whether it was kept or undone."""
    guard.settle()
    if guard.refused:
        with enter(guard.organisation_id, by=None):
            quota.report(guard)


@contextmanager
def before_any(*, by: User) -> Iterator[None]:
    """Read what a person may before an organisation is entered: where she works, and no record.

    Where one is entered, it is again at the end; until then the database shows nothing of it.
    """
    with transaction.atomic():
        outer = _set("", str(by.pk), "")
        yield
        if context.organisation() is not None:
            _set(*outer)


@contextmanager
def as_system() -> Iterator[None]:
    """Follow Rowan's own rules over records that nobody is shown, in the organisation entered.

    The keys come from a ring apart, so what is opened here is nobody's reading. Whoever calls
    leaves an event of it, by nobody.
    """
    with keyring.open_apart(context.required_organisation()):
        yield


def _set(
    organisation: str, user: str, event: str, *, using: str = DEFAULT_DB_ALIAS
) -> tuple[str, str, str]:
    """Name these to the database; return what was named before."""
    with connections[using].cursor() as cursor:
        cursor.execute(_SET, [organisation, user, event])
        before = cursor.fetchone()
    return (before[0] or "", before[1] or "", before[2] or "")
