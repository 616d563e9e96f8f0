"""Changing a setting: one row more in its history."""

from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from accounts.models.setting import SettingChange
from accounts.settings import declaring, values
from accounts.settings.declaring import Scope
from audit import context, events


@transaction.atomic
def change(
    key: str,
    *,
    to: object,
    by: User | None,
    role: str = "",
    service: UUID | None = None,
    number: int | None = None,
) -> SettingChange:
    """Let a setting be this from now on; None takes back what was decided for a role or service.

    `number` is the one that the change was to have when its writer looked: ChangedMeanwhile is
    raised when somebody else made it. ValidationError says what the setting cannot be.
    """
    setting = declaring.get(key)
    _refuse_other_scope(setting.scope, role, service)
    value = None if to is None else setting.clean(to)
    last = values.last_changes().get((key, role, service))
    if number not in (None, number_of_next(last)):
        raise ChangedMeanwhile(last)
    made = SettingChange(
        organisation_id=context.required_organisation(),
        key=key,
        role=role,
        service_id=service,
        before=last.after if last else None,
        after=value,
        changed_by=by,
        version=number_of_next(last),
    )
    events.write("setting.change", by=by, subjects=[made.pk], fields=[key])
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        # Somebody was first by a moment.
        values.forget()
        raise ChangedMeanwhile(values.last_changes()[made.place]) from error
    values.forget()
    return made


def number_of_next(last: SettingChange | None) -> int:
    """Return the number of the change that follows this one; the first is 1."""
    return last.version + 1 if last else 1


def _refuse_other_scope(scope: Scope, role: str, service: UUID | None) -> None:
    """A setting of the organisation as a whole is not told apart by role or service."""
    if (role and scope is not Scope.ROLE) or (service and scope is not Scope.SERVICE):
        raise ValueError("This setting is not told apart in that way.")
