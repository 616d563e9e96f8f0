"""What a case's summary says of its plan."""

from django import template

from cases.models import Case
from safety_plans.models import PlanVersion

register = template.Library()


@register.simple_tag
def latest_plan(case: Case) -> PlanVersion | None:
    """Return the version that holds now, for a case whose reading was already recorded."""
    found = PlanVersion.objects.filter(plan__case=case).select_related("written_by")
    return found.order_by("-number").first()
