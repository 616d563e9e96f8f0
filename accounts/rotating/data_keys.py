"""Replacing the data keys of an organisation: new keys, every value sealed anew, the old ones gone.

As the tables' owner: some tables take no change from the application, and none is changed in what
it says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from accounts.rotating import older_work
from accounts.rotating.underway import Underway
from accounts.tenancy import enter
from audit import events
from encryption import committing
from encryption.models import EncryptedModel, FormerSubjectKey
from encryption.rotation import data_keys

_OWNER = "owner"
_AT_ONCE = 200
_BEFORE_ALL = UUID(int=0)


def rotate_organisation(underway: Underway, organisation_id: UUID) -> None:
    """Carry out the rotation, from wherever an earlier run was stopped."""
    with _entered(organisation_id):
        total = FormerSubjectKey.objects.using(_OWNER).count()
    if not total:
        with _entered(organisation_id):
            _event("keys.renew", [organisation_id])
            total = data_keys.copy(organisation_id, using=_OWNER)
    _renew(underway, organisation_id, total)
    # Whoever began before the new keys were there may still seal with the old ones, or hold a
    # value that they sealed: once all of them have ended, what they left is the last.
    older_work.wait(underway.waiting)
    while _reseal(underway, organisation_id):
        older_work.wait(underway.waiting)
    with _entered(organisation_id):
        _event("keys.renewed", [organisation_id])
        data_keys.drop_former(using=_OWNER)


def _renew(underway: Underway, organisation_id: UUID, total: int) -> None:
    with _entered(organisation_id):
        left = data_keys.left(using=_OWNER)
    underway.begin("people, cases and houses with new keys", total, total - left)
    while left:
        with _entered(organisation_id):
            rows = data_keys.take(most=_AT_ONCE, using=_OWNER)
            if rows:
                _event("keys.renew", [row.subject_id for row in rows])
                data_keys.renew(rows, using=_OWNER)
            left = data_keys.left(using=_OWNER)
        underway.step(total - left)


def _reseal(underway: Underway, organisation_id: UUID) -> int:
    """Go through every value once; how many rows had to be sealed anew."""
    with _entered(organisation_id):
        total = sum(model._base_manager.using(_OWNER).count() for model in data_keys.models())
    underway.begin("records whose values are sealed anew", total)
    changed = seen = 0
    for model in data_keys.models():
        last = _BEFORE_ALL
        while True:
            with _entered(organisation_id):
                rows = _after(model, last)
                if not rows:
                    break
                changed += _reseal_these(model, data_keys.stale(rows))
            last, seen = rows[-1].pk, seen + len(rows)
            underway.step(seen)
    return changed


def _after(model: type[EncryptedModel], last: UUID) -> list[EncryptedModel]:
    rows = model._base_manager.using(_OWNER).filter(pk__gt=last).order_by("pk")
    return list(rows[:_AT_ONCE])


def _reseal_these(model: type[EncryptedModel], stale: list[EncryptedModel]) -> int:
    """Seal these anew, but for those that somebody is changing just now: they are left for later.

    What waits for nobody can lock nobody out.
    """
    if not stale:
        return 0
    rows = model._base_manager.using(_OWNER).filter(pk__in=[row.pk for row in stale])
    held = list(rows.order_by("pk").select_for_update(skip_locked=True, of=("self",)))
    changed = {row: values for row in held if (values := data_keys.reseal(row))}
    if changed:
        subjects = {getattr(row, row.ENCRYPTION_SUBJECT) for row in changed}
        _event("keys.reseal", sorted(subjects), [model._meta.label_lower])
    for row, values in changed.items():
        rows.filter(pk=row.pk).update(**values)
        committing.instances_written([row], values, using=_OWNER)
    return len(changed) + len(stale) - len(held)


def _event(verb: str, subjects: list[UUID], fields: list[str] | None = None) -> None:
    events.write(verb, by=None, subjects=subjects, fields=fields or [], using=_OWNER)


@contextmanager
def _entered(organisation_id: UUID) -> Iterator[None]:
    with enter(organisation_id, by=None, using=_OWNER):
        yield
