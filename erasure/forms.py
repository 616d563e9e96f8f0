"""Forms of erasing."""

from django import forms

from cases.forms import WordsField
from cases.references import as_reference
from erasure.choices import Basis

_NO_NAME = "Do not name the person: these words stay, and the name would be taken out of them."


class ReferenceForm(forms.Form):
    """The case through which somebody is found."""

    reference = forms.CharField(
        label="Reference of a case of theirs", max_length=20,
        error_messages={"required": "Enter a reference, such as R-2417"},
    )  # fmt: skip

    use_required_attribute = False

    def clean_reference(self) -> str:
        """Return it as it is stored."""
        return as_reference(self.cleaned_data["reference"])


class AskForm(forms.Form):
    """Why somebody is to be erased."""

    basis = forms.ChoiceField(
        label="On what ground",
        choices=[("", "Choose one"), *Basis.choices],
        error_messages={"required": "Choose the ground", "invalid_choice": "Choose the ground"},
    )
    reason = WordsField(
        label="Why", rows=3, max_length=2000, error_messages={"required": "Say why"},
        help_text=_NO_NAME,
    )  # fmt: skip

    use_required_attribute = False


class ConfirmForm(forms.Form):
    """Confirming: after the wait, or at once with a reason."""

    at_once_because = WordsField(
        label="Why it cannot wait", rows=2, max_length=2000, required=False,
        help_text=f"Leave this empty to let the wait run. {_NO_NAME}",
    )  # fmt: skip

    use_required_attribute = False
