"""Forms about cases and people: what is asked, and how it is put right."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone

from accounts.days import DayField
from accounts.field_classes import FieldClass
from accounts.in_words import InWordsField
from accounts.models import User
from cases.choices import GENDER, IMMIGRATION_QUESTIONS, PROFILE_QUESTIONS, CaseRole
from cases.models import Person, PersonCausingHarm, Profile
from cases.references import as_reference
from cases.sight import Sight

NOT_RECORDED = ("", "Not recorded")


class PastDayField(DayField):
    """A calendar day that is today or earlier."""

    def clean(self, value: Any) -> datetime.date | None:
        day: datetime.date | None = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("Date must be today or earlier")
        return day


class WordsField(forms.CharField):
    """Free text of several lines."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class NamesForm(forms.Form):
    """What a person is called and when they were born."""

    given_name = forms.CharField(label="First name", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    known_as = forms.CharField(label="Likes to be called", max_length=200, required=False)
    date_of_birth = PastDayField(label="Date of birth", required=False)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Ask for a name of some kind."""
        given = super().clean() or self.cleaned_data
        if "given_name" in self.fields and not any(
            given.get(name) for name in ("given_name", "family_name", "known_as")
        ):
            self.add_error("given_name", "Enter a name, or what they like to be called")
        return given


class PersonForm(NamesForm):
    """A survivor, a child or another adult, with how to reach them."""

    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "Enter an email address such as name@example.org"},
    )
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)

    # What is recorded of how they are reached and does not show now: see ``cases.reaching``.
    covered: Mapping[str, str] = MappingProxyType({})

    KINDS: ClassVar = {
        FieldClass.IDENTITY: ("given_name", "family_name", "known_as", "date_of_birth"),
        FieldClass.SAFE_CONTACT: ("phone", "email"),
        FieldClass.LOCATION: ("postcode",),
    }

    def limit_to(self, seen: Sight) -> None:
        """Leave out what this person may not see: it is neither shown nor taken."""
        for kind, names in self.KINDS.items():
            if not seen.shows(kind):
                for name in names:
                    self.fields.pop(name, None)

    def cover(self, person: Person, parts: frozenset[str]) -> None:
        """Ask for these parts of how they are reached without showing what is recorded."""
        self.covered = {name: str(person.contact.get(name, "")) for name in sorted(parts)}
        for name in self.covered.keys() & self.fields.keys():
            if self.covered[name]:
                self.fields[name].help_text = "Covered now. What you leave blank stays as it is."

    @staticmethod
    def initial_of(
        person: Person, seen: Sight, covered: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        """Return what the record says now, as far as it is shown: the rest is not opened."""
        initial: dict[str, Any] = {}
        if seen.shows(FieldClass.IDENTITY):
            for name in PersonForm.KINDS[FieldClass.IDENTITY]:
                initial[name] = getattr(person, name)
        if seen.shows(FieldClass.SAFE_CONTACT):
            for name in PersonForm.KINDS[FieldClass.SAFE_CONTACT]:
                initial[name] = "" if name in covered else person.contact.get(name, "")
        if seen.shows(FieldClass.LOCATION):
            initial["postcode"] = person.postcode
        return initial

    def person_fields(self) -> dict[str, Any]:
        """Return the cleaned answers as the fields of a person."""
        given = self.cleaned_data
        names = ("given_name", "family_name", "known_as", "date_of_birth", "postcode")
        changes = {name: given[name] for name in names if name in given}
        if "phone" in given:
            told = {key: given[key] or self.covered.get(key, "") for key in ("phone", "email")}
            changes["contact"] = {key: value for key, value in told.items() if value}
        return changes


class CasePersonForm(PersonForm):
    """A person's part in a case, with who they are."""

    role = forms.ChoiceField(
        label="Who is this",
        choices=[(CaseRole.CHILD, "A child"), (CaseRole.OTHER_ADULT, "Another adult")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether this is a child or another adult"},
    )
    relationship = forms.CharField(
        label="Relationship to the survivor",
        max_length=200,
        required=False,
        help_text="Such as daughter, or sister who lives with them.",
    )

    field_order = ["role", "given_name", "family_name", "known_as", "date_of_birth",
                   "relationship"]  # fmt: skip


class SurvivorForm(PersonForm):
    """The survivor of a new case."""

    prefix = "survivor"


class ChildForm(forms.Form):
    """One child of a new case; a row that is left blank is no child."""

    given_name = forms.CharField(label="First name", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    date_of_birth = PastDayField(label="Date of birth", required=False)
    relationship = forms.CharField(label="Relationship", max_length=200, required=False)

    use_required_attribute = False

    def is_blank(self) -> bool:
        """Say whether nothing was written in this row."""
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Ask for a name where anything else is given."""
        given = super().clean() or self.cleaned_data
        named = given.get("given_name") or given.get("family_name")
        if not named and any(given.get(name) for name in ("date_of_birth", "relationship")):
            self.add_error("given_name", "Enter the child's name")
        return given


ChildFormSet: type[BaseFormSet[ChildForm]] = formset_factory(
    ChildForm, extra=1, max_num=20, absolute_max=20, validate_max=True
)


class NewCaseForm(forms.Form):
    """What is asked once, when a case is opened."""

    service = forms.ChoiceField(
        label="Service", error_messages={"required": "Choose the service that takes the case"}
    )
    opened_on = PastDayField(
        label="Opened on", error_messages={"required": "Enter the date the case was opened"}
    )
    summary = WordsField(
        label="Where things are now",
        required=False,
        max_length=20000,
        help_text="Write it together, so that the person could read it.",
    )

    use_required_attribute = False

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["service"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = services if len(services) == 1 else [("", "Choose one"), *services]


class WhereThingsAreForm(forms.Form):
    """The few sentences that a colleague reads first."""

    summary = WordsField(
        label="Where things are now",
        rows=10,
        required=False,
        max_length=20000,
        help_text="Write it together, so that the person could read it. Who did what, and what is "
        "safe.",
    )


class HarmForm(NamesForm):
    """A person causing harm. Kept apart from everybody else, and never contacted."""

    date_of_birth = PastDayField(label="Date of birth", required=False)
    relationship = forms.CharField(
        label="Relationship to the survivor", max_length=200, required=False
    )
    gender = forms.ChoiceField(
        label="Gender", choices=[NOT_RECORDED, *GENDER.items()], required=False
    )
    phone = forms.CharField(
        label="Telephone",
        max_length=40,
        required=False,
        help_text="So that a call from this number is recognised. Never ring it.",
    )
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)

    field_order = ["given_name", "family_name", "known_as", "relationship"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known_as"].label = "Also known as"

    @staticmethod
    def initial_of(harm: PersonCausingHarm) -> dict[str, Any]:
        """Return what the record says now."""
        named = {
            "given_name": harm.given_name,
            "family_name": harm.family_name,
            "known_as": harm.known_as,
            "relationship": harm.relationship,
        }
        return named | dict(harm.details)

    def harm_fields(self) -> dict[str, Any]:
        """Return the cleaned answers as the fields of the record."""
        given = self.cleaned_data
        born = given["date_of_birth"]
        details = {
            "phone": given["phone"],
            "postcode": given["postcode"],
            "gender": given["gender"],
            "date_of_birth": born.isoformat() if born else "",
        }
        names = ("given_name", "family_name", "known_as", "relationship")
        return {name: given[name] for name in names} | {
            "details": {key: value for key, value in details.items() if value}
        }


class ProfileForm(forms.Form):
    """What a person has told about themselves: every question may stay unanswered."""

    def __init__(self, *args: Any, immigration: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = PROFILE_QUESTIONS | (IMMIGRATION_QUESTIONS if immigration else {})
        for question, (label, answers) in questions.items():
            self.fields[question] = (
                forms.CharField(label=label, max_length=100, required=False)
                if answers is None
                else forms.ChoiceField(
                    label=label, choices=[NOT_RECORDED, *answers.items()], required=False
                )
            )

    @staticmethod
    def initial_of(profile: Profile | None) -> dict[str, str]:
        """Return the latest answers held."""
        if profile is None:
            return {}
        return {
            question: profile.answer(question)
            for question in PROFILE_QUESTIONS | IMMIGRATION_QUESTIONS
        }


def typed(form: forms.Form) -> dict[str, Any]:
    """Return what stands in a form's fields, right or wrong, to show them again unjudged."""
    return {bound.name: bound.value() for bound in form}


class CloseForm(forms.Form):
    """The day on which the work ended."""

    closed_on = PastDayField(
        label="Closed on", error_messages={"required": "Enter the date the case was closed"}
    )
    agreed = forms.BooleanField(
        label="I have read what stays and what stops",
        error_messages={"required": "Say that you have read what stays and what stops"},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, opened_on: datetime.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened_on = opened_on

    def clean_closed_on(self) -> datetime.date:
        """Refuse a day before the case was opened."""
        day: datetime.date = self.cleaned_data["closed_on"]
        if self.opened_on and day < self.opened_on:
            raise forms.ValidationError("Date must be on or after the day the case was opened")
        return day


class WhyForm(forms.Form):
    """Whom and which case the question is about."""

    person = forms.ChoiceField(label="Who", error_messages={"required": "Choose a colleague"})
    case = forms.CharField(
        label="Case",
        max_length=20,
        help_text="Its reference, such as R-2417.",
        error_messages={"required": "Enter the reference of a case"},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["person"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", "Choose one"), *((str(one.pk), one.full_name) for one in people)]


class EmergencyForm(forms.Form):
    """Which case, and why it cannot wait."""

    use_required_attribute = False

    reference = forms.CharField(
        label="Reference of the case",
        max_length=20,
        help_text="Such as R-2417.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the reference of the case"},
    )
    reason = InWordsField(
        label="What happened, and what you need to do",
        help_text="Whoever looks into it reads this.",
        error_messages={"required": "Say in a few words what happened"},
    )

    def clean_reference(self) -> str:
        """R-2417, r2417 and 2417 are the same."""
        return as_reference(self.cleaned_data["reference"])
