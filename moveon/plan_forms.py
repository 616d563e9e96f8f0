"""Forms about ways to a home, offers, where she must not live, and the time after a move."""

from typing import Any

from django import forms
from django.db import models

from accounts.days import DayField
from cases.forms import NOT_RECORDED, PastDayField
from cases.record_forms import SHORT, RecordForm, one_line, sentences
from moveon.choices import DUTY, OfferAnswer, OptionKind, OptionState
from moveon.models import Resettlement
from moveon.models.option import PURSUED


class PlanForm(RecordForm):
    """A form that fills fields of one record.

    ``PLAIN`` are fields that it fills as they are, ``DETAILS`` those of its sealed record, and
    ``PLACE`` the one that is left out for whoever may not see where somebody lives.
    """

    PLAIN: tuple[str, ...] = ()
    DETAILS: tuple[str, ...] = ()
    PLACE = ""

    def without_places(self) -> None:
        """Leave the place out for whoever may not see where somebody lives."""
        self.fields.pop(self.PLACE, None)

    @classmethod
    def initial_of(cls, record: models.Model, *, places: bool) -> dict[str, Any]:
        """Return what the record says now, as far as it is shown."""
        shown = {name: getattr(record, name) for name in cls.PLAIN}
        details = getattr(record, "details", {}) if cls.DETAILS else {}
        place = {cls.PLACE: getattr(record, cls.PLACE)} if cls.PLACE and places else {}
        return {**details, **shown, **place}

    def changes(self) -> dict[str, object]:
        """Return the answers as fields of the record."""
        given = self.cleaned_data
        fields: dict[str, object] = {
            name: given[name] for name in (*self.PLAIN, self.PLACE) if name in given
        }
        return fields | ({"details": self.part(*self.DETAILS)} if self.DETAILS else {})


class OptionForm(PlanForm):
    """One way to a home."""

    PLAIN = ("kind", "state", "applied_on", "look_again_on")
    DETAILS = ("reference", "band", "duty", "words")
    PLACE = "where"

    kind = forms.ChoiceField(
        label="Which way",
        choices=[("", "Choose one"), *OptionKind.choices],
        error_messages={"required": "Choose which way"},
    )
    state = forms.ChoiceField(label="How it stands", choices=OptionState.choices)
    where = one_line("Where", "Which authority, landlord or house. Kept with the addresses.")
    applied_on = PastDayField(label="Applied on", required=False)
    reference = one_line("Their reference", length=60)
    band = one_line("Band, or points", length=60)
    duty = forms.ChoiceField(
        label="The council's duty", choices=[NOT_RECORDED, *DUTY.items()], required=False
    )
    look_again_on = DayField(
        label="Look again on", required=False, help_text="It stands on My day then."
    )
    words = sentences("What she wishes, what is missing")

    def clean(self) -> dict[str, Any]:
        """Ask for no day of looking again at what is over."""
        given = super().clean() or self.cleaned_data
        over = given.get("state") not in PURSUED
        if over and given.get("look_again_on"):
            self.add_error("look_again_on", "Leave the day empty: this way is over")
        return given


class OfferForm(PlanForm):
    """One home that was offered."""

    PLAIN = ("made_on", "view_on", "answer_by", "answer", "answered_on", "words")
    PLACE = "place"

    made_on = PastDayField(
        label="Offered on", error_messages={"required": "Enter the day on which it was offered"}
    )
    place = one_line("The home", "Kept with the addresses.")
    view_on = DayField(label="To be seen on", required=False)
    answer_by = DayField(label="To be answered by", required=False)
    answer = forms.ChoiceField(label="What she answered", choices=OfferAnswer.choices)
    answered_on = PastDayField(label="Answered on", required=False)
    words = sentences("Why", "Why she took it or turned it down, in her words.")

    def clean(self) -> dict[str, Any]:
        """Take a day with an answer, and none without; none before the offer."""
        given = super().clean() or self.cleaned_data
        made, answered = given.get("made_on"), given.get("answered_on")
        waits = given.get("answer") == OfferAnswer.WAITING
        if waits and answered:
            self.add_error("answered_on", "Leave the day empty while she thinks about it")
        elif not waits and not answered and "answered_on" not in self.errors:
            self.add_error("answered_on", "Enter the day of the answer")
        for name in ("view_on", "answer_by", "answered_on"):
            day = given.get(name)
            if made and day and day < made:
                self.add_error(name, "Date must be on or after the day it was offered")
        return given


class AreaForm(PlanForm):
    """Somewhere she must not live."""

    PLAIN = ("why", "ended_on")
    PLACE = "area"

    area = forms.CharField(
        label="Where",
        max_length=SHORT,
        help_text="A place, a borough, a street. Kept with the addresses.",
        error_messages={"required": "Enter where she must not live"},
    )
    why = sentences("Why", rows=2)
    ended_on = PastDayField(label="No longer since", required=False)

    def changes(self) -> dict[str, object]:
        """Return the answers as fields of AvoidedArea."""
        return dict(self.cleaned_data)


class ResettlementForm(PlanForm):
    """What was agreed for the time after a move."""

    PLAIN = ("agreed_on", "ends_on")
    DETAILS = ("how", "belongings", "post", "school", "money")
    PLACE = "home"

    agreed = forms.TypedChoiceField(
        label="Does she wish us to come, and is it safe",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
        empty_value=None,
        error_messages={"required": "Choose whether somebody may come"},
    )
    agreed_on = PastDayField(
        label="Asked on", error_messages={"required": "Enter the day on which she was asked"}
    )
    ends_on = DayField(label="Until", required=False)
    how = sentences("How it is safe to come", "Who to say we are, when, where to leave the car.")
    home = one_line("The new address", "Kept with the addresses. It leaves Rowan by no list.")
    belongings = sentences("What is still to be fetched", rows=2)
    post = one_line("Where post goes until then")
    school = one_line("School or nursery")
    money = one_line("Deposit, grant, furniture, gas and electricity")

    def clean(self) -> dict[str, Any]:
        """Ask how it is safe where somebody may come."""
        given = super().clean() or self.cleaned_data
        if given.get("agreed") and not given.get("how"):
            self.add_error("how", "Say how it is safe to come")
        first, last = given.get("agreed_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Date must be on or after the day she was asked")
        return given

    @classmethod
    def initial_of(cls, record: models.Model, *, places: bool) -> dict[str, Any]:
        """Return what the record says now, as far as it is shown."""
        assert isinstance(record, Resettlement)  # noqa: S101 - the view gives no other
        said = {"agreed": "yes" if record.agreed else "no"}
        return super().initial_of(record, places=places) | said

    def changes(self) -> dict[str, object]:
        """Return the answers as fields of Resettlement."""
        return super().changes() | {"agreed": self.cleaned_data["agreed"]}


class VisitForm(PlanForm):
    """A visit or a call after a move."""

    PLAIN = ("due_on", "made_on", "dropped", "words")

    due_on = DayField(label="To be made on", error_messages={"required": "Enter the day"})
    made_on = PastDayField(label="Made on", required=False)
    dropped = forms.BooleanField(label="It is not needed any more", required=False)
    words = sentences("What is to do, or how it was")

    def clean(self) -> dict[str, Any]:
        """Take one of the two: made, or not needed."""
        given = super().clean() or self.cleaned_data
        if given.get("made_on") and given.get("dropped"):
            self.add_error("dropped", "A visit that was made cannot be dropped")
        return given
