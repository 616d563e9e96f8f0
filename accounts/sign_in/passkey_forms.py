"""What a browser sends of a passkey, checked.

A challenge is used up by the first answer, right or wrong. The answer must come from the very
address that this page has, and the passkey must have verified the person (a PIN, a finger, a face).
"""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

LONGEST_NAME = 60


def _refused() -> ValidationError:
    refused: ValidationError = get_adapter().validation_error("passkey_refused")
    return refused


def _own_origin() -> str:
    scheme = "https" if settings.HTTPS else context.request.scheme
    return f"{scheme}://{context.request.get_host()}"


def _check_shape_and_origin(
    kind: type[AuthenticationResponse] | type[RegistrationResponse], credential: Any
) -> None:
    """Refuse what is no answer of a passkey, or was meant for another address."""
    try:
        origin = kind.from_dict(credential).response.client_data.origin
    except (TypeError, ValueError, KeyError, AttributeError):
        raise _refused() from None
    if origin != _own_origin():
        raise _refused()


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey, alone (`user` is None) or behind a password."""

    def clean_credential(self) -> Authenticator:
        """The passkey, if it answers the challenge of this session for a person who may sign in."""
        try:
            _check_shape_and_origin(AuthenticationResponse, self.cleaned_data["credential"])
            found: Authenticator = super().clean_credential()
        except ValidationError as error:
            raise _refused() if error.code == "incorrect_code" else error from None
        finally:
            auth.clear_state()
        if not found.user.is_active:
            raise _refused()
        return found


class PasskeyAgainForm(PasskeyForm):
    """The passkey once more: to change how a person signs in, or to open a locked screen."""

    reauthenticated = True


class NewPasskeyForm(forms.Form):
    """A new passkey and what its owner calls it."""

    name = forms.CharField(
        label="What you call it",
        help_text="Such as “Blue key” or “Phone for work”.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter a name for the passkey"},
    )
    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        """The credential, if it was made for the challenge of this session and this person."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            _check_shape_and_origin(RegistrationResponse, credential)
            auth.complete_registration(credential)
        except ValidationError:
            raise _refused() from None
        finally:
            auth.clear_state()
        return credential


class PasskeyNameForm(forms.Form):
    """Another name for a passkey."""

    name = forms.CharField(
        label="What you call it",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter a name for the passkey"},
    )
