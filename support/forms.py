"""Forms of support."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from accommodation.choices import SupportType
from accommodation.models import SupportDelivered
from cases.forms import PastDayField, WordsField
from cases.naming import naming
from diary.forms import DueField, LineField
from support.goals import Reviewed
from support.models import Goal, GoalState
from support.needs import Answer, InDomain

LONGEST_WORDS = 500


class GivenForm(forms.Form):
    """Support that was given: of what type, to whom, when and for how long."""

    use_required_attribute = False

    support_type = forms.ChoiceField(
        label="What support",
        choices=SupportType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what support it was"},
    )
    person = forms.ChoiceField(
        label="For whom",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for whom it was"},
    )
    delivered_on = PastDayField(
        label="Day", error_messages={"required": "Enter the day on which it was given"}
    )
    minutes = forms.IntegerField(
        label="Minutes, if you know", min_value=1, max_value=1440, required=False
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(key, naming("{}", name)) for key, name in people]

    def person_id(self) -> UUID:
        """Return for whom it was."""
        return UUID(self.cleaned_data["person"])

    @staticmethod
    def initial_of(given: SupportDelivered) -> dict[str, Any]:
        """Return what is recorded."""
        return {
            "support_type": given.support_type,
            "person": str(given.person_id),
            "delivered_on": given.delivered_on,
            "minutes": given.minutes,
        }


class OneTapForm(forms.Form):
    """The type of support that a note tells of: one button each."""

    support_type = forms.ChoiceField(choices=SupportType.choices)


class NeedsForm(forms.Form):
    """What somebody needs, one part of life after another."""

    use_required_attribute = False

    asked_on = PastDayField(label="Asked on", error_messages={"required": "Enter the day"})

    def __init__(self, *args: Any, domains: Sequence[InDomain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = domains
        for one in domains:
            code, latest = one.domain.code, one.latest
            self.fields[code] = forms.ChoiceField(
                label=one.domain.title,
                choices=[("", "Not asked"), *one.domain.levels],
                required=False,
                initial=latest.said("level") if latest else "",
            )
            self.fields[f"{code}_words"] = LineField(
                label=f"{one.domain.title}: in their words",
                max_length=LONGEST_WORDS,
                required=False,
                initial=latest.said("words") if latest else "",
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the two boxes of each part of life."""
        return [(self[one.domain.code], self[f"{one.domain.code}_words"]) for one in self.domains]

    def clean(self) -> dict[str, Any]:
        """Ask for an answer where there are words, or where there was one before."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.domains:
            code = one.domain.code
            if not given.get(code) and (given.get(f"{code}_words") or one.latest):
                self.add_error(code, "Choose an answer")
        return given

    def answers(self) -> dict[str, Answer]:
        """Return what was answered anew, by domain."""
        given = self.cleaned_data
        found = {}
        for one in self.domains:
            code, latest = one.domain.code, one.latest
            answer = Answer(given[code], given[f"{code}_words"])
            before = Answer(latest.said("level"), latest.said("words")) if latest else Answer("")
            if answer.level and answer != before:
                found[code] = answer
        return found


class GoalForm(forms.Form):
    """What somebody wants, and why, in her own words."""

    use_required_attribute = False

    words = LineField(
        label="What they want, in their words",
        max_length=LONGEST_WORDS,
        error_messages={"required": "Write what they want"},
    )
    why = WordsField(label="Why it matters to them", rows=3, max_length=5000, required=False)
    review_on = DueField(label="Talk of it again by", error_messages={"required": "Enter the day"})

    @staticmethod
    def initial_of(goal: Goal) -> dict[str, Any]:
        """Return what is recorded."""
        return {"words": goal.words, "why": goal.why, "review_on": goal.review_on}


class NewGoalForm(GoalForm):
    """A goal, and whose it is."""

    person = forms.ChoiceField(
        label="Whose goal",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose goal it is"},
    )
    field_order = ["person"]

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(key, naming("{}", name)) for key, name in people]


class ReviewForm(forms.Form):
    """Where each open goal stands, talked through with whom it is about."""

    use_required_attribute = False

    together = forms.BooleanField(label="Talked through together", required=False, initial=True)

    def __init__(self, *args: Any, goals: Iterable[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = list(goals)
        for goal in self.goals:
            self.fields[f"{goal.pk}_state"] = forms.ChoiceField(
                label="Where it stands",
                choices=GoalState.choices,
                widget=forms.RadioSelect,
                initial=GoalState.OPEN,
                error_messages={"required": "Choose where it stands"},
            )
            self.fields[f"{goal.pk}_outcome"] = LineField(
                label="What came of it", max_length=LONGEST_WORDS, required=False
            )
            self.fields[f"{goal.pk}_review_on"] = DueField(
                label="Talk of it again by", required=False
            )

    def rows(self) -> list[tuple[Goal, list[forms.BoundField]]]:
        """Return each goal with its boxes."""
        names = ("state", "outcome", "review_on")
        return [(goal, [self[f"{goal.pk}_{name}"] for name in names]) for goal in self.goals]

    def clean(self) -> dict[str, Any]:
        """Ask when to talk again of what goes on."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for goal in self.goals:
            name = f"{goal.pk}_review_on"
            goes_on = given.get(f"{goal.pk}_state") == GoalState.OPEN
            if goes_on and not given.get(name) and name not in self.errors:
                self.add_error(name, "Enter the day")
        return given

    def reviewed(self) -> list[Reviewed]:
        """Return where each goal stands."""
        given = self.cleaned_data
        return [
            Reviewed(
                goal=goal,
                state=given[f"{goal.pk}_state"],
                outcome=given[f"{goal.pk}_outcome"],
                review_on=given[f"{goal.pk}_review_on"] or goal.review_on,
            )
            for goal in self.goals
        ]
