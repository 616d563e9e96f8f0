"""The forms of the beginning."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.authority_names import AuthorityField
from accounts.choices import OrganisationKind
from accounts.models import User


class SetUpCodeForm(forms.Form):
    """The code from the terminal."""

    use_required_attribute = False

    code = forms.CharField(
        label="Set-up code",
        help_text="Rowan wrote it on the terminal where it was started.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code"},
    )


class OrganisationForm(forms.Form):
    """What an organisation is."""

    use_required_attribute = False

    organisation_name = forms.CharField(
        label="Name of the organisation",
        max_length=300,
        error_messages={"required": "Enter the name of the organisation"},
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the organisation is"},
    )
    authority_code = AuthorityField(
        label="Which authority, where it is one that reports",
        help_text="Type a part of its name.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """An authority says which; nobody else is one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        is_authority = given.get("kind") == OrganisationKind.AUTHORITY
        if is_authority and given.get("authority_code") == "":
            self.add_error("authority_code", "Say which authority it is")
        if not is_authority:
            given["authority_code"] = ""
        return given


class FirstPersonForm(forms.Form):
    """Who begins."""

    use_required_attribute = False

    full_name = forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="You sign in with it. Rowan sends no mail.",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address, such as ada@example.org",
        },
    )
    password = forms.CharField(
        label="Your password",
        help_text="Three or four words that nobody would put together. Twelve characters or more.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="Your password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again"},
    )

    def clean(self) -> dict[str, Any]:
        """Check the password as every password is checked, and that it was typed twice alike."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "password" in given:
            person = User(email=given.get("email", ""), full_name=given.get("full_name", ""))
            try:
                validate_password(given["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        if "again" in given and given.get("password") != given["again"]:
            self.add_error("again", "The two passwords are not the same")
        return given
