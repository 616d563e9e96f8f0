"""Forms about meetings."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.days import DayField
from accounts.settings import value_of
from accounts.suggestions import SuggestedInput
from cases.access_forms import WorkerForm
from cases.choices import DisclosureBasis
from cases.forms import PastDayField, WordsField
from marac.choices import ActionState, Criterion
from marac.models import MaracArea, Meeting
from marac.register import Area


class AreaForm(forms.Form):
    """A new area and its local rules."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name of the area", max_length=200, error_messages={"required": "Enter a name"}
    )
    threshold = forms.IntegerField(
        label="Score from which a case is heard", min_value=1, max_value=24, initial=14
    )
    repeat_months = forms.IntegerField(
        label="Months within which a further incident makes a repeat",
        min_value=1,
        max_value=36,
        initial=12,
    )


class MeetingForm(forms.Form):
    """A new meeting of an area."""

    use_required_attribute = False

    area = forms.ChoiceField(label="Area", error_messages={"required": "Choose an area"})
    held_on = DayField(
        label="Day of the meeting", error_messages={"required": "Enter the day of the meeting"}
    )
    list_closes_on = DayField(
        label="The list closes on",
        error_messages={"required": "Enter the day on which the list closes"},
    )

    def __init__(self, *args: Any, areas: Sequence[MaracArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = forms.ChoiceField(
            label="Area",
            choices=[(str(area.pk), area.name) for area in areas],
            error_messages={"required": "Choose an area"},
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a list that closes by the meeting."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        held, closes = given.get("held_on"), given.get("list_closes_on")
        if held and closes and closes > held:
            self.add_error("list_closes_on", "The list closes on or before the day of the meeting")
        return given


class ListForm(forms.Form):
    """Which meeting hears a referral."""

    use_required_attribute = False

    def __init__(self, *args: Any, meetings: Sequence[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = forms.ChoiceField(
            label="Meeting",
            choices=[(str(one.pk), f"{one.held_on:%A} {one.held_on.day} {one.held_on:%B %Y}")
                     for one in meetings],
            error_messages={"required": "Choose a meeting"},
        )  # fmt: skip


class ReferForm(forms.Form):
    """Put a case to a meeting: where, why, and on what ground it is shared."""

    use_required_attribute = False

    criteria = forms.MultipleChoiceField(
        label="Why the meeting should hear it",
        choices=Criterion.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose why the meeting should hear it"},
    )
    basis = forms.ChoiceField(
        label="On what ground it is shared",
        choices=DisclosureBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose on what ground it is shared"},
    )
    reasons = WordsField(
        label="What the meeting should know",
        help_text="The survivor’s own words where you can. No address, no telephone number.",
        error_messages={"required": "Write what the meeting should know"},
        max_length=10_000,
    )
    agreed = forms.BooleanField(
        label="The person causing harm must never learn of this, and I have told the survivor what "
        "is shared or recorded why not",
        error_messages={"required": "Tick this once it is so"},
    )

    field_order = ["area", "criteria", "basis", "reasons", "agreed"]

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = forms.ChoiceField(
            label="Area",
            choices=[("", "Choose one"), *((str(area.id), area.name) for area in areas)],
            error_messages={"required": "Choose an area"},
        )
        self.order_fields(self.field_order)


class ActionForm(forms.Form):
    """What an agency agrees to do."""

    use_required_attribute = False

    agency = forms.CharField(
        label="Agency",
        max_length=200,
        widget=SuggestedInput(lambda: value_of("meeting_agencies")),
        error_messages={"required": "Enter the agency"},
    )
    text = WordsField(
        label="What it will do",
        rows=2,
        max_length=2000,
        error_messages={"required": "Write what the agency will do"},
    )
    due_on = DayField(label="By when", error_messages={"required": "Enter a day"})


class CloseActionForm(forms.Form):
    """How an action ended."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label="How it ended",
        choices=[choice for choice in ActionState.choices if choice[0] != ActionState.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )
    closed_on = PastDayField(label="On which day", error_messages={"required": "Enter a day"})


class AttendForm(WorkerForm):
    """Who attends a meeting."""
