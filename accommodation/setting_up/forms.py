"""The forms of provision and units."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from accommodation.choices import AccommodationType
from accommodation.models import Provision
from accommodation.property import Features
from accommodation.unit_forms import ShortUnitForm
from accounts.authority_names import AuthorityField, names
from accounts.days import DayField

_ROWS, _MOST_ROWS = 6, 60
_WHOLE = "Enter a whole number"


class ChangeProvisionForm(forms.Form):
    """Who buys how many places, and when."""

    use_required_attribute = False

    authority_code = AuthorityField(
        label="Authority that commissions it",
        help_text="Type a part of its name. Leave it empty where nobody does.",
        required=False,
    )
    bedspaces = forms.IntegerField(
        label="Places",
        help_text="How many households or beds the contract says, whatever stands in bricks.",
        min_value=0,
        max_value=10_000,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"{_WHOLE} of places"
        ),
    )
    commissioned_from = DayField(label="Commissioned from", required=False)
    commissioned_to = DayField(
        label="Commissioned to", help_text="Leave it empty if no end is known.", required=False
    )

    def clean(self) -> dict[str, Any]:
        """A commission has a first day, and its last is not before it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("commissioned_from"), given.get("commissioned_to")
        asked = "commissioned_from" in given and "authority_code" in given
        if asked and given["authority_code"] and first is None:
            self.add_error("commissioned_from", "Enter the first day that the authority buys it")
        if first and last and last < first:
            self.add_error("commissioned_to", "The last day is on or after the first")
        return given


class ProvisionForm(ChangeProvisionForm):
    """New provision of a service."""

    accommodation_type = forms.ChoiceField(
        label="Type",
        choices=AccommodationType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the type"},
    )
    continues = forms.ChoiceField(
        label="Continues",
        help_text="The same places carried on: a new contract, or another number of places.",
        required=False,
    )

    def __init__(self, *args: Any, earlier: Sequence[Provision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._earlier = {str(one.pk): one for one in earlier}
        self.fields["continues"] = forms.ChoiceField(
            label="Continues",
            help_text=self.fields["continues"].help_text,
            required=False,
            choices=[
                ("", "Nothing: these places are new"),
                *((key, in_words(one)) for key, one in self._earlier.items()),
            ],
        )
        self.order_fields(["accommodation_type"])

    def clean(self) -> dict[str, Any]:
        """Only the same type is carried on."""
        given = super().clean()
        earlier = self._earlier.get(given.get("continues") or "")
        given["continues"] = earlier
        if earlier and earlier.accommodation_type != given.get("accommodation_type"):
            self.add_error("continues", "Only places of the same type are carried on")
        return given


def in_words(provision: Provision) -> str:
    """Say provision in a line: type, places, for whom, when."""
    parts = [
        provision.get_accommodation_type_display(),
        f"{provision.bedspaces} places" if provision.bedspaces is not None else "",
        names().get(provision.authority_code, provision.authority_code),
        f"from {provision.commissioned_from:%d/%m/%Y}" if provision.commissioned_from else "",
        f"to {provision.commissioned_to:%d/%m/%Y}" if provision.commissioned_to else "",
    ]
    return ", ".join(part for part in parts if part)


class RoomRows(BaseFormSet):  # type: ignore[type-arg]
    """Several rooms at once, no two of one name; a row left blank is no room."""

    taken: frozenset[str] = frozenset()

    def clean(self) -> None:
        """Refuse names twice, or that a room of the service has already."""
        seen = set(self.taken)
        for form in self.forms:
            name = form.cleaned_data.get("name", "") if form.is_valid() else ""
            if name and name.casefold() in seen:
                form.add_error("name", f"There is a {name} already")
            seen.add(name.casefold())

    def said(self) -> list[Features]:
        """The rooms that were entered."""
        return [form.said() for form in self.forms if form.cleaned_data.get("name")]


UnitForms = cast(
    type[RoomRows],
    formset_factory(
        ShortUnitForm, formset=RoomRows, extra=_ROWS, max_num=_MOST_ROWS, validate_max=True
    ),
)
