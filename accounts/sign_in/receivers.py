"""What follows from signing in, from a refused code and from enrolling a second factor."""

from typing import Any

from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.sign_in import history, idle, provider, state
from audit import events


@receiver(user_logged_in)
def begin_session(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Start the clock of the session, note the sign-in, and say when the last one was."""
    state.begin(request.session)
    idle.begin(request, user)
    history.note_sign_in(request, user)
    last = history.last_before(request, user)
    if last is not None:
        messages.info(request, f"You last signed in {_told(last)}.", fail_silently=True)
    keep = idle.decided(request, user, "sessions_at_once")
    for one in history.end_oldest(user, keep=keep):
        words = (
            f"You were signed in in more than {keep} places at once. The session that began "
            f"{_told(one)} was ended. If it was not yours, tell your manager."
        )
        messages.warning(request, words, fail_silently=True)


def _told(seen: history.Seen) -> str:
    at = timezone.localtime(seen.at)
    return f"on {at.day} {at:%B} {at.year}, {at:%H:%M}, from {seen.where}"


@receiver(signed_in)
def know_at_provider(sender: Any, user: User, subject: str = "", **kwargs: Any) -> None:
    """Know the person at the provider again, once she is in: before that, it is only its word."""
    if subject:
        provider.link(user=user, subject=subject, now=timezone.now())


@receiver(authentication_failed)
def record_refused_code(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record that the password was right and the code was not."""
    events.session("sign_in.refuse_code", by=user)
    history.note_refused(request, user.email, method="code")


@receiver(authenticator_added)
def note_enrolment(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Record the new factor; the session that enrolled it has thereby shown it."""
    events.session("sign_in.enrol", by=user)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        state.note_second_factor(request, user, kind=authenticator.type)
