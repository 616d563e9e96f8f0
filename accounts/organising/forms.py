"""The forms with which an organisation describes itself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.choices import OrganisationKind, ServiceKind, SpecialistGroup
from accounts.days import DayField
from accounts.models import Service, Team
from accounts.permissions import Permission
from accounts.roles import ROLES, Role, Support

# An organisation becomes an authority only at its beginning: it would open an authority's figures.
_KINDS = [(code, label) for code, label in OrganisationKind.choices if code != "authority"]
_YES_NO = [("", "Not said"), ("yes", "Yes"), ("no", "No")]


class OrganisationForm(forms.Form):
    """What the organisation is called and is."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name", max_length=300, error_messages={"required": "Enter the name"}
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )

    def __init__(self, *args: Any, is_authority: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_authority:
            del self.fields["kind"]


class ServiceForm(forms.Form):
    """A service: what it is and for whom."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name of the service",
        help_text="As its workers call it. Stored sealed, because it can tell where a house is.",
        max_length=200,
        error_messages={"required": "Enter the name of the service"},
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=ServiceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    specialist_groups = forms.MultipleChoiceField(
        label="Specialist for",
        help_text="Leave it empty where it is for everybody.",
        choices=SpecialistGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    by_and_for_groups = forms.MultipleChoiceField(
        label="Run by and for",
        help_text="Those of these groups whose own people run it.",
        choices=SpecialistGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    in_house_frontline = forms.ChoiceField(
        label="Are its frontline workers the authority’s own?",
        help_text="The annual return asks the authority.",
        choices=_YES_NO,
        required=False,
    )
    quality_standards = forms.CharField(
        label="Quality standards that it meets",
        help_text="Such as the name of a mark. The annual return asks for it.",
        max_length=500,
        required=False,
    )

    def clean_by_and_for_groups(self) -> list[str]:
        """A group served by-and-for is also a group served."""
        chosen: list[str] = self.cleaned_data["by_and_for_groups"]
        if not set(chosen) <= set(self.cleaned_data.get("specialist_groups", [])):
            raise forms.ValidationError("Choose these groups under “Specialist for” as well")
        return chosen


class TeamForm(forms.Form):
    """A team of a service."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name of the team",
        max_length=200,
        error_messages={"required": "Enter the name of the team"},
    )


class RoleForm(forms.Form):
    """A role for somebody: which, where, from when to when."""

    use_required_attribute = False

    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role"})
    where = forms.ChoiceField(
        label="Where",
        help_text="A role in one service covers that one alone. A team shares its cases.",
        required=False,
    )
    starts_on = DayField(
        label="From", error_messages={"required": "Enter the first day on which it holds"}
    )
    ends_on = DayField(
        label="Last day", help_text="Leave it empty if no end is known.", required=False
    )

    def __init__(
        self, *args: Any, services: Sequence[Service], teams: Sequence[Team], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._services = {f"service:{one.pk}": one for one in services}
        self._teams = {f"team:{one.pk}": one for one in teams}
        names = {one.pk: one.name for one in services}
        self.fields["role"] = forms.ChoiceField(
            label="Role",
            choices=[("", "Choose one"), *((r.code, r.display_name) for r in _lasting_roles())],
            error_messages={"required": "Choose a role"},
        )
        self.fields["where"] = forms.ChoiceField(
            label="Where",
            help_text=self.fields["where"].help_text,
            required=False,
            choices=[
                ("", "The whole organisation"),
                *((key, one.name) for key, one in self._services.items()),
                *((key, f"{names[t.service_id]}, {t.name}") for key, t in self._teams.items()),
            ],
        )
        self.order_fields(["role", "where", "starts_on", "ends_on"])

    def clean(self) -> dict[str, Any]:
        """Say the service and the team that were chosen; the days in order."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        where = given.pop("where", "")
        given["team"] = self._teams.get(where)
        given["service"] = self._services.get(where) or self._service_of(given["team"])
        role = ROLES.get(given.get("role", ""))
        if role and needs_a_service(role.code) and given["service"] is None:
            self.add_error("where", "Choose the service: this role is about one")
        if role and covers_everything(role.code) and given["service"] is not None:
            self.add_error("where", "Choose the whole organisation: this role is about all of it")
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day is on or after the first")
        return given

    def _service_of(self, team: Team | None) -> Service | None:
        return self._services[f"service:{team.service_id}"] if team else None


def _lasting_roles() -> list[type[Role]]:
    """Every role but that of support, which is given for hours on a page of its own."""
    return [role for role in ROLES.values() if role is not Support]


class SupportForm(forms.Form):
    """Somebody who helps from outside: who, why, for how long."""

    use_required_attribute = False

    full_name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name"}
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="For signing in, with a second factor like anybody.",
        error_messages={
            "required": "Enter the e-mail address",
            "invalid": "Enter an e-mail address, such as ada@example.org",
        },
    )
    hours = forms.IntegerField(
        label="Hours",
        help_text="From 1 to 24. It ends by itself.",
        min_value=1,
        max_value=24,
        initial=2,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter a whole number from 1 to 24"
        ),
    )
    reason = forms.CharField(
        label="What for",
        help_text="About Rowan, never about a person.",
        max_length=300,
        error_messages={"required": "Say what for"},
    )


class InviteForm(RoleForm):
    """Somebody new: who she is, and her first role."""

    full_name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name"}
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="For signing in. Rowan sends no mail.",
        error_messages={
            "required": "Enter the e-mail address",
            "invalid": "Enter an e-mail address, such as ada@example.org",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["full_name", "email", "role", "where", "starts_on", "ends_on"])


def needs_a_service(code: str) -> bool:
    """Whether a role is about one service: without one it would cover none, or every house."""
    permissions = ROLES[code].permissions
    return (
        Permission.CASES_OF_THE_SERVICE in permissions
        and Permission.CASES_OF_THE_ORGANISATION not in permissions
    )


def covers_everything(code: str) -> bool:
    """Whether a role is about the whole organisation: in one service it would promise too much."""
    about_all = {Permission.CASES_OF_THE_ORGANISATION, Permission.PEOPLE_MANAGE}
    return bool(about_all & ROLES[code].permissions)


class EndForm(forms.Form):
    """The last day of a role."""

    use_required_attribute = False

    ends_on = DayField(
        label="Last day",
        help_text="Leave it empty to let it go on. A day before today ends it at once.",
        required=False,
    )

    def __init__(self, *args: Any, starts_on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._earliest = starts_on - dt.timedelta(days=1)

    def clean_ends_on(self) -> dt.date | None:
        """The day before the first takes the role back before it ever held."""
        day: dt.date | None = self.cleaned_data["ends_on"]
        if day is not None and day < self._earliest:
            raise forms.ValidationError("The last day is on or after the first")
        return day


class LastDayForm(forms.Form):
    """The last day of a service or a team."""

    use_required_attribute = False

    ends_on = DayField(
        label="Last day",
        help_text="Today or a day before. Leave it empty to let it go on.",
        required=False,
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_ends_on(self) -> dt.date | None:
        """What hangs on it on a day to come is not known yet."""
        day: dt.date | None = self.cleaned_data["ends_on"]
        if day is not None and day > self._today:
            raise forms.ValidationError("Enter today or a day before: end it when its time comes")
        return day
