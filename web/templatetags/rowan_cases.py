"""What the pages of one case share: tabs, and room for parts that stand above ``cases``."""

import math
from dataclasses import dataclass

from django import template
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cases import emergency
from cases.choices import GrantKind
from cases.models import Case

register = template.Library()

# Key, label and address of each tab of a case, in the order in which they are read, and the kind
# of record without which it is not there.
_TABS = (
    ("summary", "Summary", "cases:summary", ""),
    ("timeline", "Timeline", "diary:timeline", "diary"),
    ("people", "People and children", "cases:people", ""),
    ("risk", "Risk and safety", "risk:case", "narrative"),
    ("plan", "Safety plan", "safety_plans:case", "narrative"),
    ("support", "Support", "support:case", "diary"),
    ("meetings", "Meetings", "marac:case", "narrative"),
    ("court", "Court", "family:court", "narrative"),
    ("moveon", "Moving on", "moveon:plan", "narrative"),
    ("sharing", "Sharing", "sharing:case", "narrative"),
)


@dataclass(frozen=True)
class Tab:
    """One page of a case."""

    label: str
    url: str
    current: bool


@register.inclusion_tag("web/components/case_tabs.html")
def case_tabs(reference: str, current: str, shows: dict[str, bool]) -> dict[str, list[Tab]]:
    """Show the pages of a case as tabs, those that this person sees anything of."""
    tabs = []
    for key, label, address, kind in _TABS:
        if kind and not shows[kind]:
            continue
        try:
            url = reverse(address, args=[reference])
        except NoReverseMatch:
            continue
        tabs.append(Tab(label=label, url=url, current=key == current))
    return {"tabs": tabs}


@register.simple_tag(takes_context=True)
def slot(context: template.Context, template_name: str) -> SafeString:
    """Render another part's template with the page's context; nothing where it has none.

    An app below cannot name one above, so the page leaves room by the template's name.
    """
    try:
        found = get_template(template_name)
    except TemplateDoesNotExist:
        return mark_safe("")
    # A template's own output is already escaped.
    return mark_safe(  # noqa: S308
        found.render(dict(context.flatten()), context.get("request"))  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class Emergency:
    """What the banner says of a case that is open for an hour."""

    minutes: int


@register.simple_tag(takes_context=True)
def emergency_of(context: template.Context, case: Case) -> Emergency | None:
    """Return how long a case stays open to this person in an emergency; None where it is not.

    The guard has asked already which relationships reach the case, so elsewhere it costs nothing.
    """
    if not getattr(case, f"reached_by_{GrantKind.BREAK_GLASS.value}", False):
        return None
    now = timezone.now()
    grants = emergency.live(case, context["request"].user, at=now)
    if not grants or grants[-1].ends_at is None:
        return None
    return Emergency(minutes=math.ceil((grants[-1].ends_at - now).total_seconds() / 60))
