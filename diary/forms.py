"""Forms of the diary: what is asked in the fewest clicks, and how it is put right."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from accounts.days import DayField
from accounts.suggestions import SuggestedInput
from cases.forms import PastDayField, WordsField
from cases.naming import OfPeople, naming
from cases.references import references_in
from diary import alongside
from diary.choices import MODE_OF, SPOKEN, Direction, Happened, Outcome

LONGEST_NOTE = 20_000
LONGEST_STEP = 500
FURTHEST = datetime.timedelta(days=5 * 366)
AGAIN = "Get in touch again"

YES, NO_ANSWER, SOMEBODY_ELSE = "yes", "no_answer", "somebody_else"
_SPOKEN = [(YES, "Yes"), (NO_ANSWER, "No answer"), (SOMEBODY_ELSE, "Someone else")]
_OUTCOMES = {
    YES: Outcome.SPOKE,
    NO_ANSWER: Outcome.NO_ANSWER,
    SOMEBODY_ELSE: Outcome.SOMEBODY_ELSE,
}
NONE, TOMORROW, SOON, WEEK, PICK = "none", "tomorrow", "soon", "week", "pick"
_DAYS = {TOMORROW: 1, SOON: 2, WEEK: 7}


def without_controls(text: str) -> str:
    """Return a text without control characters but line breaks and tabs: nobody types them."""
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) != "Cc")
    return "".join(kept)


class NoteField(WordsField):
    """Free text of a note."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_NOTE)
        super().__init__(**kwargs)
        self.error_messages["required"] = "Write what happened"

    def to_python(self, value: Any) -> str:
        """Take the text as it was written, without control characters."""
        return without_controls((super().to_python(value) or "").replace("\r\n", "\n"))


class LineField(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        """Take the line as it was written."""
        return without_controls(super().to_python(value) or "")


class DueField(DayField):
    """A day from today on, near enough to be planned for."""

    def clean(self, value: Any) -> datetime.date | None:
        """Refuse a day that is over, or that is years away."""
        day: datetime.date | None = super().clean(value)
        today = timezone.localdate()
        if day is not None and day < today:
            raise forms.ValidationError("Date must be today or later")
        if day is not None and day > today + FURTHEST:
            raise forms.ValidationError("Choose a day within five years")
        return day


class ClockField(forms.TimeField):
    """A time of day, entered with the browser's own box."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Enter a time such as 14:30"


def moment_of(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    """Return a day and a time of day as a moment in local time."""
    return timezone.make_aware(datetime.datetime.combine(day, clock))


class RecordForm(forms.Form):
    """What happened on a case, and what is next: the recorder."""

    use_required_attribute = False

    happened = forms.ChoiceField(
        label="What happened",
        choices=Happened.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    spoken = forms.ChoiceField(
        label="Did you speak to them?", choices=_SPOKEN, widget=forms.RadioSelect, required=False
    )
    text = NoteField(
        label="Note",
        required=False,
        rows=4,
        help_text="What was said, and what you agreed. Write it so that they could read it.",
    )
    is_key = forms.BooleanField(label="Key event: show it in the chronology", required=False)
    then = forms.ChoiceField(
        label="Next step", widget=forms.RadioSelect, required=False, initial=NONE
    )
    then_on = DueField(label="On another day", required=False)
    then_text = LineField(
        label="What is to be done",
        max_length=LONGEST_STEP,
        required=False,
        help_text=f"Left blank: “{AGAIN}”.",
    )
    done = forms.BooleanField(label="This step is done", required=False, initial=True)
    step = forms.UUIDField(widget=forms.HiddenInput, required=False)
    exactly = forms.ChoiceField(
        label="What came of it, exactly",
        choices=[("", "As chosen above"), *Outcome.choices],
        required=False,
    )
    direction = forms.ChoiceField(
        label="Who made contact", choices=Direction.choices, required=False
    )
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=1440, required=False)
    on = PastDayField(label="Day, if not today", required=False)
    clock = ClockField(label="Time, if not now", required=False)
    about = forms.ChoiceField(label="About", required=False, widget=OfPeople)

    def __init__(
        self,
        *args: Any,
        called: str = "",
        people: Sequence[tuple[str, str]] = (),
        today: datetime.date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today or timezone.localdate()
        soon = self.today + datetime.timedelta(days=_DAYS[SOON])
        self._choices("then").choices = [
            (NONE, "None"),
            (TOMORROW, "Tomorrow"),
            (SOON, f"{soon:%a} {soon.day}"),
            (WEEK, "In a week"),
            (PICK, "Pick a date"),
        ]
        self._choices("about").choices = [("", "The family, or nobody in particular"), *people]
        if called:
            self.fields["spoken"].label = naming("Did you speak to {}?", called)
        self.called = called or "them"
        for question in alongside.every():
            self.fields[question.name] = question.field()

    def alongside(self) -> list[forms.BoundField]:
        """Return what apps above ask."""
        return [self[question.name] for question in alongside.every()]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        return field

    def clean(self) -> dict[str, Any]:
        """Ask for what the choices that were made leave open."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        happened = given.get("happened")
        is_contact = happened in MODE_OF and happened != Happened.COURT
        if is_contact and not given.get("spoken") and not given.get("exactly"):
            self.add_error("spoken", naming("Choose whether you spoke to {}", self.called))
        outcome = self.outcome()
        if not given.get("text") and "text" not in self.errors and outcome in (None, *SPOKEN):
            self.add_error("text", "Write what happened")
        if given.get("then") == PICK and not given.get("then_on") and "then_on" not in self.errors:
            self.add_error("then_on", "Enter the day of the next step")
        if given.get("clock") and "on" not in self.errors and self.at() > timezone.now():
            self.add_error("clock", "Time must be now or earlier")
        return given

    def outcome(self) -> Outcome | None:
        """Return what came of the contact; None where there was none with anybody."""
        if self.cleaned_data.get("happened") not in MODE_OF:
            return None
        exactly = self.cleaned_data.get("exactly")
        if exactly:
            return Outcome(exactly)
        return _OUTCOMES.get(self.cleaned_data.get("spoken", ""))

    def at(self) -> datetime.datetime:
        """Return when it happened: now, unless it is said otherwise."""
        on, clock = self.cleaned_data.get("on"), self.cleaned_data.get("clock")
        now = timezone.now()
        if on is None and clock is None:
            return now
        day = on or timezone.localdate(now)
        if clock is None and day == timezone.localdate(now):
            return now
        return moment_of(day, clock or datetime.time(12))

    def due_on(self) -> datetime.date | None:
        """Return the day of the next step; None where there is none."""
        chosen = self.cleaned_data.get("then") or NONE
        given: datetime.date | None = self.cleaned_data.get("then_on")
        if chosen in _DAYS:
            return self.today + datetime.timedelta(days=_DAYS[chosen])
        # A day that was entered counts, whether or not its chip was chosen.
        return given

    def step_words(self) -> str:
        """Return what the next step says."""
        return self.cleaned_data.get("then_text") or AGAIN

    def about_id(self) -> UUID | None:
        """Return whom it is about."""
        given = self.cleaned_data.get("about")
        return UUID(given) if given else None


def listed(name: str, reference: str) -> str:
    """Return how a case stands in a list to choose from."""
    return f"{name} · {reference}" if name else reference


class QuickRecordForm(RecordForm):
    """The recorder beside My day, where the case is typed or chosen."""

    case = LineField(
        label="Case",
        max_length=200,
        error_messages={"required": "Enter the case: a name or its reference"},
    )
    field_order = ["case"]

    def __init__(self, *args: Any, cases: Mapping[str, str], **kwargs: Any) -> None:
        """``cases`` maps the references of one's own cases to what each is called in a list."""
        super().__init__(*args, **kwargs)
        self.cases = cases
        self.fields["case"].widget = SuggestedInput(
            lambda: [listed(name, reference) for reference, name in cases.items()]
        )

    def clean_case(self) -> str:
        """Return the reference of the case that was meant: by its reference or by one name."""
        typed: str = self.cleaned_data["case"]
        named = references_in(typed)
        if named:
            return named[0]
        sought = typed.casefold()
        found = [one for one, name in self.cases.items() if name and sought in name.casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError("More than one case fits. Enter the reference as well")
        raise forms.ValidationError("None of your cases fits. Enter the reference, such as R-2417")


class CorrectForm(forms.Form):
    """What a note should have said."""

    use_required_attribute = False

    text = NoteField(label="What it should say", rows=8)
    is_key = forms.BooleanField(label="Key event: show it in the chronology", required=False)


class StepForm(forms.Form):
    """What is to be done, by when and by whom."""

    use_required_attribute = False

    text = LineField(
        label="What is to be done",
        max_length=LONGEST_STEP,
        error_messages={"required": "Write what is to be done"},
    )
    due_on = DueField(label="By", error_messages={"required": "Enter the day by which"})
    owner = forms.ChoiceField(label="Who does it", required=False)
    other = LineField(
        label="Somebody outside",
        max_length=200,
        required=False,
        help_text="Such as a solicitor. It then stays with whoever works on the case.",
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*people, ("", "Somebody outside")]

    def clean(self) -> dict[str, Any]:
        """Ask who it is where no colleague does it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("owner") and not given.get("other"):
            self.add_error("other", "Say who does it")
        return given


class MoveForm(forms.Form):
    """Another day for a step."""

    use_required_attribute = False

    due_on = DueField(label="Move to", error_messages={"required": "Enter the new day"})


class NotNeededForm(forms.Form):
    """Why a step is not needed any more."""

    use_required_attribute = False

    reason = LineField(
        label="Why it is not needed",
        max_length=LONGEST_STEP,
        error_messages={"required": "Say why it is not needed"},
    )


class ChronologyForm(forms.Form):
    """How a chronology is printed: with names or with references, and what of it."""

    use_required_attribute = False

    to = forms.CharField(
        label="Who is it for",
        help_text="It stands on each copy. One person or agency.",
        max_length=200,
        error_messages={"required": "Write who it is for"},
    )
    called = forms.ChoiceField(
        label="Names or references",
        choices=[("references", "References"), ("names", "Names")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose names or references"},
    )
    which = forms.ChoiceField(
        label="What of it",
        choices=[("key", "Key events"), ("all", "All that is recorded")],
        widget=forms.RadioSelect,
        initial="key",
    )
    since = PastDayField(label="From", required=False)
    until = PastDayField(label="To", required=False)
