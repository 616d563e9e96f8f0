"""What allauth asks of us: who may sign up, how secrets are stored, what is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any, ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from qrcode.image.svg import SvgPathImage

from accounts.models import User
from accounts.sign_in import dormancy, history, sealing, state, throttle
from audit import events

_owner: ContextVar[User | None] = ContextVar("sign_in_owner", default=None)


@contextmanager
def secrets_of(user: User) -> Iterator[None]:
    """Seal and open the secrets of this person's second factor while the block runs."""
    token = _owner.set(user)
    try:
        yield
    finally:
        _owner.reset(token)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in with the installation's words and its trail; no sign-up, no mail."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again",
        "rate_limited": "Too many attempts. Wait five minutes, then try again",
        "incorrect_password": "The password is not right",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator adds people."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person with this address and password; one who has left is like a wrong password."""
        guess = throttle.guess(request, account=credentials["email"])
        if guess is None:
            raise self.validation_error("too_many_login_attempts")
        # Hashes once, whoever is asked for: nobody, somebody who has left, or a person of ours.
        user = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if not isinstance(user, User):
            self.authentication_failed(request, **credentials)
            return None
        guess.take_back()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of the person who is signed in."""
        guess = throttle.guess_again(context.request)
        if guess is None:
            raise self.validation_error("rate_limited")
        if not user.check_password(password):
            events.session("sign_in.refuse", by=user)
            return False
        guess.take_back()
        return True

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether the password is asked for again before a change to how one signs in."""
        return not state.is_fresh(context.request.session)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the refusal; whose address was tried is not known for certain, so not said."""
        events.session("sign_in.refuse", by=None)
        history.note_refused(request, credentials["email"], method="password")

    def login(self, request: HttpRequest, user: User) -> None:
        """Record the sign-in, then sign in: without the record nobody does.

        Every way in ends here, so an account that lay unused is refused here.
        """
        if dormancy.is_dormant(user, now=timezone.now()):
            events.session("sign_in.refuse_dormant", by=user)
            page = render(request, "accounts/dormant.html", status=HTTPStatus.FORBIDDEN)
            raise ImmediateHttpResponse(page)
        events.session("sign_in.start", by=user)
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Record the end of the session, then end it."""
        if isinstance(request.user, User):
            events.session("sign_in.end", by=request.user)
        super().logout(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing of our own accord: the pages say what has happened."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: a message that Rowan sends could be read by somebody else."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors, sealed under the installation's key for their person alone."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right, or was used before. Wait for the next one",
        "passkey_refused": "The passkey was not accepted. Try again, or use your password and code",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for its person."""
        return sealing.seal(self._person().pk, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret; one that was copied from another person's row does not open."""
        return sealing.open_for(self._person().pk, encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey belongs to: the host alone, and a name that tells nothing."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Rowan"}

    def get_totp_issuer(self) -> str:
        """What an authenticator app shows: nothing that tells what the system is for."""
        return "Rowan"

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG that can stand in a page."""
        image = qrcode.make(url, image_factory=SvgPathImage)
        drawing: str = image.to_string(encoding="unicode")
        return drawing

    def _person(self) -> User:
        person = _owner.get()
        if person is None and isinstance(context.request.user, User):
            person = context.request.user
        if person is None:
            raise RuntimeError("It is not known whose secret this is.")
        return person
