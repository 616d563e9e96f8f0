"""Forms about orders, breaches and days in court."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.days import DayField
from accounts.models import User
from cases.forms import PastDayField, WordsField
from cases.models import PersonCausingHarm
from cases.naming import OfPeople
from cases.record_forms import LONG, RecordForm, one_line, sentences
from family.choices import HearingKind, OrderKind
from family.models import CourtOrder, Hearing


class OrderForm(RecordForm):
    """One order or set of conditions."""

    DAYS = ("made_on", "served_on", "police_told_on", "return_on", "expires_on", "ended_on")
    DETAILS = ("court", "number", "applicant", "protects", "terms")

    kind = forms.ChoiceField(
        label="What was ordered",
        choices=[("", "Choose one"), *OrderKind.choices],
        error_messages={"required": "Choose what was ordered"},
    )
    respondent = forms.ChoiceField(label="Against whom", required=False, widget=OfPeople)
    made_on = PastDayField(
        label="Made on", error_messages={"required": "Enter the day on which it was made"}
    )
    expires_on = DayField(label="Holds until", required=False, help_text="The last day. Leave it "
                          "empty where the order has no end.")  # fmt: skip
    without_notice = forms.BooleanField(label="Made without notice", required=False)
    return_on = DayField(label="Return hearing on", required=False)
    served_on = PastDayField(
        label="Served on", required=False, help_text="The police need the proof that it was served."
    )
    police_told_on = PastDayField(label="The police have it since", required=False)
    ended_on = PastDayField(label="Ended early on", required=False)
    court = one_line("Court")
    number = one_line("Case number", length=60)
    applicant = one_line("Who applied")
    protects = one_line("Whom it protects")
    terms = sentences("What it forbids")
    zones = sentences("Places that are forbidden", "Kept with the addresses.", rows=2)

    def __init__(self, *args: Any, harm: Sequence[PersonCausingHarm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["respondent"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", "Not recorded"), *((str(one.pk), one.full_name) for one in harm)]
        if not harm:
            self.fields.pop("respondent")

    def without_places(self) -> None:
        """Leave the places out for whoever may not see them."""
        self.fields.pop("zones")

    def clean(self) -> dict[str, Any]:
        """Keep the days in their order."""
        given = super().clean() or self.cleaned_data
        made = given.get("made_on")
        for name in ("expires_on", "served_on", "return_on", "ended_on"):
            if made and given.get(name) and given[name] < made:
                self.add_error(name, "Date must be on or after the day the order was made")
        return given

    @staticmethod
    def initial_of(order: CourtOrder, *, places: bool) -> dict[str, Any]:
        """Return what the record says now, as far as it is shown."""
        return {
            **order.details,
            **{name: getattr(order, name) for name in OrderForm.DAYS},
            **({"zones": order.zones} if places else {}),
            "kind": order.kind,
            "respondent": str(order.respondent_id or ""),
            "without_notice": order.without_notice,
        }

    def changes(self) -> dict[str, object]:
        """Return the answers as fields of CourtOrder."""
        given = self.cleaned_data
        fields: dict[str, object] = {name: given[name] for name in self.DAYS if name in given}
        fields |= {name: given[name] for name in ("kind", "without_notice")}
        fields["details"] = self.part(*self.DETAILS)
        if "respondent" in given:
            fields["respondent_id"] = given["respondent"] or None
        if "zones" in given:
            fields["zones"] = given["zones"]
        return fields


class BreachForm(RecordForm):
    """Something done against an order."""

    happened_on = PastDayField(
        label="It happened on", error_messages={"required": "Enter the day on which it happened"}
    )
    reported_on = PastDayField(label="Reported to the police on", required=False)
    words = WordsField(
        label="What happened",
        max_length=LONG,
        help_text="Who did what, and who saw it.",
        error_messages={"required": "Say what happened"},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a report before it happened."""
        given = super().clean() or self.cleaned_data
        happened, reported = given.get("happened_on"), given.get("reported_on")
        if happened and reported and reported < happened:
            self.add_error("reported_on", "Date must be on or after the day it happened")
        return given


class HearingForm(RecordForm):
    """A day in court."""

    DETAILS = ("measures", "words", "outcome")

    kind = forms.ChoiceField(
        label="What it is about",
        choices=[("", "Choose one"), *HearingKind.choices],
        error_messages={"required": "Choose what it is about"},
    )
    day = DayField(label="Day", error_messages={"required": "Enter the day of the hearing"})
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "Enter the time", "invalid": "Enter a time such as 10:00"},
    )
    court = one_line("Court", "Kept with the addresses: somebody could wait there.")
    attended_by = forms.ChoiceField(label="Who goes along", required=False)
    measures = one_line("Special measures", "Such as a screen, or a separate entrance.")
    words = sentences("What to prepare", rows=2)
    outcome = sentences("What came of it")
    told_on = PastDayField(label="The survivor was told on", required=False)
    cancelled = forms.BooleanField(label="It does not take place", required=False)

    def __init__(self, *args: Any, workers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["attended_by"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", "Nobody yet"), *((str(one.pk), one.full_name) for one in workers)]

    def without_places(self) -> None:
        """Leave the court out for whoever may not see where somebody can be found."""
        self.fields.pop("court")

    @staticmethod
    def initial_of(hearing: Hearing, *, places: bool) -> dict[str, Any]:
        """Return what the record says now, as far as it is shown."""
        starts = timezone.localtime(hearing.starts_at)
        return {
            **hearing.details,
            **({"court": hearing.court} if places else {}),
            "kind": hearing.kind,
            "day": starts.date(),
            "time": starts.time(),
            "attended_by": str(hearing.attended_by_id or ""),
            "told_on": hearing.told_on,
            "cancelled": hearing.cancelled,
        }

    def changes(self) -> dict[str, object]:
        """Return the answers as fields of Hearing."""
        given = self.cleaned_data
        starts = datetime.datetime.combine(given["day"], given["time"])
        fields: dict[str, object] = {
            "kind": given["kind"],
            "starts_at": timezone.make_aware(starts),
            "attended_by_id": given["attended_by"] or None,
            "told_on": given["told_on"],
            "cancelled": given["cancelled"],
            "details": self.part(*self.DETAILS),
        }
        return fields | ({"court": given["court"]} if "court" in given else {})
