"""The form that ends an episode."""

import datetime
from typing import Any

from django import forms

from accounts.days import DayField
from cases.forms import NOT_RECORDED, PastDayField
from moveon.choices import ASKED_TO_LEAVE, NEXT_PLACE, PLANNED, SANCTUARY_ENDING


class EndingForm(forms.Form):
    """When and how a household's support in one place ended."""

    ended_on = PastDayField(
        label="Left on", error_messages={"required": "Enter the date on which they left"}
    )
    planned = forms.ChoiceField(
        label="Was it planned",
        choices=PLANNED.items(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it was planned"},
    )
    next_place = forms.ChoiceField(
        label="Where they went", choices=[NOT_RECORDED, *NEXT_PLACE.items()], required=False
    )
    asked_to_leave = forms.ChoiceField(
        label="Were they asked to leave",
        choices=[NOT_RECORDED, *ASKED_TO_LEAVE.items()],
        required=False,
    )
    sanctuary_ending = forms.ChoiceField(
        label="Why support ended",
        choices=[NOT_RECORDED, *SANCTUARY_ENDING.items()],
        required=False,
    )

    ready_on = DayField(
        label="The room can be given again from",
        required=False,
        help_text="Until then it is being got ready. Leave blank if it can be given at once.",
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, started_on: datetime.date, is_sanctuary: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.started_on = started_on
        if not is_sanctuary:
            del self.fields["sanctuary_ending"]

    def clean_ended_on(self) -> datetime.date:
        """Refuse a day before the support began."""
        day: datetime.date = self.cleaned_data["ended_on"]
        if day < self.started_on:
            raise forms.ValidationError("Date must be on or after the day support began")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a room that is ready before they left it."""
        given = super().clean() or self.cleaned_data
        left, ready = given.get("ended_on"), given.get("ready_on")
        if left and ready and ready < left:
            self.add_error("ready_on", "Date must be on or after the day on which they left")
        return given
