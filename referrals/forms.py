"""Forms of referrals: nine answers to begin with, the rest later."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.in_words import InWordsField
from accounts.models import User
from accounts.settings import value_of
from accounts.suggestions import SuggestedInput
from cases.access_forms import PersonField, ReasonField, WorkerForm
from cases.forms import PastDayField, PersonForm, WordsField
from referrals.choices import (
    REASONS_OF,
    AttemptMode,
    Consent,
    Decision,
    Outcome,
    Priority,
    Reason,
    Route,
    SafeToRing,
    Told,
)
from referrals.models import CaseReferral
from referrals.services import Received

_PERSON = ("given_name", "family_name", "known_as", "date_of_birth", "email")
_DETAILS = ("children", "language", "interpreter", "access_needs")


class TakeForm(forms.Form):
    """What is asked on the telephone: nine answers, of which three must be given."""

    service = forms.ChoiceField(label="Service")
    route = forms.ChoiceField(
        label="Who refers",
        choices=Route.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who refers"},
    )
    source = forms.CharField(
        label="Where from",
        max_length=200,
        required=False,
        widget=SuggestedInput(lambda: value_of("referral_sources")),
    )
    referrer = forms.CharField(
        label="Who rang, and how to reach them",
        max_length=500,
        required=False,
        help_text="Name, telephone, email. Leave blank where they rang themselves.",
    )
    name = forms.CharField(
        label="Name, or what to call them",
        max_length=200,
        required=False,
        help_text="No name is needed until the referral is accepted.",
    )
    phone = forms.CharField(label="Number to reach them", max_length=40, required=False)
    safe = forms.ChoiceField(
        label="Is it safe to ring this number?",
        choices=SafeToRing.choices,
        widget=forms.RadioSelect,
        initial=SafeToRing.NOT_KNOWN,
    )
    rule = forms.CharField(
        label="When, and what to say",
        max_length=500,
        required=False,
        help_text="Such as: weekdays before 15:00, withhold our number, say it is the dentist.",
    )
    story = WordsField(
        label="What happened, and what they need",
        rows=4,
        max_length=20_000,
        required=False,
    )
    consent = forms.ChoiceField(
        label="Do they know and agree?",
        choices=Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they know and agree"},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_service = len(services) > 1
        choice = self.fields["service"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = services
        choice.initial = services[0][0]
        if not self.asks_service:
            choice.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for the times where a number is safe at some of them."""
        given = super().clean() or self.cleaned_data
        if given.get("safe") == SafeToRing.AT_TIMES and not given.get("rule"):
            self.add_error("rule", "Say when it is safe to ring")
        return given

    def received(self) -> Received:
        """Return the answers as a referral has them."""
        given = self.cleaned_data
        return Received(
            route=given["route"],
            consent=given["consent"],
            source=given["source"],
            referrer=given["referrer"],
            person=_in_parts(given["name"]),
            contact={name: given[name] for name in ("phone", "safe", "rule")},
            story=given["story"],
        )


class MoreForm(TakeForm):
    """All that is known of a referral, to be put right and added to."""

    given_name = forms.CharField(label="First name", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    known_as = forms.CharField(label="Likes to be called", max_length=200, required=False)
    date_of_birth = PastDayField(label="Date of birth", required=False)
    email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "Enter an email address such as name@example.org"},
    )
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    children = forms.CharField(
        label="Children",
        max_length=500,
        required=False,
        help_text="How many, how old, and where they are now.",
    )
    language = forms.CharField(label="Language", max_length=100, required=False)
    interpreter = forms.CharField(
        label="Interpreter",
        max_length=200,
        required=False,
        help_text="Needed or not, a woman or a man, and who must not interpret.",
    )
    access_needs = forms.CharField(label="Access needs", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, services=[("", "")], **kwargs)
        del self.fields["service"], self.fields["name"]

    @staticmethod
    def initial_of(referral: CaseReferral) -> dict[str, Any]:
        """Return what the referral says now."""
        columns = ("route", "source", "referrer", "story", "consent", "postcode")
        return (
            {name: getattr(referral, name) for name in columns}
            | dict(referral.person)
            | dict(referral.contact)
            | dict(referral.details)
        )

    def changes(self) -> dict[str, object]:
        """Return the answers as the fields of a referral."""
        given = self.cleaned_data
        born = given["date_of_birth"]
        person = {name: given[name] for name in _PERSON} | {
            "date_of_birth": born.isoformat() if born else ""
        }
        columns = ("route", "source", "referrer", "story", "consent", "postcode")
        return {name: given[name] for name in columns} | {
            "person": _answered(person),
            "contact": _answered({name: given[name] for name in ("phone", "safe", "rule")}),
            "details": _answered({name: given[name] for name in _DETAILS}),
        }


def _in_parts(name: str) -> dict[str, str]:
    """Take the last word of a name for the family's, to be put right later; one word is a first."""
    *given, last = name.split() or [""]
    return {"given_name": " ".join(given), "family_name": last} if given else {"given_name": last}


def _answered(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


class TriageForm(forms.Form):
    """How soon somebody is to be reached, and who rings."""

    priority = forms.ChoiceField(
        label="How soon",
        choices=Priority.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon somebody is to be reached"},
    )
    worker = PersonField(label="Who rings", asks="Choose a person", required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["worker"]
        assert isinstance(person, PersonField)  # noqa: S101
        person.offer(people)


class MomentField(forms.DateTimeField):
    """A moment that is now or earlier, in local time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M"], **kwargs)
        self.error_messages["invalid"] = "Enter a day and a time"

    def clean(self, value: Any) -> datetime.datetime | None:
        """Refuse a moment to come."""
        found: datetime.datetime | None = super().clean(value)
        if found is not None and found > timezone.now():
            raise forms.ValidationError("The time must be now or earlier")
        return found


class AttemptForm(forms.Form):
    """One attempt to reach somebody."""

    at = MomentField(label="When", error_messages={"required": "Enter a day and a time"})
    mode = forms.ChoiceField(
        label="How",
        choices=AttemptMode.choices,
        widget=forms.RadioSelect,
        initial=AttemptMode.CALL,
        error_messages={"required": "Choose how you tried"},
    )
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    note = WordsField(label="Note", rows=3, max_length=5000, required=False)

    use_required_attribute = False


class ReviewForm(forms.Form):
    """A manager's word on attempts that reached nobody."""

    words = InWordsField(
        label="How to go on",
        help_text="Which other ways there are: through the GP, the school, the police, a meeting.",
        error_messages={"required": "Say how to go on"},
    )

    use_required_attribute = False


class DecideForm(forms.Form):
    """What becomes of a referral that opens no case."""

    decision = forms.ChoiceField(
        label="What becomes of it",
        choices=[(code, Decision(code).label) for code in REASONS_OF],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it"},
    )
    reason = forms.ChoiceField(
        label="Why",
        choices=[("", "Choose one"), *Reason.choices],
        error_messages={"required": "Choose why"},
    )
    referred_to = forms.CharField(
        label="To whom", max_length=300, required=False, help_text="Where it is referred on."
    )
    words = WordsField(label="In your own words", rows=3, max_length=2000, required=False)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Ask for a reason that belongs to the decision, and to whom it is referred on."""
        given = super().clean() or self.cleaned_data
        decision, reason = given.get("decision"), given.get("reason")
        if decision and reason and reason not in REASONS_OF[decision]:
            allowed = ", ".join(one.label.lower() for one in REASONS_OF[decision])
            self.add_error("reason", f"Choose one of: {allowed}")
        if decision == Decision.REFERRED_ON and not given.get("referred_to"):
            self.add_error("referred_to", "Say to whom it is referred on")
        return given


class ToldForm(forms.Form):
    """What whoever referred is told, and who that is."""

    what = forms.ChoiceField(
        label="What they were told",
        choices=Told.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they were told"},
    )
    whom = forms.CharField(
        label="Who was told, and how",
        max_length=300,
        error_messages={"required": "Say who was told, and how"},
    )
    not_harming = forms.BooleanField(
        label="This is not the person causing harm, nor anybody who would pass it on to them",
        error_messages={"required": "Tick this once you are sure, or tell nobody"},
    )

    use_required_attribute = False


class AcceptForm(PersonForm):
    """The person of the new case, and who works with them."""

    reference = forms.CharField(
        label="Do they have a case already?",
        max_length=20,
        required=False,
        help_text="Its reference, such as R-2417. Leave blank for a new case.",
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    worker = PersonField(label="Who works with them", asks="Choose a person", required=False)

    field_order = ["given_name", "family_name", "known_as", "date_of_birth"]

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["worker"]
        assert isinstance(person, PersonField)  # noqa: S101
        person.offer(people)

    def clean(self) -> dict[str, Any]:
        """Ask for a name, unless the person has a case with one."""
        given = super().clean()
        if given.get("reference"):
            self.errors.pop("given_name", None)
        return given

    @staticmethod
    def initial_from(referral: CaseReferral) -> dict[str, Any]:
        """Return what the referral tells of the person."""
        told = dict(referral.person) | {"phone": referral.contact.get("phone", "")}
        return told | {"postcode": referral.postcode}


class LiftForm(WorkerForm):
    """Who finds a referral again, and why it was somebody else."""

    reason = ReasonField(label="Why it is not the person they know")
