"""The form of a question that the authority answers."""

from typing import Any

from django import forms

from returns.editions.reading import Cell

YES_OR_NO = {"in_house"}


class AnswerForm(forms.Form):
    """One answer; a blank one takes the answer back."""

    value = forms.CharField(
        label="Answer",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Leave blank to take an answer back. A blank answer is sent as not answered.",
    )

    def __init__(self, *args: Any, cell: Cell, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if YES_OR_NO & set(cell.arguments.get("suggestion", ())):
            self.fields["value"] = forms.ChoiceField(
                label="Answer",
                required=False,
                choices=[("", "Not answered"), ("yes", "Yes"), ("no", "No")],
                widget=forms.RadioSelect,
            )
