"""Forms of handing a case over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.in_words import InWordsField
from accounts.models import Service, User
from cases.access_forms import PersonField
from cases.forms import PastDayField


class OfferForm(forms.Form):
    """To whom a case is offered, and what they must know first."""

    to = PersonField(label="To whom", asks="Choose a person")
    to_service = forms.ChoiceField(label="Service", required=False)
    recap = InWordsField(
        label="What they must know of the danger",
        help_text="What could happen next, from whom, and what keeps everybody safer.",
        error_messages={"required": "Say what they must know"},
    )
    contact_checked_on = PastDayField(
        label="Safe contact was checked with the person on",
        error_messages={"required": "Check first how contact is safe, and enter the day"},
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, people: Sequence[User], services: Sequence[Service], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person, service = self.fields["to"], self.fields["to_service"]
        assert isinstance(person, PersonField)  # noqa: S101
        assert isinstance(service, forms.ChoiceField)  # noqa: S101
        person.offer(people)
        self._services = {str(one.pk): one for one in services}
        named = [(key, one.name) for key, one in self._services.items()]
        service.choices = [("", "The case stays in its service"), *named]

    def clean_to_service(self) -> Service | None:
        """Return the service that was chosen."""
        return self._services.get(self.cleaned_data["to_service"])


class AnswerForm(forms.Form):
    """Taking a case, or giving it back with a reason."""

    answer = forms.ChoiceField(
        label="Do you take it?",
        choices=[("take", "I take it"), ("give_back", "I give it back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you take it"},
    )
    read = forms.BooleanField(
        label="I have read the danger, and I check how contact is safe before I ring",
        required=False,
    )
    reason = forms.CharField(
        label="Why it goes back", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Ask for the tick of whoever takes it, and for the reason of whoever does not."""
        given = super().clean() or self.cleaned_data
        if given.get("answer") == "take" and not given.get("read"):
            self.add_error("read", "Tick this once it is so")
        if given.get("answer") == "give_back" and not given.get("reason"):
            self.add_error("reason", "Say why it goes back")
        return given
