"""How often somebody may guess: ten times in five minutes, and nobody is locked out by others.

A stranger's guesses are counted for the account and for the address they come from. In a browser
from which the person has signed in before (`devices`), and in an open session, they are counted
for that browser alone: whoever hammers an account from elsewhere cannot keep its owner out. A
passkey cannot be guessed, and is never counted. The account is what was typed, so that one that
does not exist is counted alike.
"""

import hashlib
from collections.abc import Sequence

from allauth.core.internal import ratelimit
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.sign_in import devices

_GUESSES = {"guess": "10/5m/key"}
# A whole office may share one address, and what is asked of a provider is no guess.
_WAYS_OUT = {"way_out": "60/5m/ip"}


class Guess:
    """One guess, already counted; `take_back` uncounts it when it turns out to be right."""

    def __init__(self, counted: Sequence[ratelimit.RateLimitUsage]) -> None:
        self._counted = counted

    def take_back(self) -> None:
        """Uncount it."""
        for usage in self._counted:
            usage.rollback()


def guess(request: HttpRequest, *, account: str) -> Guess | None:
    """Count a guess at an account's password or code; None when there were too many."""
    device = devices.known(request, account=account)
    name = _hash(account.strip().lower())
    if device:
        return _count(request, [f"device {name} {device}"])
    return _count(request, [f"account {name}", f"address {ratelimit.get_ip(request)}"])


def guess_again(request: HttpRequest) -> Guess | None:
    """Count a guess by whoever sits before an open session; None when there were too many."""
    return _count(request, [f"session {_hash(_key_of(request.session))}"])


def may_go_out(request: HttpRequest) -> bool:
    """Count a way to the organisation's own sign-in; say whether there were not too many."""
    usage = ratelimit.consume(
        request, app="rowan", action="way_out", config=_WAYS_OUT, limit_get=True
    )
    return usage is not None


def _count(request: HttpRequest, keys: Sequence[str]) -> Guess | None:
    counted: list[ratelimit.RateLimitUsage] = []
    for key in keys:
        usage = ratelimit.consume(
            request, app="rowan", action="guess", config=_GUESSES, key=key, limit_get=True
        )
        if usage is None:
            Guess(counted).take_back()
            return None
        counted.append(usage)
    return Guess(counted)


def _key_of(session: SessionBase) -> str:
    return session.session_key or ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
