"""Forms of a house: what it asks of those who come, and where it is."""

from typing import Any

from django import forms

from accommodation.models import Address, House
from accommodation.models.house import STANDINGS
from cases.forms import WordsField

_FIELDS = ("area", "too_near", "boys_up_to", "staffed", "assembly_point")


class HouseForm(forms.Form):
    """What holds for every room of a house."""

    area = forms.CharField(
        label="Area, as others may be told",
        max_length=200,
        required=False,
        help_text="A county or a part of the country, never a street or a town.",
    )
    too_near = WordsField(
        label="Areas that are too near",
        rows=2,
        max_length=500,
        required=False,
        help_text="Nobody is taken from there. Separate them with commas.",
    )
    boys_up_to = forms.IntegerField(
        label="Boys up to the age of", required=False, min_value=0, max_value=25
    )
    staffed = forms.CharField(
        label="When somebody of the staff is there",
        max_length=200,
        required=False,
        help_text="Such as: weekdays 9:00 to 17:00, on call at night.",
    )
    assembly_point = forms.CharField(
        label="Fire assembly point",
        max_length=200,
        required=False,
        help_text="It stands on the printed roll call: name the place, not the street.",
    )

    use_required_attribute = False

    @staticmethod
    def initial_of(house: House | None) -> dict[str, Any]:
        """Return what is recorded."""
        return {name: getattr(house, name) for name in _FIELDS} if house else {}


class AddressForm(forms.Form):
    """Where a house is, and where its letters go."""

    lines = WordsField(
        label="Address",
        rows=4,
        max_length=500,
        error_messages={"required": "Enter the address"},
    )
    post = WordsField(
        label="Where letters go",
        rows=2,
        max_length=300,
        required=False,
        help_text="A box, never the door.",
    )
    standing = forms.ChoiceField(
        label="Who knows it",
        choices=list(STANDINGS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who knows it"},
    )

    use_required_attribute = False

    @staticmethod
    def initial_of(address: Address | None) -> dict[str, Any]:
        """Return what is recorded."""
        if address is None:
            return {}
        return {name: getattr(address, name) for name in ("lines", "post", "standing")}
