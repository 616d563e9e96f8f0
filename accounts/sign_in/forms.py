"""The forms of sign-in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateWithCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.sign_in import idle, throttle
from accounts.sign_in.adapters import SecondFactorAdapter, secrets_of

# A code is accepted for its own half minute and the ones beside it; remembered for longer.
_REMEMBER_CODE_SECONDS = 150


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password, and whether others use this computer."""

    shared = forms.BooleanField(
        label="Others use this computer too",
        help_text="It locks sooner, and is told to forget what it showed.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, password = self.fields["login"], self.fields["password"]
        address.label, password.label = "E-mail address", "Password"
        password.help_text = ""
        address.error_messages["required"] = "Enter your e-mail address"
        password.error_messages["required"] = "Enter your password"
        for field in (address, password):
            field.widget.attrs.pop("placeholder", None)

    @property
    def provider_name(self) -> str:
        """What the organisation's own sign-in is called; '' where there is none."""
        provider = settings.SIGN_IN_PROVIDER
        return provider.name if provider else ""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Remember through the next step whether the computer is shared."""
        request.session[idle.SHARED] = self.cleaned_data["shared"]
        response: HttpResponse = super().login(request, redirect_url)
        return response


class _CodeOnce(BaseAuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator app, or a recovery code; each is accepted once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"])

    def clean_code(self) -> str:
        """Check the code, then refuse it if it was used before, by any process of Rowan."""
        guess = self._guess()
        if guess is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        with secrets_of(self.user):
            code: str = super().clean_code()
        used = f"rowan.code:{self.user.pk}:{code.replace(' ', '')}"
        if not cache.add(used, True, timeout=_REMEMBER_CODE_SECONDS):
            raise SecondFactorAdapter().validation_error("incorrect_code")
        guess.take_back()
        return code

    def _guess(self) -> throttle.Guess | None:
        return throttle.guess(context.request, account=self.user.email)


class CodeForm(_CodeOnce, AuthenticateForm):  # type: ignore[misc]
    """The second step of sign-in."""


class CodeAgainForm(_CodeOnce, ReauthenticateWithCodeForm):  # type: ignore[misc]
    """The code once more, before a change to how a person signs in."""

    def _guess(self) -> throttle.Guess | None:
        return throttle.guess_again(context.request)


class EnrolForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"])


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a change to how a person signs in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class UnlockForm(forms.Form):
    """The password that opens a locked screen."""

    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Check the password of whoever sits before the screen."""
        password: str = self.cleaned_data["password"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("incorrect_password")
        return password


class ChangePasswordForm(UnlockForm):
    """The present password, and the one that takes its place."""

    password = forms.CharField(
        label="Your password now",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter the password that you have now"},
    )

    new_password = forms.CharField(
        label="New password",
        help_text="At least 12 characters. Three or four words that do not belong together are "
        "good, and easy to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the new password"},
        strip=False,
    )

    def clean_new_password(self) -> str:
        """Refuse what is short, common or easy to guess for this person."""
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password


def _ask_for_code(field: forms.Field) -> None:
    field.label = "Code"
    field.error_messages["required"] = "Enter the code from your app"
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric"}
