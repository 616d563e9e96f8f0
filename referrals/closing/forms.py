"""The forms of the end of a case and of further work."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from accounts.days import DayField
from accounts.models import User
from cases.access_forms import PersonField
from cases.forms import CloseForm, PastDayField, WordsField
from cases.naming import naming
from referrals.choices import (
    NO_OUTCOME,
    OUTCOME_QUESTIONS,
    OUTCOME_STEPS,
    ChildThen,
    ClosingReason,
    FinalAssessment,
)
from referrals.closing.services import Ending

_ANSWERS = [*NO_OUTCOME.items(), *OUTCOME_STEPS.items()]


class ClosingForm(CloseForm):
    """What is said of a case that closes. Every question to the survivor may stay unasked."""

    reason = forms.ChoiceField(
        label="Why it ends",
        choices=[("", "Choose one"), *ClosingReason.choices],
        error_messages={"required": "Choose why it ends"},
    )
    planned = forms.ChoiceField(
        label="Was the end planned?",
        choices=[("yes", "Planned"), ("no", "Not planned")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the end was planned"},
    )
    final_assessment = forms.ChoiceField(
        label="Was the danger assessed once more?",
        choices=FinalAssessment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether there is a last assessment"},
    )
    handed_over = WordsField(
        label="What is handed over, and to whom",
        rows=3,
        max_length=5000,
        required=False,
        help_text="Orders that run on, people who stay in touch, what they will do.",
    )
    follow_up_on = DayField(
        label="We ask how they are on",
        required=False,
        help_text="Only where it is safe and they agreed. Leave blank for no call.",
    )
    follow_up_how = forms.CharField(label="How it is safe then", max_length=500, required=False)

    field_order = ["closed_on", "reason", "planned", "final_assessment"]

    def __init__(
        self, *args: Any, children: Mapping[UUID, str], opened_on: datetime.date | None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, opened_on=opened_on, **kwargs)
        self._children = list(children)
        for question, label in OUTCOME_QUESTIONS.items():
            self.fields[f"outcome_{question}"] = forms.ChoiceField(
                label=label, choices=_ANSWERS, initial="not_asked", required=False
            )
        for number, name in enumerate(children.values()):
            self.fields[f"then_{number}"] = forms.ChoiceField(
                label=naming("{}", name),
                choices=ChildThen.choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": naming("Choose what becomes of the support of {}", name)
                },
            )
            self.fields[f"where_{number}"] = forms.CharField(
                label=naming("Where {} has support now", name), max_length=300, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask how a later call is safe, and where a child is supported."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("follow_up_on") and not given.get("follow_up_how"):
            self.add_error("follow_up_how", "Say how it is safe then, or leave the day blank")
        for number in range(len(self._children)):
            elsewhere = given.get(f"then_{number}") == ChildThen.ELSEWHERE
            if elsewhere and not given.get(f"where_{number}"):
                self.add_error(f"where_{number}", "Say where they have support now")
        return given

    @property
    def outcome_fields(self) -> list[forms.BoundField]:
        """Return the questions to the survivor."""
        return [self[f"outcome_{question}"] for question in OUTCOME_QUESTIONS]

    @property
    def child_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return what is asked of each child."""
        return [(self[f"then_{one}"], self[f"where_{one}"]) for one in range(len(self._children))]

    def ending(self) -> Ending:
        """Return the answers."""
        given = self.cleaned_data
        day = given["follow_up_on"]
        return Ending(
            reason=given["reason"],
            planned=given["planned"] == "yes",
            final_assessment=given["final_assessment"],
            outcomes={one: given[f"outcome_{one}"] for one in OUTCOME_QUESTIONS},
            children={
                child: {"then": given[f"then_{number}"], "where": given[f"where_{number}"]}
                for number, child in enumerate(self._children)
            },
            handed_over=given["handed_over"],
            follow_up={"on": day.isoformat(), "how": given["follow_up_how"]} if day else {},
        )


class AgainForm(forms.Form):
    """A new piece of work with the same people."""

    opened_on = PastDayField(label="From", error_messages={"required": "Enter a date"})
    worker = PersonField(label="Who works with them", asks="Choose a person", required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["worker"]
        assert isinstance(person, PersonField)  # noqa: S101
        person.offer(people)
