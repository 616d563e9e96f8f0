"""How a level of risk is shown: a word and a shape, never colour alone."""

from django import template

from cases.models import Case
from risk.choices import Answer, Band
from risk.models import Assessment

register = template.Library()

_KINDS = {Band.HIGH: "berry", Band.MEDIUM: "amber", Band.STANDARD: "grey"}


@register.inclusion_tag("web/components/tag.html")
def band(value: str | None) -> dict[str, str]:
    """Show a band as a tag."""
    if not value:
        return {"text": "Not assessed", "kind": "grey", "mark": ""}
    shown = Band(value)
    return {"text": str(shown.label), "kind": _KINDS[shown], "mark": shown.value}


@register.simple_tag
def latest_assessment(case: Case) -> Assessment | None:
    """Return the latest signed assessment of a case whose reading was already recorded."""
    return Assessment.objects.signed().filter(case=case).select_related("signed_by").first()


@register.simple_tag
def answer_label(given: dict[str, str]) -> str:
    """Return an answer in words; an item that was not asked says so."""
    value = given.get("answer")
    return str(Answer(value).label) if value else "Not answered"
