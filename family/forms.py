"""Forms about children's lives and about who is around a family."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.days import DayField
from accounts.models import User
from cases.forms import NOT_RECORDED, PastDayField
from cases.record_forms import SHORT, RecordForm, one_line, sentences
from family.choices import ArrangementKind, CareStatus, MemberKind, PlanCategory, Safety
from family.models import Arrangement, CareStep, Childhood, NetworkMember


class ChildhoodForm(RecordForm):
    """What is known of a child beyond the name."""

    SCHOOL = ("school_name", "school_lead", "school_phone")
    HEALTH = ("doctor", "needs", "medical")
    FAMILY = ("lives_with", "responsible", "passport")

    voice = sentences(
        "In the child's own words",
        "What they say, like, and worry about. Write what they said, with the day.",
        rows=4,
    )
    school_name = one_line("School or nursery")
    school_lead = one_line("Who keeps children safe there", "The designated safeguarding lead.")
    school_phone = one_line("Telephone of the school", length=40)
    lives_with = one_line("Lives with")
    responsible = one_line("Who has parental responsibility")
    passport = one_line("Where the passport is")
    doctor = one_line("Doctor, health visitor")
    needs = sentences(
        "Needs at school", "Such as SEND support, or an education, health and care plan."
    )
    medical = sentences("Health, medicine, allergies")
    worker = forms.ChoiceField(label="The child's own worker", required=False)

    def __init__(self, *args: Any, workers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["worker"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", "Nobody yet"), *((str(one.pk), one.full_name) for one in workers)]

    def without_school(self) -> None:
        """Leave the school out for whoever may not see where somebody can be found."""
        for name in self.SCHOOL:
            self.fields.pop(name)

    @staticmethod
    def initial_of(childhood: Childhood | None, *, places: bool) -> dict[str, Any]:
        """Return what the record says now, as far as it is shown."""
        if childhood is None:
            return {}
        school = {f"school_{name}": text for name, text in childhood.school.items()}
        return {
            **(school if places else {}),
            **childhood.health,
            **childhood.family,
            "voice": childhood.voice,
            "worker": str(childhood.worker_id or ""),
        }

    def changes(self) -> dict[str, object]:
        """Return the answers as fields of Childhood."""
        given: dict[str, object] = {
            "health": self.part(*self.HEALTH),
            "family": self.part(*self.FAMILY),
            "voice": self.cleaned_data["voice"],
            "worker_id": self.cleaned_data["worker"] or None,
        }
        if "school_name" in self.fields:
            school = self.part(*self.SCHOOL)
            given["school"] = {name.removeprefix("school_"): text for name, text in school.items()}
        return given


class EndForm(RecordForm):
    """The last day of something."""

    ends_on = DayField(label="Until", error_messages={"required": "Enter the last day"})

    def __init__(self, *args: Any, starts_on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    def clean_ends_on(self) -> datetime.date:
        """Refuse a day before it began."""
        day: datetime.date = self.cleaned_data["ends_on"]
        if day < self.starts_on:
            raise forms.ValidationError("Date must be on or after the day it began")
        return day


class CareStepForm(RecordForm):
    """What children's social care does, from when, and who to ring."""

    DETAILS = ("status", "category", "worker", "phone")

    status = forms.ChoiceField(
        label="What social care does",
        choices=[("", "Choose one"), *CareStatus.choices],
        error_messages={"required": "Choose what social care does"},
    )
    category = forms.ChoiceField(
        label="Ground of a protection plan",
        choices=[NOT_RECORDED, *PlanCategory.choices],
        required=False,
    )
    starts_on = PastDayField(
        label="From", error_messages={"required": "Enter the day on which it began"}
    )
    worker = one_line("Social worker")
    phone = one_line("Telephone of the social worker", length=40)

    @staticmethod
    def in_words(step: CareStep) -> dict[str, str]:
        """Return a step as a page says it."""
        return _in_words(step.details, {"status": CareStatus, "category": PlanCategory})


class ArrangementForm(RecordForm):
    """Contact of a child with a parent."""

    DETAILS = ("kind", "with_whom", "court", "supervised", "safety", "words")

    kind = forms.ChoiceField(
        label="On what ground",
        choices=[("", "Choose one"), *ArrangementKind.choices],
        error_messages={"required": "Choose on what ground"},
    )
    with_whom = one_line("With whom")
    starts_on = DayField(
        label="From", error_messages={"required": "Enter the day from which it holds"}
    )
    court = one_line("Court and case number")
    supervised = one_line("Who supervises it")
    handover = one_line("Where the child is handed over", "Kept with the addresses.")
    safety = forms.ChoiceField(label="Is it safe", choices=[NOT_RECORDED, *Safety.choices],
                               required=False)  # fmt: skip
    words = sentences(
        "What to know", "What happened at contact, and what was agreed if it goes wrong."
    )

    @staticmethod
    def in_words(arrangement: Arrangement) -> dict[str, str]:
        """Return an arrangement as a page says it."""
        return _in_words(arrangement.details, {"kind": ArrangementKind, "safety": Safety})


class SchoolNoticeForm(RecordForm):
    """The police told the child's school (Operation Encompass)."""

    DETAILS = ("reference", "present", "response")

    told_on = PastDayField(
        label="The school was told on", error_messages={"required": "Enter the day"}
    )
    reference = one_line("Reference of the police", length=60)
    present = one_line("Where the child was", "Such as in the next room, asleep, or not there.")
    response = sentences("What the school does")


class MemberForm(RecordForm):
    """Somebody around a family."""

    DETAILS = ("role", "organisation", "phone", "email", "words")

    kind = forms.ChoiceField(
        label="Who is this",
        choices=MemberKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who this is"},
    )
    name = forms.CharField(
        label="Name", max_length=SHORT, error_messages={"required": "Enter a name"}
    )
    role = one_line("Role", "Such as health visitor, officer in the case, or sister.")
    organisation = one_line("Organisation")
    phone = one_line("Telephone", length=40)
    email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "Enter an email address such as name@example.org"},
    )
    last_involved_on = PastDayField(label="Last involved on", required=False)
    ended_on = PastDayField(label="No longer involved since", required=False)
    words = sentences("What to know", "What they may be told, and what not.")

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the last time they were involved."""
        given = super().clean() or self.cleaned_data
        last, ended = given.get("last_involved_on"), given.get("ended_on")
        if last and ended and ended < last:
            self.add_error("ended_on", "Date must be on or after the day they were last involved")
        return given

    @staticmethod
    def initial_of(member: NetworkMember) -> dict[str, Any]:
        """Return what the record says now."""
        return {
            **member.details,
            "kind": member.kind,
            "name": member.name,
            "last_involved_on": member.last_involved_on,
            "ended_on": member.ended_on,
        }

    def changes(self) -> dict[str, object]:
        """Return the answers as fields of NetworkMember."""
        names = ("kind", "name", "last_involved_on", "ended_on")
        given: dict[str, object] = {name: self.cleaned_data[name] for name in names}
        return given | {"details": self.part(*self.DETAILS)}


def _in_words(details: Mapping[str, str], lists: Mapping[str, Any]) -> dict[str, str]:
    """Return a record's answers with the labels of their codes."""
    return {
        name: dict(lists[name].choices).get(value, value) if name in lists else value
        for name, value in details.items()
    }
