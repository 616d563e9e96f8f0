"""Forms about notes that are passed on."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from cases.choices import Danger
from cases.forms import WordsField


class PassOnForm(forms.Form):
    """What somebody heard about a person whom they cannot find."""

    about = forms.CharField(
        label="Who it is about",
        max_length=500,
        error_messages={"required": "Say who it is about"},
        help_text="A name as you heard it, a reference, or whatever tells who it may be.",
    )
    said_at = forms.DateTimeField(
        label="When",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        error_messages={
            "required": "Enter when it was",
            "invalid": "Enter a day and a time such as 27/3/2026 14:30",
        },
    )
    danger = forms.ChoiceField(
        label="Is anybody in danger now",
        choices=Danger.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether anybody is in danger now"},
    )
    words = WordsField(
        label="What was said",
        rows=8,
        max_length=20_000,
        error_messages={"required": "Write what was said"},
        help_text="Their own words where you can, and how to ring back safely.",
    )

    use_required_attribute = False

    def clean_said_at(self) -> datetime.datetime:
        """Refuse a time that is still to come."""
        said_at: datetime.datetime = self.cleaned_data["said_at"]
        if said_at > timezone.now() + datetime.timedelta(minutes=5):
            raise forms.ValidationError("The time must be now or earlier")
        return said_at


class PlaceNoteForm(forms.Form):
    """The case to which a note belongs."""

    reference = forms.CharField(
        label="Reference of the case",
        max_length=20,
        error_messages={"required": "Enter the reference of the case"},
        help_text="Such as R-2417.",
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].widget.attrs["autocomplete"] = "off"
