"""What safety plans add to the diary: when each version was written, and one that is unsaved."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from accounts.field_classes import FieldClass
from cases.models import Case
from cases.sight import Sight
from diary import drafts, timeline
from diary.timeline import Item
from safety_plans.models import PlanVersion


def versions(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell of every version of the plan; what it says is on its own page."""
    if not seen.shows(FieldClass.NARRATIVE):
        return
    for version in PlanVersion.objects.filter(plan__case=case).select_related("written_by"):
        day = datetime.datetime.combine(version.written_on, datetime.time())
        yield Item(
            kind="plan",
            at=timezone.make_aware(day),
            title=f"Safety plan, version {version.number}",
            subject=version.pk,
            by=version.written_by.full_name,
            by_id=version.written_by_id,
            details=["written together"] if version.written_with_survivor else [],
            url=reverse("safety_plans:version", args=[case.reference, version.number]),
            is_day=True,
        )


def _form(case: Case) -> str:
    return reverse("safety_plans:write", args=[case.reference])


def register() -> None:
    """Add all of it."""
    timeline.register(
        timeline.Source(code="plans", kinds=[("plan", "Safety plan")], items=versions)
    )
    drafts.register("plan", "A safety plan", _form)
