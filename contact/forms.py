"""What is asked about one channel, and why a covered number is opened."""

import datetime as dt
from typing import Any

from django import forms

from accounts.in_words import InWordsField
from contact.choices import CALLS, PLACES, Channel, Device, MessageKind
from contact.hours import ALWAYS, DAYS, Hours
from contact.models import SafeContact
from contact.rules import Rule

_SAFE_ROWS = ("safe_1", "safe_2", "safe_3", "safe_4")
_BLOCKED_ROWS = ("blocked_1", "blocked_2", "blocked_3")
_WEEKDAYS, _WEEKEND = DAYS[:5], DAYS[5:]
_DAYS_OF = {"every": DAYS, "weekdays": _WEEKDAYS, "weekend": _WEEKEND} | {
    day: (day,) for day in DAYS
}
_DAYS = [
    ("", "Choose days"),
    ("every", "Every day"),
    ("weekdays", "Monday to Friday"),
    ("weekend", "Saturday and Sunday"),
    *((day, day.capitalize()) for day in DAYS),
]
_TEXTS = {
    "first": ("Do this first", "Such as: text “Is the parcel still ok for today?” and wait."),
    "say_name": ("Say that you are", "What you call yourself if somebody else answers."),
    "may_answer": ("Who may answer", "And what they know."),
    "code_word": ("Code word", "What shows that it is them, and that they can talk."),
    "code_question": ("What to ask first", "A question with an answer that only they know."),
    "interpreter": ("Interpreter", "Language and dialect, and who must not interpret."),
}


class TimeBox(forms.TimeField):
    """A time of the day, entered with the browser's own box."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H"], **kwargs)
        self.error_messages["invalid"] = "Enter a time such as 15:00"


class RuleForm(forms.Form):
    """What is safe on one channel. Nothing is safe until somebody says so."""

    use_required_attribute = False

    allowed = forms.ChoiceField(
        label="May it be used",
        choices=[("yes", "Yes"), ("no", "No, or they are not sure")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it may be used"},
    )
    when = forms.ChoiceField(
        label="When is it safe",
        choices=[("always", "At any time"), ("hours", "Only at these times")],
        widget=forms.RadioSelect,
        required=False,
    )
    withheld = forms.BooleanField(label="Call from a withheld number", required=False)
    voicemail = forms.BooleanField(label="A voicemail may be left", required=False)
    device = forms.ChoiceField(label="Who else uses it", choices=Device.choices, required=False)
    checked = forms.ChoiceField(
        label="Was this checked with them",
        help_text="Read it back to them. Until it is checked, it counts as not safe.",
        choices=[("yes", "Yes, today"), ("no", "Not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether this was checked with them"},
    )

    def __init__(self, *args: Any, channel: Channel, places: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in (*_SAFE_ROWS, *_BLOCKED_ROWS):
            self._add_row(row)
        for name, (label, hint) in _TEXTS.items():
            self.fields[name] = forms.CharField(
                label=label, help_text=hint, max_length=300, required=False
            )
        if channel not in CALLS:
            del self.fields["withheld"], self.fields["voicemail"]
        if channel in PLACES:
            del self.fields["device"]
            if places:
                self._add_text("place", "Where")
        elif channel not in (Channel.MOBILE, Channel.SMS, Channel.EMAIL):
            self._add_text("number", _NUMBER_OF[channel])

    def _add_row(self, row: str) -> None:
        self.fields[f"{row}_days"] = forms.ChoiceField(label="Days", choices=_DAYS, required=False)
        self.fields[f"{row}_from"] = TimeBox(label="From", required=False)
        self.fields[f"{row}_until"] = TimeBox(label="Until", required=False)

    def _add_text(self, name: str, label: str) -> None:
        self.fields[name] = forms.CharField(label=label, max_length=500, required=False)

    def rows(self, names: tuple[str, ...]) -> list[list[forms.BoundField]]:
        """Return the boxes of these rows of hours."""
        return [[self[f"{row}_{part}"] for part in ("days", "from", "until")] for row in names]

    def safe_rows(self) -> list[list[forms.BoundField]]:
        """Return the rows of safe times."""
        return self.rows(_SAFE_ROWS)

    def blocked_rows(self) -> list[list[forms.BoundField]]:
        """Return the rows of times that are never safe."""
        return self.rows(_BLOCKED_ROWS)

    def others(self) -> list[forms.BoundField]:
        """Return the boxes that stand below the times, in order."""
        names = ("withheld", "voicemail", "number", "place", *_TEXTS, "device")
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Ask for whole rows, and for times where it is safe only at some."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for row in (*_SAFE_ROWS, *_BLOCKED_ROWS):
            self._ask_for_whole(row, given)
        if given.get("allowed") != "yes" or self.errors:
            return given
        if not given.get("when"):
            self.add_error("when", "Choose when it is safe")
        if given.get("when") == "hours" and not self._hours(_SAFE_ROWS):
            self.add_error("safe_1_days", "Enter the days and times at which it is safe")
        return given

    def _ask_for_whole(self, row: str, given: dict[str, Any]) -> None:
        asked = {
            "days": "Choose the days",
            "from": "Enter the time from which it counts",
            "until": "Enter the time until which it counts",
        }
        # Midnight is a time too: what is missing is None or blank.
        missing = [part for part in asked if given.get(f"{row}_{part}") in (None, "")]
        if missing and len(missing) < len(asked):
            for part in missing:
                if f"{row}_{part}" not in self.errors:
                    self.add_error(f"{row}_{part}", asked[part])

    def _hours(self, rows: tuple[str, ...]) -> tuple[Hours, ...]:
        given = self.cleaned_data
        return tuple(
            Hours(
                frozenset(_DAYS_OF[given[f"{row}_days"]]),
                given[f"{row}_from"],
                given[f"{row}_until"],
            )
            for row in rows
            if given.get(f"{row}_days")
        )

    def rule(self) -> Rule:
        """Return what was answered."""
        given = self.cleaned_data
        allowed = given["allowed"] == "yes"
        always = given["when"] == "always"
        return Rule(
            allowed=allowed,
            safe=(ALWAYS,) if always else self._hours(_SAFE_ROWS),
            blocked=self._hours(_BLOCKED_ROWS),
            withheld=given.get("withheld", False),
            voicemail=given.get("voicemail", False),
            device=given.get("device", ""),
            **{name: given[name] for name in _TEXTS},
        )

    def checked_on(self, today: dt.date) -> dt.date | None:
        """Return the day of the check; None where there was none."""
        return today if self.cleaned_data["checked"] == "yes" else None

    @staticmethod
    def initial_of(
        kept: SafeContact | None, others: Rule | None, *, places: bool
    ) -> dict[str, Any]:
        """Return what is recorded; of a channel without a rule, what another of theirs says."""
        if kept is None:
            return {name: getattr(others, name) for name in _FROM_OTHERS} if others else {}
        rule = kept.rule
        always = tuple(rule.safe) == (ALWAYS,)
        initial = {
            "allowed": "yes" if rule.allowed else "no",
            "when": "always" if always else "hours" if rule.safe else "",
            "withheld": rule.withheld, "voicemail": rule.voicemail, "device": rule.device,
        } | {name: getattr(rule, name) for name in _TEXTS}  # fmt: skip
        if kept.channel not in PLACES:
            initial["number"] = kept.number
        elif places:
            initial["place"] = kept.place
        safe = () if always else rule.safe
        return initial | _boxes(_SAFE_ROWS, safe) | _boxes(_BLOCKED_ROWS, rule.blocked)


_FROM_OTHERS = ("say_name", "code_word", "code_question", "interpreter")
_NUMBER_OF = {
    Channel.LANDLINE: "Number, where it is another than their telephone",
    Channel.WORK: "Number",
    Channel.APP: "Which app, and their name in it",
    Channel.THIRD_PERSON: "Who, and how to reach them",
}


def _boxes(rows: tuple[str, ...], hours: Any) -> dict[str, Any]:
    """Return the boxes of these rows; days that no choice names are told one by one."""
    named = {frozenset(days): code for code, days in _DAYS_OF.items()}
    flat = [
        (code, one)
        for one in hours
        for code in ([named[one.days]] if one.days in named else sorted(one.days, key=DAYS.index))
    ]
    return {
        f"{row}_{part}": value
        for row, (code, one) in zip(rows, flat, strict=False)
        for part, value in (("days", code), ("from", one.start), ("until", one.until))
    }


class MessageForm(forms.Form):
    """Which of the few messages; nobody writes one of their own."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="What to say",
        choices=MessageKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to say"},
    )


class OpenForm(forms.Form):
    """Why a number is opened that is covered now."""

    use_required_attribute = False

    reason = InWordsField(
        label="Why you open it now",
        help_text="Such as: police asked us to ring at once. It is kept with your name.",
        error_messages={"required": "Say in a few words why you open it"},
    )
