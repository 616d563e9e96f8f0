"""What the pages of a case show of families and courts, once its reading was recorded."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.utils import timezone

from cases.models import Case, Person
from family.choices import MemberKind
from family.forms import ArrangementForm, CareStepForm
from family.models import (
    Arrangement,
    CareStep,
    Childhood,
    CourtOrder,
    Hearing,
    NetworkMember,
    SchoolNotice,
)

register = template.Library()


@register.filter
def said(record: Mapping[str, str], name: str) -> str:
    """Return one answer of a record; nothing where it was left blank."""
    return record.get(name, "")


@dataclass(frozen=True)
class Step:
    """One step of social care or of contact, in words, with its days."""

    record: CareStep | Arrangement
    words: dict[str, str]


@dataclass(frozen=True)
class ChildLife:
    """All that a child's page shows beyond the name."""

    childhood: Childhood
    care: list[Step]
    contact: list[Step]
    notices: list[SchoolNotice]

    @property
    def care_now(self) -> Step | None:
        """Return what social care does at present."""
        return next((step for step in self.care if step.record.ends_on is None), None)


@register.simple_tag
def life_of(person: Person) -> ChildLife:
    """Return what is known of a child, the newest of each kind first."""
    care = CareStep.objects.filter(person=person).order_by("-starts_on", "-recorded_at")
    contact = Arrangement.objects.filter(person=person).order_by("-starts_on", "-recorded_at")
    return ChildLife(
        childhood=Childhood.objects.select_related("worker").filter(person=person).first()
        or Childhood(organisation_id=person.organisation_id, person=person),
        care=[Step(step, CareStepForm.in_words(step)) for step in care],
        contact=[Step(one, ArrangementForm.in_words(one)) for one in contact],
        notices=list(SchoolNotice.objects.filter(person=person).order_by("-told_on")),
    )


@register.simple_tag
def network_of(case: Case) -> list[NetworkMember]:
    """Return who is around a family: those to ring first, those not to tell last."""
    order = [MemberKind.PROFESSIONAL, MemberKind.TRUSTED, MemberKind.NOT_TO_TELL]
    members = NetworkMember.objects.filter(case=case)
    return sorted(
        members,
        key=lambda one: (
            one.ended_on is not None,
            order.index(MemberKind(one.kind)),
            -(one.last_involved_on or datetime.date.min).toordinal(),
        ),
    )


@dataclass(frozen=True)
class Court:
    """What a case's summary says of courts: what protects her today, and the next day there."""

    orders: list[CourtOrder]
    next_hearing: Hearing | None


@register.simple_tag
def court_of(case: Case) -> Court:
    """Return the orders that hold today, the first to end first, and the next hearing."""
    orders = CourtOrder.objects.standing_on(timezone.localdate()).filter(case=case)
    coming = Hearing.objects.filter(case=case, cancelled=False, starts_at__gte=timezone.now())
    return Court(
        sorted(orders, key=lambda order: order.expires_on or datetime.date.max),
        coming.order_by("starts_at").first(),
    )
