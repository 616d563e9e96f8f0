"""Making tokens for other programs, knowing them again, and ending them."""

import datetime
import hashlib
import secrets
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from accounts.choices import ApiScope
from accounts.models import ApiToken, Membership, User
from accounts.permissions import Permission
from accounts.roles import Role
from audit import context, events

LONGEST = datetime.timedelta(days=90)
PREFIX = "rowan_"
# How exactly the last use is known: a write for each request would be waste.
_USE_KNOWN_TO = datetime.timedelta(minutes=1)


class TokenRefused(Exception):
    """A token that would open more, or for longer, than it may. The message is for people."""


@transaction.atomic
def make(
    *,
    role: type[Role],
    purpose: str,
    scopes: Collection[ApiScope],
    made_at: datetime.datetime,
    expires_at: datetime.datetime,
    by: User,
) -> tuple[ApiToken, str]:
    """Make a token for one's own role in the organisation that is entered; return its text too.

    The text is shown once: only its hash is kept. Raises TokenRefused.
    """
    if not made_at < expires_at <= made_at + LONGEST:
        raise TokenRefused(f"Choose an end within {LONGEST.days} days")
    if not purpose.strip():
        raise TokenRefused("Say what it is for")
    if Permission.TOKEN_MAKE not in role.permissions or not _holds(by, role.code, made_at):
        raise TokenRefused("You cannot make a token for this role")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=by,
        organisation_id=context.required_organisation(),
        role=role.code,
        purpose=purpose.strip(),
        scopes=sorted(scopes),
        digest=_digest(text),
        made_at=made_at,
        expires_at=expires_at,
    )
    events.write("token.make", by=by, subjects=[token.pk, by.pk], fields=sorted(scopes))
    token.save(force_insert=True)
    return token, text


@transaction.atomic
def end(*, token: ApiToken, at: datetime.datetime, by: User) -> None:
    """End a token; the next request with it is refused."""
    events.write("token.end", by=by, subjects=[token.pk, token.user_id])
    token.ended_at, token.ended_by = at, by
    token.save(update_fields=["ended_at", "ended_by"])


def end_all(*, user: User, at: datetime.datetime, by: User, here: UUID | None = None) -> None:
    """End every live token of a person, or those of one organisation, in the caller's act."""
    live = ApiToken.objects.live_at(at).filter(user=user)
    if here is not None:
        live = live.filter(organisation_id=here)
    live.update(ended_at=at, ended_by=by)


def find(text: str, *, at: datetime.datetime) -> ApiToken | None:
    """Return the live token of this text, of somebody who still works there; else None."""
    token = ApiToken.objects.live_at(at).filter(digest=_digest(text)).select_related("user").first()
    if token is None or not token.user.is_active:
        return None
    return token


def note_use(token: ApiToken, *, at: datetime.datetime) -> None:
    """Remember when a token was last used, to the minute."""
    if token.last_used_at is None or at - token.last_used_at >= _USE_KNOWN_TO:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _holds(user: User, role: str, at: datetime.datetime) -> bool:
    held = Membership.objects.live_on(at.date()).filter(user=user, role=role)
    return held.filter(organisation_id=context.required_organisation()).exists()


def _digest(text: str) -> bytes:
    # The token is 32 random bytes: there is nothing to guess, so a fast hash is enough.
    return hashlib.sha256(text.encode()).digest()
