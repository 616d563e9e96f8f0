"""Forms of those who ask for a place: the call, the offer, what came of it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accommodation.choices import COUNTED_AS, UNMET_NEEDS, Happened, ReferralKind
from accommodation.forms import MomentField, origin_choices
from accommodation.models import Provision, Unit
from accommodation.placing import Asked
from accounts.days import DayField
from accounts.settings import value_of
from accounts.suggestions import SuggestedInput
from cases.forms import PastDayField, WordsField

_TICKS = ("step_free", "cot", "pets", "self_contained", "no_recourse")
_SAID = ("referrer", "called", "phone", "safe", "story")


def _count(label: str, most: int = 20, **kwargs: Any) -> forms.IntegerField:
    wrong = dict.fromkeys(
        ("invalid", "min_value", "max_value", "required"), f"Enter a whole number up to {most}"
    )
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, error_messages=wrong, **kwargs
    )


class AskForm(forms.Form):
    """What is said in one call. No name is needed."""

    provision = forms.ChoiceField(label="Place")
    kind = forms.ChoiceField(
        label="What they ask",
        choices=[
            (ReferralKind.REFERRAL, "For a place, for somebody they speak for"),
            (ReferralKind.ENQUIRY, "Only whether there is room"),
        ],
        widget=forms.RadioSelect,
        initial=ReferralKind.REFERRAL,
    )
    source = forms.CharField(
        label="Where from",
        max_length=200,
        required=False,
        widget=SuggestedInput(lambda: value_of("referral_sources")),
    )
    referrer = forms.CharField(
        label="Who rang, and how to reach them", max_length=300, required=False
    )
    adults = _count("Adults", initial=1)
    children = _count("Children", initial=0)
    boy_aged = _count(
        "Age of the oldest boy", 25, required=False, help_text="Leave blank if none comes along."
    )
    step_free = forms.BooleanField(label="Step-free", required=False)
    cot = forms.BooleanField(label="A cot", required=False)
    pets = forms.BooleanField(label="A pet comes along", required=False)
    self_contained = forms.BooleanField(label="A place of their own", required=False)
    no_recourse = forms.BooleanField(label="No recourse to public funds", required=False)
    area = forms.CharField(
        label="Area they must be far from",
        max_length=200,
        required=False,
        help_text="A town or a part of one: a house too near is not offered.",
    )
    called = forms.CharField(
        label="Name, or what to call them",
        max_length=200,
        required=False,
        help_text="Only if it is said. A house can be asked for without one.",
    )
    phone = forms.CharField(label="Number to reach them", max_length=40, required=False)
    safe = forms.CharField(
        label="When it is safe to ring, and what to say", max_length=300, required=False
    )
    story = WordsField(label="What else matters", rows=3, max_length=5000, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, provision: Sequence[Provision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["provision"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [(str(one.pk), one.get_accommodation_type_display()) for one in provision]
        self.asks_provision = len(provision) > 1
        if not self.asks_provision:
            choice.widget = forms.HiddenInput()
            choice.initial = str(provision[0].pk) if provision else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a household of nobody."""
        given = super().clean() or self.cleaned_data
        if given.get("adults") == 0 and given.get("children") == 0:
            self.add_error("adults", "Enter how many adults or children need a place")
        return given

    def asked(self) -> Asked:
        """Return what was said."""
        given = self.cleaned_data
        needs = {name: given[name] for name in (*_TICKS, "boy_aged", "area")}
        return Asked(
            kind=given["kind"],
            source=given["source"],
            adults=given["adults"],
            children=given["children"],
            needs=needs,
            details={name: given[name] for name in _SAID},
        )


class OfferForm(forms.Form):
    """Which room is kept, from which night, until when."""

    unit = forms.ChoiceField(label="Room", error_messages={"required": "Choose a room"})
    arrives_on = DayField(label="From the night of", error_messages={"required": "Enter a day"})
    held_until = MomentField(
        label="Kept for them until", error_messages={"required": "Enter a day and a time"}
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], now: datetime.datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = list(units)

    def clean_held_until(self) -> datetime.datetime:
        """Refuse a time that is over."""
        until: datetime.datetime = self.cleaned_data["held_until"]
        if until <= self.now:
            raise forms.ValidationError("Enter a time that is still to come")
        return until


class SuitabilityForm(forms.Form):
    """Whether the house suits the household, and they those who live there."""

    residents = WordsField(
        label="Safety of those who live here", rows=2, max_length=2000, required=False
    )
    area = WordsField(
        label="How near the person causing harm is", rows=2, max_length=2000, required=False
    )
    needs = WordsField(
        label="What they need and whether we can give it", rows=2, max_length=2000, required=False
    )
    words = WordsField(
        label="What was decided, and why",
        rows=2,
        max_length=2000,
        error_messages={"required": "Say what was decided, and why"},
    )

    use_required_attribute = False


class AcceptForm(forms.Form):
    """Whose case it is, where they have one."""

    reference = forms.CharField(
        label="Do they have a case already?",
        max_length=20,
        required=False,
        help_text="Its reference, such as R-2417. Leave blank and a case opens.",
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    use_required_attribute = False


class ArriveForm(forms.Form):
    """In which room a household is, since when."""

    unit = forms.ChoiceField(label="Room", error_messages={"required": "Choose a room"})
    on = PastDayField(label="Arrived on", error_messages={"required": "Enter the day of arrival"})
    expected_to = DayField(
        label="Expected to leave on", required=False, help_text="Leave blank if nobody knows yet."
    )
    origin = forms.ChoiceField(
        label="Settled home before",
        required=False,
        help_text="The council of the home they left, for the annual return.",
    )

    use_required_attribute = False

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("unit", list(units)), ("origin", origin_choices())):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)  # noqa: S101
            choice.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a leaving date before arrival."""
        given = super().clean() or self.cleaned_data
        start, end = given.get("on"), given.get("expected_to")
        if start and end and end < start:
            self.add_error("expected_to", "Date must be on or after the day of arrival")
        return given


class EndForm(forms.Form):
    """Why a household does not come: everything that stood in the way."""

    happened = forms.MultipleChoiceField(
        label="What stood in the way",
        choices=[one for one in Happened.choices if one[0] != Happened.ARRIVED],
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that did. Each is a reason in the annual return.",
        error_messages={"required": "Choose what stood in the way"},
    )
    unmet_needs = forms.MultipleChoiceField(
        label="Which needs we could not meet",
        choices=list(UNMET_NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    on = PastDayField(label="Answered on", error_messages={"required": "Enter the day"})

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Ask for the need where one was not met, and let taking back stand alone."""
        given = super().clean() or self.cleaned_data
        happened = given.get("happened") or []
        if Happened.NEED in happened and not given.get("unmet_needs"):
            self.add_error("unmet_needs", "Choose which needs we could not meet")
        if len({COUNTED_AS[code][0] for code in happened}) > 1:
            self.add_error("happened", "Taken back before an answer stands alone")
        return given


class SafeForm(forms.Form):
    """What is known of somebody who did not arrive."""

    words = WordsField(
        label="What is known now",
        rows=2,
        max_length=1000,
        error_messages={"required": "Say what is known now"},
    )

    use_required_attribute = False


def rooms_to_choose(units: Sequence[Unit]) -> list[tuple[str, str]]:
    """Return rooms as a choice, with what each offers."""
    return [(str(unit.pk), f"{unit.name} ({unit.offers})") for unit in units]
