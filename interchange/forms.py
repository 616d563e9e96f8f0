"""The form that asks for an export."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator

from interchange.encrypted import CHARACTERS, LONGEST, SHORTEST

MADE, OWN, TO_PRINT = "made", "own", "print"


class ExportForm(forms.Form):
    """Why the records are taken out, and what will open the file."""

    reason = forms.CharField(
        label="Why you take the records out",
        help_text="Kept with the record of who looked at what.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why you take the records out"},
    )
    choice = forms.ChoiceField(
        label="Passphrase",
        choices=[(MADE, "Make one for me"), (OWN, "I choose one")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who makes the passphrase"},
    )
    passphrase = forms.CharField(
        label="Your own passphrase",
        help_text=f"At least {SHORTEST} characters. Three words that have nothing to do with "
        "one another, or more.",
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"max_length": f"Choose one of at most {LONGEST} characters"},
    )
    passphrase_again = forms.CharField(
        label="The same again",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Judge the passphrase where the person chose it herself."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("choice") == OWN and "passphrase" in cleaned:
            if fault := _fault_of(cleaned["passphrase"]):
                self.add_error("passphrase", fault)
            elif cleaned["passphrase"] != cleaned.get("passphrase_again"):
                self.add_error("passphrase_again", "The two are not the same")
        return cleaned


class LooksForm(ExportForm):
    """Why a list of who looked is made, and whether it is printed or sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why the list is made"
        self.fields["reason"].error_messages["required"] = "Say why the list is made"
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.label = "How it is given"
        choice.choices = [
            (TO_PRINT, "A page to print"),
            (MADE, "A zip; make a passphrase for me"),
            (OWN, "A zip; I choose the passphrase"),
        ]
        choice.error_messages["required"] = "Choose how it is given"

    @property
    def is_to_print(self) -> bool:
        """Say whether a page is asked for."""
        return bool(self.cleaned_data["choice"] == TO_PRINT)


def _fault_of(passphrase: str) -> str:
    """What is wrong with a passphrase, or nothing."""
    if len(passphrase) < SHORTEST:
        return f"Choose a passphrase of at least {SHORTEST} characters"
    if not CHARACTERS.issuperset(passphrase):
        return "Use letters without accents, digits, spaces and signs: programs differ in others"
    try:
        CommonPasswordValidator().validate(passphrase)
    except forms.ValidationError:
        return "This one is among the first that somebody would try; choose another"
    return "" if len(set(passphrase)) > 4 else "Choose one with more different characters"
