"""An account that nobody used for long is a way in that nobody watches: it stays shut."""

import datetime as dt

from django.db import transaction

from accounts.middleware import organisations_of
from accounts.models import User
from accounts.settings import value_of
from accounts.tenancy import enter
from audit import events


def is_dormant(user: User, *, now: dt.datetime) -> bool:
    """Whether nobody signed in to it for longer than any organisation of theirs allows."""
    return unused_for(user, now=now) > _allowed(user)


def unused_for(user: User, *, now: dt.datetime) -> dt.timedelta:
    """How long it is since the person signed in, was added, or was let in again."""
    known = (user.joined_at, user.last_login, user.opened_at)
    return now - max(moment for moment in known if moment)


def allowed_here() -> dt.timedelta:
    """How long the organisation that is entered lets an account lie unused."""
    return dt.timedelta(days=value_of("dormant_days"))


@transaction.atomic
def open_again(*, user: User, by: User | None, now: dt.datetime) -> None:
    """Let the person sign in again; they still need what they sign in with."""
    events.session("sign_in.open_again", by=by)
    user.opened_at = now
    user.save(update_fields=["opened_at"])


def _allowed(user: User) -> dt.timedelta:
    allowed = []
    for organisation_id in organisations_of(user):
        with enter(organisation_id, by=user):
            allowed.append(allowed_here())
    return max(allowed, default=allowed_here())
