"""Inviting somebody who was added: a link that lives for 72 hours and is used once."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Invitation, User
from accounts.sign_in import links, passwords
from audit import events

LASTS = dt.timedelta(hours=72)
_PURPOSE = "invitation"


class AddressIsTaken(ValueError):
    """Somebody signs in with this address already."""


class LinkIsOver(Exception):
    """The link was used, has expired, or never was."""


@transaction.atomic
def invite(*, email: str, full_name: str, by: User | None, now: dt.datetime) -> tuple[User, str]:
    """Add a person who cannot sign in yet; return them and the path of their link.

    In the organisation that is entered, in one transaction with their membership. The path is
    shown to the one who invites, once, and stored nowhere. Raises AddressIsTaken.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email=email, full_name=full_name, password=None)
    except IntegrityError:
        raise AddressIsTaken from None
    return user, renew(user=user, by=by, now=now)


@transaction.atomic
def renew(*, user: User, by: User | None, now: dt.datetime) -> str:
    """Make another link for somebody who has not enrolled yet; the one before is dead."""
    if user.has_usable_password():
        raise LinkIsOver
    events.write("person.invite", by=by, subjects=[user.pk])
    Invitation.objects.living(now).filter(user=user).update(used_at=now)
    token = links.new_token()
    Invitation.objects.create(
        user=user,
        link_hash=links.hashed(_PURPOSE, token),
        invited_by=by,
        made_at=now,
        expires_at=now + LASTS,
    )
    return reverse("invitation", kwargs={"token": token})


def find(token: str, *, now: dt.datetime) -> Invitation | None:
    """Return the invitation of a link that can still be used."""
    living = Invitation.objects.living(now).select_related("user")
    return living.filter(link_hash=links.hashed(_PURPOSE, token), user__is_active=True).first()


@transaction.atomic
def accept(*, token: str, password: str, now: dt.datetime) -> User:
    """Set the person's password and use the link up. Raises LinkIsOver."""
    found = find(token, now=now)
    if found is None or not Invitation.objects.living(now).filter(pk=found.pk).update(used_at=now):
        raise LinkIsOver
    passwords.change(user=found.user, password=password, by=found.user)
    return found.user
