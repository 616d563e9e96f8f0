"""The form of an appointment."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.days import DayField
from diary.choices import INTERPRETER_GENDER, AppointmentKind
from diary.forms import FURTHEST, ClockField, LineField, moment_of
from diary.models import Appointment

INTERPRETER = ("language", "dialect", "gender", "who", "never")


class AppointmentForm(forms.Form):
    """When and where, with whom, who interprets, and when somebody alone is expected back."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="What it is",
        choices=AppointmentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    day = DayField(label="Day", error_messages={"required": "Enter the day"})
    starts = ClockField(label="From", error_messages={"required": "Enter when it begins"})
    ends = ClockField(label="To", required=False)
    worker = forms.ChoiceField(label="Who goes")
    where = LineField(label="Where", max_length=500, required=False)
    with_whom = LineField(label="With", max_length=300, required=False)
    back_by = ClockField(
        label="Alone: expected back by",
        required=False,
        help_text="Colleagues are told, by reference alone, when this passes without a check-in.",
    )
    language = LineField(label="Interpreter: language", max_length=100, required=False)
    dialect = LineField(label="Dialect", max_length=100, required=False)
    gender = forms.ChoiceField(
        label="The interpreter is", choices=list(INTERPRETER_GENDER.items()), required=False
    )
    who = LineField(label="Booked", max_length=200, required=False)
    never = LineField(
        label="Who must not interpret",
        max_length=300,
        required=False,
        help_text="Such as somebody who knows the family.",
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = people

    def clean_day(self) -> datetime.date:
        """Refuse a day that is far from now: it is a slip of the keys."""
        day: datetime.date = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FURTHEST:
            raise forms.ValidationError("Choose a day within five years")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse an end, or a check-in, before the beginning."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        starts = given.get("starts")
        for name in ("ends", "back_by"):
            if starts and given.get(name) and given[name] < starts:
                self.add_error(name, "Enter a time after the beginning")
        return given

    def appointment_fields(self) -> dict[str, Any]:
        """Return the cleaned answers as the fields of an appointment, but for whose it is."""
        given = self.cleaned_data

        def at(name: str) -> datetime.datetime | None:
            return moment_of(given["day"], given[name]) if given[name] else None

        return {
            "kind": given["kind"],
            "starts_at": at("starts"),
            "ends_at": at("ends"),
            "check_in_by": at("back_by"),
            "place": given["where"],
            "with_whom": given["with_whom"],
            "interpreter": {name: given[name] for name in INTERPRETER if given[name]},
        }

    @staticmethod
    def initial_of(held: Appointment) -> dict[str, Any]:
        """Return what the appointment says now."""

        def clock(moment: datetime.datetime | None) -> datetime.time | None:
            return timezone.localtime(moment).time() if moment else None

        return {
            "kind": held.kind,
            "day": timezone.localdate(held.starts_at),
            "starts": clock(held.starts_at),
            "ends": clock(held.ends_at),
            "back_by": clock(held.check_in_by),
            "worker": str(held.worker_id),
            "where": held.place,
            "with_whom": held.with_whom,
            **held.interpreter,
        }
