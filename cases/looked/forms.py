"""The form that narrows who looked, and the one that begins."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.days import DayField
from accounts.models import User
from audit.looked import Asked
from audit.sentences import Topic, verbs_of


class LookedForm(forms.Form):
    """Who, what, from which day and to which day; all of it may be left open."""

    who = forms.ChoiceField(label="Who", required=False)
    what = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "Everything"), *((one.value, one.words) for one in Topic)],
    )
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, people: Sequence[User] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["who"]
            return
        choice = self.fields["who"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", "Everybody"), *((str(one.pk), one.full_name) for one in people)]

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            raise ValidationError({"until": "The last day comes before the first"})
        return given

    @property
    def asked(self) -> Asked:
        """Return what narrows the question."""
        given = self.cleaned_data
        until = given.get("until")
        return Asked(
            actor_id=UUID(given["who"]) if given.get("who") else None,
            verbs=verbs_of(Topic(given["what"])) if given.get("what") else None,
            since=_start_of(given["since"]) if given.get("since") else None,
            until=_start_of(until + datetime.timedelta(days=1)) if until else None,
        )


def _start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class WhichCaseForm(forms.Form):
    """Of which case one asks."""

    case = forms.CharField(
        label="Case",
        max_length=20,
        help_text="Its reference, such as R-2417.",
        error_messages={"required": "Enter the reference of a case"},
    )

    use_required_attribute = False
