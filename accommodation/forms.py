"""Forms of the rooms: who comes, until when, which room is out of use."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accommodation.authorities import register
from accommodation.choices import ORIGINS_ELSEWHERE, WhyLonger
from accommodation.models import UnitClosure
from accounts.days import DayField
from accounts.models import User
from cases.access_forms import PersonField


def origin_choices() -> list[tuple[str, Any]]:
    """Return every authority that a household may come from, today's first."""
    everyone = sorted(register().values(), key=lambda one: one.name)
    today = [(one.gss_code, one.name) for one in everyone if one.valid_to is None]
    former = [(one.gss_code, one.name) for one in everyone if one.valid_to is not None]
    return [
        ("", "Not recorded"),
        ("Elsewhere", list(ORIGINS_ELSEWHERE.items())),
        ("England", today),
        ("Councils that have ended", former),
    ]


class PlaceForm(forms.Form):
    """A household that gets a room."""

    reference = forms.CharField(
        label="Case",
        max_length=20,
        help_text="Its reference, such as R-2417.",
        error_messages={"required": "Enter the reference of the case"},
    )
    provision = forms.ChoiceField(
        label="Place", error_messages={"required": "Choose which places this is one of"}
    )
    starts_on = DayField(
        label="Arrives on", error_messages={"required": "Enter the date of arrival"}
    )
    expected_to = DayField(
        label="Expected to leave on", required=False, help_text="Leave blank if nobody knows yet."
    )
    origin = forms.ChoiceField(
        label="Settled home before",
        required=False,
        help_text="The council of the home they left, for the annual return.",
    )

    use_required_attribute = False

    def __init__(self, *args: Any, provision: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].widget.attrs |= {"class": "short", "autocomplete": "off"}
        _choices(self, "origin", origin_choices())
        several = provision if len(provision) == 1 else [("", "Choose one"), *provision]
        _choices(self, "provision", several)

    def clean(self) -> dict[str, Any]:
        """Refuse a leaving date before arrival."""
        given = super().clean() or self.cleaned_data
        start, end = given.get("starts_on"), given.get("expected_to")
        if start and end and end < start:
            self.add_error("expected_to", "Date must be on or after the day of arrival")
        return given


class ExpectedForm(forms.Form):
    """The day on which a household is expected to leave."""

    expected_to = DayField(
        label="Expected to leave on", required=False, help_text="Leave blank if nobody knows yet."
    )

    why_longer = forms.ChoiceField(
        label="Why they stay longer",
        choices=[("", "They do not"), *WhyLonger.choices],
        required=False,
    )

    def __init__(self, *args: Any, starts_on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    def clean(self) -> dict[str, Any]:
        """Ask why, where a household stays longer than was expected before."""
        given = super().clean() or self.cleaned_data
        was, day = self.initial.get("expected_to"), given.get("expected_to")
        longer = isinstance(was, datetime.date) and (day is None or day > was)
        if longer and "expected_to" in given and not given.get("why_longer"):
            self.add_error("why_longer", "Choose why they stay longer")
        return given

    def clean_expected_to(self) -> datetime.date | None:
        """Refuse a leaving date before arrival."""
        day: datetime.date | None = self.cleaned_data["expected_to"]
        if day is not None and day < self.starts_on:
            raise forms.ValidationError("Date must be on or after the day of arrival")
        return day


class MomentField(forms.DateTimeField):
    """A day and a time, entered with the browser's own box."""

    def __init__(self, **kwargs: Any) -> None:
        shown = "%Y-%m-%dT%H:%M"
        widget = forms.DateTimeInput(format=shown, attrs={"type": "datetime-local"})
        super().__init__(widget=widget, input_formats=[shown, "%d/%m/%Y %H:%M"], **kwargs)
        self.error_messages["invalid"] = "Enter a day and a time such as 27/3/2026 19:00"


class ShiftForm(forms.Form):
    """Who is on shift, from when to when."""

    worker = PersonField(label="Who", asks="Choose who is on shift")
    starts_at = MomentField(label="From", error_messages={"required": "Enter when it begins"})
    ends_at = MomentField(label="Until", error_messages={"required": "Enter when it ends"})

    use_required_attribute = False

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worker = self.fields["worker"]
        assert isinstance(worker, PersonField)  # noqa: S101
        worker.offer(people)


class ClosureForm(forms.Form):
    """Days on which a room cannot be used."""

    reason = forms.ChoiceField(
        label="Why",
        choices=UnitClosure.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the room cannot be used"},
    )
    starts_on = DayField(label="From", error_messages={"required": "Enter the first day"})
    ends_on = DayField(
        label="Last day", required=False, help_text="Leave blank if nobody knows yet."
    )

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        given = super().clean() or self.cleaned_data
        start, end = given.get("starts_on"), given.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "Date must be on or after the first day")
        return given


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
