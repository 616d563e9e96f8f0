"""Forms of a room: a few words for many at once, and all that is said of one."""

import datetime
from typing import Any

from django import forms

from accommodation.choices import AccommodationType
from accommodation.models import Unit
from accommodation.property import Features
from accounts.days import DayField

_YES_NO = {True: "yes", False: "no"}
_TICKS = ("step_free", "cot", "pets", "self_contained", "nrpf_funded")
_NUMBERS = ("sleeps", "adults", "children", "boys_up_to")


def _number(label: str, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    wrong = dict.fromkeys(
        ("invalid", "min_value", "max_value"), f"Enter a whole number from {least} to {most}"
    )
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        error_messages=wrong,
        **kwargs,
    )


class ShortUnitForm(forms.Form):
    """A room or a home for one household, in the fewest words."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Enter the name of the room"}
    )
    sleeps = _number("Sleeps", 1, 50)
    step_free = forms.BooleanField(label="Step-free", required=False)
    cot = forms.BooleanField(label="Room for a cot", required=False)

    def said(self) -> Features:
        """Return what was entered, as it is stored."""
        given = self.cleaned_data
        said: dict[str, Any] = {name: given[name] for name in _NUMBERS if name in given}
        said |= {name: _YES_NO[given[name]] for name in _TICKS if name in given}
        return Features(name=given["name"], **said)


class UnitForm(ShortUnitForm):
    """All that is said of a room: whom it fits and what it offers."""

    adults = _number("Adults", 0, 50)
    children = _number("Children", 0, 50)
    boys_up_to = _number(
        "Boys up to the age of", 0, 25, help_text="Leave blank where the rule of the house holds."
    )
    pets = forms.BooleanField(label="Pets", required=False)
    self_contained = forms.BooleanField(label="Self-contained", required=False)
    nrpf_funded = forms.BooleanField(
        label="Paid for without recourse to public funds", required=False
    )

    field_order = ("name", "sleeps", "adults", "children", "boys_up_to", *_TICKS)

    @staticmethod
    def initial_of(unit: Unit) -> dict[str, Any]:
        """Return how a stored room is shown in the form."""
        return (
            {"name": unit.name}
            | {name: getattr(unit, name) for name in _NUMBERS}
            | {name: getattr(unit, name) == "yes" for name in _TICKS}
        )

    def clean(self) -> dict[str, Any]:
        """Refuse more adults and children than the room sleeps."""
        given = super().clean() or self.cleaned_data
        people = (given.get("adults") or 0) + (given.get("children") or 0)
        if given.get("sleeps") and people > given["sleeps"]:
            self.add_error("sleeps", "Adults and children are more than the room sleeps")
        return given


class RetypeForm(forms.Form):
    """What kind of place a room is, from a day on."""

    accommodation_type = forms.ChoiceField(
        label="Kind of place",
        choices=AccommodationType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of place"},
    )
    starts_on = DayField(label="From", error_messages={"required": "Enter the first day"})

    use_required_attribute = False


class GiveUpForm(forms.Form):
    """From which day on nobody lives in a room."""

    on = DayField(label="From", error_messages={"required": "Enter the day"})

    use_required_attribute = False

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
