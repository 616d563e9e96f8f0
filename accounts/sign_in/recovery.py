"""Helping somebody who lost what she signs in with: two colleagues, and neither can be her.

The first asks; the second, another person, agrees and is given a code to tell her on the
telephone; then the first is given a link to send her. Link and code are one person's each, live
for fifteen minutes and work together alone. She gives her own password as well, unless she has
forgotten it. Every session and every factor of before ends, and for a day nothing is exported in
her name.
"""

import datetime as dt
import hmac

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from accounts.api import tokens
from accounts.choices import SessionEnd
from accounts.models import Recovery, User
from accounts.sign_in import history, links, passwords, provider
from audit import events

LASTS = dt.timedelta(minutes=15)
# How long the first waits for the second.
WAITS = dt.timedelta(hours=24)
COOLS_DOWN = dt.timedelta(hours=24)
_MOST_WRONG_CODES = 5
_SHOWN = 5


class TakesTwo(Exception):
    """The same person cannot do both halves, and nobody helps herself."""


class RecoveryIsOver(Exception):
    """It was used, has expired, or never was."""


class WrongCode(ValueError):
    """The code is not the one that was told."""


def waiting(user: User, *, now: dt.datetime) -> Recovery | None:
    """Return the recovery that is going on for somebody, if one is."""
    found = Recovery.objects.filter(user=user, used_at=None).order_by("-asked_at").first()
    if found is None:
        return None
    lives = now < (found.agreed_at + LASTS if found.agreed_at else found.asked_at + WAITS)
    return found if lives else None


def given_to(user: User) -> QuerySet[Recovery]:
    """Return the last times that two colleagues helped a person."""
    return _agreed().filter(user=user)[:_SHOWN]


def given_by(user: User) -> QuerySet[Recovery]:
    """Return the last times that a person was one of the two."""
    return _agreed().filter(Q(asked_by=user) | Q(agreed_by=user))[:_SHOWN]


@transaction.atomic
def ask(*, user: User, by: User, now: dt.datetime) -> Recovery:
    """The first half. Raises TakesTwo for oneself."""
    if user.pk == by.pk:
        raise TakesTwo
    events.write("recovery.ask", by=by, subjects=[user.pk])
    Recovery.objects.filter(user=user, used_at=None).update(used_at=now)
    return Recovery.objects.create(user=user, asked_by=by, asked_at=now)


@transaction.atomic
def agree(*, recovery: Recovery, by: User, now: dt.datetime) -> str:
    """The second half, by somebody else; return the code to tell, which is shown once."""
    if by.pk in (recovery.asked_by_id, recovery.user_id):
        raise TakesTwo
    found = _locked(recovery, now)
    if found.agreed_by_id:
        raise RecoveryIsOver
    events.write("recovery.agree", by=by, subjects=[found.user_id])
    code = links.new_code()
    found.agreed_by, found.agreed_at = by, now
    found.code_hash = _code_hash(found, code)
    found.save(update_fields=["agreed_by", "agreed_at", "code_hash"])
    return code


@transaction.atomic
def take_link(*, recovery: Recovery, by: User, now: dt.datetime) -> str:
    """Give the path of the link to the one who asked, once, after the other has agreed."""
    found = _locked(recovery, now)
    if by.pk != found.asked_by_id:
        raise TakesTwo
    if not found.agreed_by_id or found.link_hash:
        raise RecoveryIsOver
    events.write("recovery.take_link", by=by, subjects=[found.user_id])
    token = links.new_token()
    found.link_hash = links.hashed("recovery link", token)
    found.save(update_fields=["link_hash"])
    return reverse("recovery", kwargs={"token": token})


def find(token: str, *, now: dt.datetime) -> Recovery | None:
    """Return the recovery of a link that can still be used."""
    living = Recovery.objects.filter(used_at=None, agreed_at__gt=now - LASTS)
    living = living.filter(user__is_active=True, wrong_codes__lt=_MOST_WRONG_CODES)
    hashed = links.hashed("recovery link", token)
    return living.filter(link_hash=hashed).select_related("user").first()


def check_code(recovery: Recovery, code: str) -> None:
    """Raise WrongCode for another code than the one that was told; five end the link."""
    plain = "".join(sign for sign in code if sign.isdigit())
    if not hmac.compare_digest(_code_hash(recovery, plain), bytes(recovery.code_hash or b"")):
        count_wrong(recovery)
        raise WrongCode


def count_wrong(recovery: Recovery) -> None:
    """Count a wrong code or password behind the link; five end it."""
    events.session("recovery.refuse", by=None)
    Recovery.objects.filter(pk=recovery.pk).update(wrong_codes=F("wrong_codes") + 1)


@transaction.atomic
def use(*, recovery: Recovery, new_password: str | None, now: dt.datetime) -> User:
    """End what was, so that she enrols anew; the link is used up. Raises RecoveryIsOver."""
    found = _locked(recovery, now)
    user = found.user
    events.session("recovery.use", by=user)
    found.used_at = now
    found.save(update_fields=["used_at"])
    Authenticator.objects.filter(user=user).delete()
    provider.unlink(user)
    history.end_every_session(user, because=SessionEnd.RENEWED)
    tokens.end_all(user=user, at=now, by=user)
    user.exports_from, user.opened_at = now + COOLS_DOWN, now
    user.save(update_fields=["exports_from", "opened_at"])
    if new_password is not None:
        passwords.change(user=user, password=new_password, by=user)
    return user


def _agreed() -> QuerySet[Recovery]:
    people = Recovery.objects.select_related("user", "asked_by", "agreed_by")
    return people.exclude(agreed_by=None).order_by("-asked_at")


def _locked(recovery: Recovery, now: dt.datetime) -> Recovery:
    """The row, held until the transaction ends. Raises RecoveryIsOver."""
    found = Recovery.objects.select_for_update().get(pk=recovery.pk)
    current = waiting(found.user, now=now)
    if current is None or current.pk != found.pk:
        raise RecoveryIsOver
    return found


def _code_hash(recovery: Recovery, code: str) -> bytes:
    return links.hashed("recovery code", f"{recovery.pk} {code}")
