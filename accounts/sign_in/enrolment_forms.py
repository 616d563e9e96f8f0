"""The forms behind one-time links."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import Recovery, User
from accounts.sign_in import recovery as recoveries

_HELP = (
    "At least 12 characters. Three or four words that do not belong together are good, and easy "
    "to remember."
)


def _new_password(**options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(widget=widget, help_text=_HELP, strip=False, **options)


class FirstPasswordForm(forms.Form):
    """The first password of an invited person."""

    password = _new_password(
        label="Choose a password", error_messages={"required": "Choose a password"}
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse what is short, common or easy to guess for this person."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class RecoveryForm(forms.Form):
    """The code that was told on the telephone, and her own password, or a new one if forgotten."""

    code = forms.CharField(
        label="Code",
        help_text="Eight digits, which a colleague tells you on the telephone.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "Enter the code that you were told"},
    )
    password = forms.CharField(
        label="Your password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = _new_password(label="I have forgotten it: a new password", required=False)

    def __init__(self, *args: Any, recovery: Recovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recovery = recovery

    @property
    def chosen(self) -> str | None:
        """The password that takes the place of a forgotten one; None where it was known."""
        return self.cleaned_data["new_password"] or None

    def clean(self) -> dict[str, Any]:
        """Check the code first: without it nothing is said of the password."""
        given = super().clean() or {}
        if self.errors:
            return given
        try:
            recoveries.check_code(self.recovery, given["code"])
        except recoveries.WrongCode:
            self.add_error("code", "That is not the code, or the link is over")
            return given
        if given["new_password"]:
            self._judge(given["new_password"])
        elif not self.recovery.user.check_password(given["password"]):
            recoveries.count_wrong(self.recovery)
            self.add_error("password", "The password is not right")
        return given

    def _judge(self, password: str) -> None:
        try:
            validate_password(password, self.recovery.user)
        except forms.ValidationError as refused:
            self.add_error("new_password", refused)
