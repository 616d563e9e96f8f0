"""Forms about people whom staff know, and about conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import User
from cases.forms import NamesForm, WordsField
from cases.models import Declaration


class KnownForm(NamesForm):
    """Somebody whom a member of staff knows."""

    relationship = forms.CharField(
        label="What they are to you",
        max_length=200,
        error_messages={"required": "Say what they are to you"},
        help_text="Such as brother, former partner, neighbour.",
    )
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)

    field_order = ["given_name", "family_name", "known_as", "relationship"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known_as"].label = "Also known as"

    @staticmethod
    def initial_of(declaration: Declaration) -> dict[str, Any]:
        """Return what she declared."""
        return dict(declaration.details)

    def details(self) -> dict[str, str]:
        """Return the cleaned answers as a declaration keeps them."""
        born = self.cleaned_data["date_of_birth"]
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return given | ({"date_of_birth": born.isoformat()} if born else {})


class ReasonForm(forms.Form):
    """Why a conflict is right, or why it is not."""

    reason = WordsField(
        label="Why",
        rows=3,
        max_length=2000,
        error_messages={"required": "Say why"},
        help_text="Kept with the case, and never shown to the person whom it concerns.",
    )

    use_required_attribute = False


class SetConflictForm(ReasonForm):
    """Whom to keep from a case."""

    user = forms.ChoiceField(
        label="Who must not know of this case",
        error_messages={"required": "Choose who", "invalid_choice": "Choose who"},
    )

    field_order = ["user", "reason"]

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(user.pk), user.full_name) for user in people]
        self.fields["user"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
