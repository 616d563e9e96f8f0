"""A person's second factors: which there are, naming one, removing one."""

from dataclasses import dataclass
from datetime import datetime

from allauth.core import context
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from audit import events

# Recovery codes stand in for a factor; they are not one.
_WHOLE = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class LastFactor(ValueError):
    """The person would be left without a second factor."""


@dataclass(frozen=True)
class Factor:
    """A second factor as its owner sees it."""

    id: int
    name: str
    is_passkey: bool
    since: datetime
    last_used: datetime | None


def of(user: User) -> list[Factor]:
    """Return a person's app and passkeys, the oldest first."""
    return [
        Factor(
            id=one.pk,
            name=one.wrap().name if one.type == Authenticator.Type.WEBAUTHN else "App with codes",
            is_passkey=one.type == Authenticator.Type.WEBAUTHN,
            since=one.created_at,
            last_used=one.last_used_at,
        )
        for one in whole(user).order_by("created_at")
    ]


@transaction.atomic
def rename(*, factor: Authenticator, name: str, by: User) -> None:
    """Give a passkey another name."""
    events.session("sign_in.rename_passkey", by=by)
    factor.wrap().name = name
    factor.save(update_fields=["data"])


@transaction.atomic
def remove(*, factor: Authenticator, by: User) -> None:
    """Remove one of a person's own factors; raise LastFactor when no other would be left."""
    # Two removals at once must not each leave the other's factor.
    User.objects.select_for_update().get(pk=factor.user_id)
    if not whole(by).exclude(pk=factor.pk).exists():
        raise LastFactor
    events.session("sign_in.remove_factor", by=by)
    delete_and_cleanup(context.request, factor)


def whole(user: User) -> "QuerySet[Authenticator]":
    """Return what counts as a second factor of this person."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=_WHOLE)
    return found
