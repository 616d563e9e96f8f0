"""Keeping what a person is writing, every few seconds, and giving it back to that person.

A form keeps its content by naming its address, `data-unsaved="{{ unsaved_url }}"`; its page says so
with `accounts/kept.html`, where the writer may discard it. Its view calls `restore` when it is
shown and `forget` when it is saved. A test walks every form and finds the one that does not.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts import personal_keys
from accounts.models import User
from accounts.models.unsaved import UnsavedWork
from audit import context

KEEP = dt.timedelta(days=30)
LARGEST_CHARACTERS = 200_000
# Never kept: they belong to the request, or are secrets.
_NOT_CONTENT = frozenset(
    {"csrfmiddlewaretoken", "once", "passphrase", "passphrase_again", "password"}
)


class TooLong(ValueError):
    """What was sent is longer than any form of ours."""


@dataclass(frozen=True)
class Kept:
    """What was being written, and when it was kept."""

    content: dict[str, list[str]]
    updated_at: dt.datetime

    def as_sent(self) -> QueryDict:
        """What was kept as if it had been sent, for forms with rows."""
        sent = QueryDict(mutable=True)
        for name, given in self.content.items():
            sent.setlist(name, given)
        return sent

    def initial_for(self, form: forms.BaseForm) -> dict[str, Any]:
        """The values with which the form is shown again; a field not kept stays as it is."""
        data = self.as_sent()
        return {
            name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
            for name, field in form.fields.items()
            if form.add_prefix(name) in data
        }


def keep(*, by: User, form: str, record: UUID | None, content: QueryDict) -> None:
    """Keep the content of a form, in place of what was kept of it before."""
    values = {name: content.getlist(name) for name in content if name not in _NOT_CONTENT}
    if sum(len(name) + sum(map(len, given)) for name, given in values.items()) > LARGEST_CHARACTERS:
        raise TooLong
    organisation_id = context.required_organisation()
    personal_keys.ensure(by, by=by)
    work = _own(by, form, record).select_for_update().first() or UnsavedWork(
        organisation_id=organisation_id, user=by, form=form, record=record
    )
    work.content = values
    work.updated_at = timezone.now()
    work.save()


def find(*, by: User, form: str, record: UUID | None) -> Kept | None:
    """What this person was writing in this form; None when everything is saved."""
    work = _own(by, form, record).first()
    return Kept(content=work.content, updated_at=work.updated_at) if work else None


@dataclass(frozen=True)
class ShownVersion:
    """The version of the record that a person saw when she began to write."""

    version: int


def restore(
    *shown: forms.BaseForm, by: User, name: str, record: UUID | None, guarded: Any = None
) -> dict[str, Any]:
    """Fill forms with what was being written, and say what their page shows.

    `unsaved_url` is where the page keeps what is written, `kept_at` when it was last kept (None
    when nothing was), `kept_as` the form and the record by which it is discarded. `guarded` is the
    record, or the older version of it that was being changed: what a colleague saved since then is
    not overwritten unseen. Forms that were just sent show what was sent.
    """
    kept = None if any(form.is_bound for form in shown) else find(by=by, form=name, record=record)
    route = "accounts:unsaved_of" if record else "accounts:unsaved"
    address = reverse(route, kwargs={"form": name} | ({"record": record} if record else {}))
    shown_with = {"unsaved_url": address, "kept_as": {"form": name, "record": record or ""}}
    if kept is None:
        return shown_with | {"kept_at": None, "guarded": guarded}
    for form in shown:
        form.initial.update(kept.initial_for(form))
    [version] = kept.content.get("version", ["0"])[:1]
    if guarded is not None and version.isdecimal():
        guarded = ShownVersion(int(version))
    return shown_with | {"kept_at": kept.updated_at, "guarded": guarded}


def forget(*, by: User, form: str, record: UUID | None) -> None:
    """Remove what was kept: it is saved now, or not wanted."""
    _own(by, form, record).delete()


def forget_old(*, now: dt.datetime) -> None:
    """Remove what nobody came back to for thirty days, in the organisation that is entered."""
    UnsavedWork.objects.filter(updated_at__lt=now - KEEP).delete()


def _own(by: User, form: str, record: UUID | None) -> Any:
    return UnsavedWork.objects.filter(user=by, form=form, record=record)
