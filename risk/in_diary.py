"""What assessments add to the diary: when the next is due, how high the risk was found."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from uuid import UUID

from django.urls import reverse

from accounts.field_classes import FieldClass
from accounts.settings import value_of
from cases.models import Case
from cases.sight import Sight
from diary import due, timeline
from diary.due import Asked, Due, Mark
from diary.timeline import Item
from risk.choices import Band
from risk.models import Assessment

_KINDS = {Band.HIGH: "berry", Band.MEDIUM: "amber", Band.STANDARD: "grey"}


def latest_of(cases: Collection[UUID]) -> dict[UUID, Assessment]:
    """Return the latest signed assessment of each case, with one query."""
    signed = Assessment.objects.exclude(signed_at=None).filter(case__in=cases)
    latest = signed.order_by("case_id", "-assessed_on", "-signed_at").distinct("case_id")
    return {assessment.case_id: assessment for assessment in latest}


def reviews(asked: Asked) -> Iterator[Due]:
    """The reviews of risk that are due: so many days after the latest assessment."""
    shown = [pk for pk, seen in asked.seen.items() if seen.shows(FieldClass.NARRATIVE)]
    after = datetime.timedelta(days=value_of("risk_review_days"))
    for case_id, latest in latest_of(shown).items():
        if latest.assessed_on + after <= asked.until:
            yield Due(
                kind="risk",
                case_id=case_id,
                on=latest.assessed_on + after,
                words=partial(_last_assessed, latest.assessed_on),
                url=reverse("risk:case", args=[asked.cases[case_id].reference]),
                action="Review",
            )


def _last_assessed(day: datetime.date) -> str:
    return f"Review the risk. Last assessed {day.day} {day:%B}"


def marks(cases: Collection[Case], seen: Mapping[UUID, Sight]) -> dict[UUID, list[Mark]]:
    """Say of each case how high its risk was found to be."""
    shown = [case.pk for case in cases if seen[case.pk].shows(FieldClass.NARRATIVE)]
    found = {}
    for case_id, latest in latest_of(shown).items():
        band = Band(latest.band) if latest.band else None
        if band is not None:
            found[case_id] = [Mark(str(band.label), _KINDS[band], band.value)]
    return found


def assessments(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell of every assessment that was signed; its answers are on its own page."""
    if not seen.shows(FieldClass.NARRATIVE):
        return
    for signed in Assessment.objects.signed().filter(case=case).select_related("signed_by"):
        assert signed.signed_at is not None  # noqa: S101 - it was signed
        yield Item(
            kind="risk",
            at=signed.signed_at,
            title="Risk assessed",
            subject=signed.pk,
            words=partial(_found, signed),
            by=signed.signed_by.full_name if signed.signed_by else "",
            by_id=signed.signed_by_id,
            url=reverse("risk:assessment", args=[case.reference, signed.pk]),
        )


def _found(signed: Assessment) -> str:
    band = str(Band(signed.band).label) if signed.band else "Not judged"
    return f"{band}, score {signed.score}."


def register() -> None:
    """Add all of it."""
    due.register(due.Source("risk", reviews))
    due.register_marks("risk", marks)
    timeline.register(timeline.Source(code="risk", kinds=[("risk", "Risk")], items=assessments))
