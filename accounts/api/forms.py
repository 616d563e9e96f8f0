"""The form with which somebody makes a token for another program."""

from typing import Any

from django import forms

from accounts.api.tokens import LONGEST
from accounts.choices import ApiScope


class TokenForm(forms.Form):
    """What the token is for, in which role, what it opens, and for how long."""

    purpose = forms.CharField(
        label="What it is for",
        max_length=200,
        help_text="Such as: figures for the trustees’ board. It stands in the trail of each read.",
        error_messages={"required": "Say what it is for"},
    )
    role = forms.ChoiceField(
        label="In which role", error_messages={"required": "Choose one of your roles"}
    )
    scopes = forms.MultipleChoiceField(
        label="What it opens",
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what it opens"},
    )
    days = forms.IntegerField(
        label="For how many days",
        min_value=1,
        max_value=LONGEST.days,
        initial=30,
        error_messages={
            "required": "Enter for how many days",
            "max_value": f"At most {LONGEST.days} days",
            "min_value": "At least one day",
        },
    )

    use_required_attribute = False

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["role"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = roles
