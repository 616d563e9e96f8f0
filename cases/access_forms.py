"""Forms about who may open a case: whom, why, until when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.days import DayField
from accounts.field_classes import FieldClass
from accounts.models import Organisation, User
from cases.choices import DisclosureBasis
from cases.forms import WordsField


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day is over, where the clocks may have changed within it."""
    return timezone.make_aware(
        datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    )


class PersonField(forms.ChoiceField):
    """One of the people who work here."""

    def __init__(self, *, asks: str, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": asks, "invalid_choice": asks}, **kwargs)
        self._people: dict[str, User] = {}

    def offer(self, people: Iterable[User]) -> None:
        """Offer these people, in the order given."""
        self._people = {str(user.pk): user for user in people}
        names = [(key, user.full_name) for key, user in self._people.items()]
        self.choices = [("", "Choose one"), *names]

    def clean(self, value: Any) -> User | None:
        """Return the person who was chosen."""
        return self._people.get(super().clean(value))


class ReasonField(WordsField):
    """Why, in words that somebody reads a year later."""

    def __init__(self, **kwargs: Any) -> None:
        missing = {"required": "Say why in a few words"}
        super().__init__(rows=3, max_length=1000, error_messages=missing, **kwargs)


class WorkerForm(forms.Form):
    """To whom a case is given."""

    user = PersonField(label="Worker", asks="Choose a person")

    use_required_attribute = False

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["user"]
        assert isinstance(person, PersonField)  # noqa: S101
        person.offer(people)


class AccessForm(WorkerForm):
    """Access to a case for somebody who does not work on it, for a reason, until a day."""

    last_day = DayField(
        label="Last day", error_messages={"required": "Say until when the access holds"}
    )
    reason = ReasonField(
        label="Why", help_text="It stands on the case, for whoever may see who can open it."
    )

    def __init__(self, *args: Any, must_end: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].label = "Who"
        self.fields["last_day"].required = must_end

    @property
    def ends_at(self) -> datetime.datetime | None:
        """Return the end of the last day."""
        day: datetime.date | None = self.cleaned_data["last_day"]
        return end_of(day) if day else None

    def refuse(self, field: str, words: str) -> None:
        """Say beside the field why it is not given; the moment of an end is asked as a day."""
        shown = {"ends_at": "last_day"}.get(field, field)
        self.add_error(shown if shown in self.fields else None, words)


class PartnerForm(AccessForm):
    """Access for somebody of another agency: for one purpose, in part, on a ground."""

    organisation = forms.ChoiceField(
        label="Agency",
        error_messages={"required": "Choose the agency that they work for"},
    )
    basis = forms.ChoiceField(
        label="On what ground",
        choices=DisclosureBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose on what ground it is shared"},
    )
    field_classes = forms.MultipleChoiceField(
        label="What they see",
        choices=[(one.value, one.words) for one in FieldClass],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the partner sees"},
    )

    field_order = ["user", "organisation", "basis", "field_classes", "last_day", "reason"]

    def __init__(self, *args: Any, agencies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].label = "Partner"
        self.fields["reason"].label = "For what purpose"
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", "Choose one"), *((str(one.pk), one.name) for one in agencies)]


class CoverForm(forms.Form):
    """Who stands in for whom, from when to when."""

    colleague = PersonField(label="Who is away", asks="Choose who is away")
    worker = PersonField(label="Who stands in", asks="Choose who stands in")
    starts_on = DayField(label="First day", error_messages={"required": "Enter the first day"})
    ends_on = DayField(label="Last day", error_messages={"required": "Enter the last day"})

    use_required_attribute = False

    def __init__(
        self, *args: Any, colleagues: Sequence[User], people: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("colleague", colleagues), ("worker", people)):
            person = self.fields[name]
            assert isinstance(person, PersonField)  # noqa: S101
            person.offer(offered)


class SampleForm(WorkerForm):
    """Whose cases a supervisor reads, and why."""

    reason = ReasonField(label="Why")


class RestrictForm(forms.Form):
    """Why a case is closed to everybody who is not named for it."""

    reason = ReasonField(label="Why")

    use_required_attribute = False


class AskForm(forms.Form):
    """What somebody could not open, and why she needs it."""

    address = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
    looking_for = forms.CharField(
        label="What were you looking for",
        max_length=300,
        required=False,
        help_text="Its reference, such as R-2417. Leave it blank for the page you came from.",
    )
    reason = ReasonField(label="Why you need it")

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: what was looked for, or the page on which nothing was found."""
        given = super().clean() or self.cleaned_data
        if not given.get("looking_for") and not given.get("address"):
            self.add_error("looking_for", "Enter the reference, such as R-2417")
        return given

    @property
    def words(self) -> str:
        """Return what is looked for: as written, or else the reference in the address."""
        written: str = self.cleaned_data["looking_for"]
        parts = self.cleaned_data["address"].split("/")
        return written or (parts[2] if len(parts) > 2 and parts[1] == "c" else "")
