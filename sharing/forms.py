"""What is asked about consent, about what was shared, and of whoever looks at it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.days import DayField
from accounts.in_words import InWordsField
from accounts.models import User
from accounts.settings import value_of
from cases.forms import PastDayField, WordsField
from cases.naming import OfPeople
from cases.pages import Part
from cases.record_forms import RecordForm, one_line, sentences
from sharing.choices import Answer, Basis, Mode, Purpose, Told, Verdict
from sharing.models import Consent
from sharing.settings import CONSENT_DAYS
from sharing.words import one_of

_CHOOSE = ("", "Choose")
LONGEST_RELEASE = 30


class ConsentForm(RecordForm):
    """One answer about one purpose."""

    DETAILS = ("whom", "what", "without", "given_by")

    person = forms.ChoiceField(
        label="About whom", widget=OfPeople, error_messages={"required": "Choose a person"}
    )
    purpose = forms.ChoiceField(
        label="For what",
        help_text="One at a time: what is agreed for one says nothing of another.",
        choices=[_CHOOSE, *Purpose.choices],
        error_messages={"required": "Choose for what"},
    )
    answer = forms.ChoiceField(
        label="What they said",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they said"},
    )
    whom = one_line("With whom", "The agency and, where it is known, the person there.")
    what = sentences("What may be shared", "As little as the purpose needs.", rows=2)
    without = one_line("What must not be shared")
    mode = forms.ChoiceField(
        label="How they said it",
        choices=[_CHOOSE, *Mode.choices],
        error_messages={"required": "Choose how they said it"},
    )
    given_by = one_line(
        "Who answered, if somebody else",
        "Such as a parent. A child who understands what it means answers for themselves.",
    )
    given_on = PastDayField(label="On", error_messages={"required": "Enter the day"})
    expires_on = DayField(label="Holds until", help_text="Then they are asked again.")

    def __init__(self, *args: Any, people: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(part.person.pk): part.person for part in people}
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101
        chosen.choices = [(str(part.person.pk), part.name) for part in people]
        self.fields["expires_on"].required = False

    @staticmethod
    def starts_with(today: datetime.date, people: Sequence[Part]) -> dict[str, Any]:
        """Return what a new form says: the survivor, today, and the days of the setting."""
        until = today + datetime.timedelta(days=value_of(CONSENT_DAYS.key))
        first = people[0].person.pk if people else ""
        return {"given_on": today, "expires_on": until, "person": str(first)}

    def clean_person(self) -> Any:
        """Return the person of the household."""
        return self._people[self.cleaned_data["person"]]

    def clean(self) -> dict[str, Any]:
        """Ask with whom, what and until when, where they agreed."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("answer") == Answer.AGREED:
            for name, words in (
                ("whom", "Write with whom"),
                ("what", "Write what may be shared"),
                ("expires_on", "Enter until when, so that they are asked again"),
            ):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, words)
        first, last = given.get("given_on"), given.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", "This day lies before the answer")
        return given


class WithdrawForm(forms.Form):
    """From when an agreement no longer holds."""

    use_required_attribute = False

    ended_on = PastDayField(
        label="They took it back on", error_messages={"required": "Enter the day"}
    )
    words = sentences("What they said", "And whom you told to stop using what they have.", rows=2)

    def __init__(self, *args: Any, given_on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._given_on = given_on

    def clean_ended_on(self) -> datetime.date:
        """Refuse a day before the agreement."""
        day: datetime.date = self.cleaned_data["ended_on"]
        if day < self._given_on:
            raise forms.ValidationError("They agreed after this day")
        return day


class ShareForm(RecordForm):
    """What was shared, with whom, why, and on what ground."""

    DETAILS = ("whom", "what", "why", "not_asked", "told", "told_why")

    whom = one_line("With whom", "The agency and the person there. One at a time.")
    what = WordsField(
        label="What was shared",
        rows=3,
        max_length=5000,
        error_messages={"required": "Write what was shared"},
    )
    why = InWordsField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it was shared"},
    )
    shared_on = PastDayField(label="On", error_messages={"required": "Enter the day"})
    basis = forms.ChoiceField(
        label="On what ground",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose on what ground"},
    )
    consent = forms.ChoiceField(label="Which agreement", required=False)
    not_asked = sentences(
        "Why they were not asked, or what they said",
        "Needed where they did not agree: not safe to ask, no time, or they said no.",
        rows=2,
    )
    agreed_first = forms.ChoiceField(
        label="Who said yes beforehand",
        help_text="A manager, if one did. It is looked at all the same.",
        required=False,
    )
    told = forms.ChoiceField(
        label="Do they know that it was shared",
        choices=[("", "Not recorded"), *Told.choices],
        required=False,
    )
    told_why = one_line("If not, why")

    def __init__(
        self, *args: Any, consents: Sequence[Consent], seniors: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].required = True
        self.fields["whom"].error_messages["required"] = "Write with whom"
        self._consents = {str(one.pk): one for one in consents}
        self._seniors = {str(one.pk): one for one in seniors}
        self._offer("consent", "None", {key: one_of(one) for key, one in self._consents.items()})
        named = {key: one.full_name for key, one in self._seniors.items()}
        self._offer("agreed_first", "Nobody", named)

    def _offer(self, name: str, blank: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", blank), *choices.items()]

    def clean_consent(self) -> Consent | None:
        """Return the agreement that was chosen."""
        return self._consents.get(self.cleaned_data["consent"])

    def clean_agreed_first(self) -> User | None:
        """Return the manager who was chosen."""
        return self._seniors.get(self.cleaned_data["agreed_first"])

    def clean(self) -> dict[str, Any]:
        """Ask for the agreement, or for why there is none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("basis") == Basis.CONSENT and not given.get("consent"):
            self.add_error("consent", "Choose the agreement, or another ground")
        elif given.get("basis") and given["basis"] != Basis.CONSENT and not given.get("not_asked"):
            self.add_error("not_asked", "Say why they were not asked, or what they said")
        return given

    def shared_at(self, now: datetime.datetime) -> datetime.datetime:
        """Return when: now for today, and the first hour of an earlier day."""
        day: datetime.date = self.cleaned_data["shared_on"]
        if day == timezone.localdate(now):
            return now
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class ReviewForm(forms.Form):
    """What a senior finds."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        label="What you found",
        choices=[(one.value, one.label) for one in Verdict if one is not Verdict.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
    words = InWordsField(
        label="In a sentence",
        help_text="Whom you spoke to, and what happens next if something does.",
        error_messages={"required": "Say in a sentence what you found"},
    )


class ReleaseForm(forms.Form):
    """What may leave once, to whom, why and until when."""

    use_required_attribute = False

    to = forms.CharField(
        label="For whom",
        help_text="Written as it stands on what is made for them. One person or agency.",
        max_length=200,
        error_messages={"required": "Write for whom"},
    )
    what = WordsField(
        label="What may leave",
        help_text="The words themselves: the address, or the name of the school.",
        rows=2,
        max_length=500,
        error_messages={"required": "Write what may leave"},
    )
    why = InWordsField(
        label="Why they need it",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why they need it"},
    )
    expires_on = DayField(
        label="Until", error_messages={"required": "Enter until when it may be used"}
    )

    def clean_expires_on(self) -> datetime.date:
        """Refuse a day that is over, and one more than some weeks away."""
        day: datetime.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + datetime.timedelta(days=LONGEST_RELEASE):
            raise forms.ValidationError(f"Enter a day within {LONGEST_RELEASE} days")
        return day


class ReleaseAnswerForm(forms.Form):
    """Whether a colleague agrees."""

    use_required_attribute = False

    answer = forms.ChoiceField(
        label="May it leave",
        choices=[("yes", "Yes, once, to them alone"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it may leave"},
    )
    words = sentences("Why not", rows=2)

    def clean(self) -> dict[str, Any]:
        """Ask why not."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("answer") == "no" and not given.get("words"):
            self.add_error("words", "Say why not")
        return given
