"""Forms of living in a house: the arrival, and being out."""

import datetime
from typing import Any

from django import forms

from accommodation.choices import AGREEMENTS, CHECKLIST
from accommodation.forms import MomentField
from accommodation.models import Arrival
from accounts.days import DayField

_SAID = ("agreement", "keys", "claim", "claimed_on", "eligible", "personal")


def _pounds(label: str, help_text: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        help_text=help_text,
        error_messages={"invalid": "Enter pounds such as 212.50"},
    )


class ArrivalForm(forms.Form):
    """What is done, what was signed, and what is paid."""

    done = forms.MultipleChoiceField(
        label="Done",
        choices=list(CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreement = forms.ChoiceField(
        label="What they signed",
        choices=[("", "Not recorded"), *AGREEMENTS.items()],
        required=False,
    )
    keys = forms.CharField(label="Keys and fobs", max_length=100, required=False)
    claim = forms.CharField(
        label="Claim, or who pays", max_length=200, required=False,
        help_text="The reference of a benefit claim, or who pays without recourse.",
    )  # fmt: skip
    claimed_on = DayField(label="Claimed on", required=False)
    eligible = _pounds("Rent and service a week", "What a benefit can pay.")
    personal = _pounds("Personal charge a week", "Heating, light, water, food: what they pay.")

    use_required_attribute = False

    @staticmethod
    def initial_of(arrival: Arrival | None) -> dict[str, Any]:
        """Return what is recorded."""
        record = arrival.record if arrival else {}
        said = {name: record.get(name, "") for name in _SAID}
        return said | {"done": list(record.get("done", {}))}

    def record(self, before: Arrival | None, today: datetime.date) -> dict[str, Any]:
        """Return what is recorded: what was ticked before keeps the day on which it was."""
        given = self.cleaned_data
        held = before.record.get("done", {}) if before else {}
        done = {code: held.get(code, today.isoformat()) for code in given["done"]}
        said = {name: str(given[name]) for name in _SAID if given[name] not in (None, "")}
        return said | {"done": done}


class OutForm(forms.Form):
    """Until when somebody is out."""

    back_by = MomentField(label="Back by", required=False)

    use_required_attribute = False


class PeriodForm(forms.Form):
    """From which day to which."""

    first = DayField(label="From")
    last = DayField(label="To")

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or of more than five years."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and not 0 <= (last - first).days <= 5 * 366:
            self.add_error("last", "Choose a day on or after the first, within five years")
        return given
