"""Writing safety plans."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from audit import events
from cases.models import Case
from safety_plans.models import PlanItem, PlanVersion, SafetyPlan


@transaction.atomic
def write_version(
    *,
    case: Case,
    items: Mapping[str, Sequence[str]],
    written_on: datetime.date,
    expected_number: int,
    by: User,
    written_with_survivor: bool = True,
) -> PlanVersion:
    """Write the next version of a case's plan: for each section's code, what to do.

    ``expected_number`` is the version that was shown (0 where there was none). Raises
    ChangedMeanwhile when somebody wrote another since.
    """
    plan = _plan_of(case, by)
    latest = plan.latest()
    if (latest.number if latest else 0) != expected_number:
        raise ChangedMeanwhile(latest or plan)
    version = PlanVersion(
        organisation_id=case.organisation_id,
        plan=plan,
        number=expected_number + 1,
        written_on=written_on,
        written_by=by,
        written_with_survivor=written_with_survivor,
    )
    events.write("plan.write", by=by, subjects=[case.pk, version.pk])
    version.save(force_insert=True)
    PlanItem.objects.bulk_create(
        PlanItem(
            organisation_id=case.organisation_id,
            version_of_plan=version,
            case=case,
            section_code=section,
            position=position,
            text=text,
        )
        for section, texts in items.items()
        for position, text in enumerate(texts, start=1)
    )
    return version


def _plan_of(case: Case, by: User) -> SafetyPlan:
    """Return the case's plan, locked for the rest of the transaction; begin it if need be."""
    plan = SafetyPlan.objects.select_for_update().filter(case=case).first()
    if plan is None:
        plan = SafetyPlan(organisation_id=case.organisation_id, case=case)
        events.write("plan.start", by=by, subjects=[case.pk, plan.pk])
        plan.save(force_insert=True)
    return plan
