"""Components that every page may use: `{% load rowan %}`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, RadioSelect
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web.chrome import Chrome, chrome_for
from web.icons import ICONS, SPRIG

register = template.Library()


@register.simple_tag(takes_context=True)
def chrome(context: template.Context) -> Chrome:
    """Return what surrounds the page for the person who is signed in."""
    return chrome_for(context.get("request"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon that says nothing to a screen reader: words stand beside it."""
    # The drawings are constants of this code base.
    return mark_safe(  # noqa: S308
        f'<svg class="icon--{name.partition(" ")[0]}" width="16" height="16" viewBox="0 0 16 16" '
        f'aria-hidden="true">{ICONS[name]}</svg>'
    )


@register.simple_tag
def sprig() -> SafeString:
    """Draw Rowan's mark."""
    return mark_safe(  # noqa: S308
        f'<svg width="26" height="26" viewBox="0 0 24 24" aria-hidden="true">{SPRIG}</svg>'
    )


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, *, optional: bool = False) -> dict[str, Any]:
    """Show one field with its label, hint and error; ``optional`` adds the word to the label."""
    widget = bound.field.widget
    return {
        "field": bound,
        "optional": optional,
        "is_check": isinstance(widget, CheckboxInput),
        "is_choice": isinstance(widget, RadioSelect),
    }


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | None) -> dict[str, Any]:
    """Say at the top of the page what has to be put right, each line a link to its field."""
    return {"faults": [fault for form in forms if form is not None for fault in _faults(form)]}


def _faults(form: BaseForm | BaseFormSet[Any]) -> list[tuple[str, str]]:
    """Return (id of the field or '', message) for every error."""
    if not form.is_bound:
        return []
    if isinstance(form, BaseFormSet):
        below = [fault for one in form.forms for fault in _faults(one)]
        return [("", str(message)) for message in form.non_form_errors()] + below
    general = [("", str(message)) for message in form.non_field_errors()]
    of_fields = [
        (bound.id_for_label or bound.auto_id, str(message))
        for bound in form
        for message in bound.errors
    ]
    return general + of_fields


@register.inclusion_tag("web/components/tag.html")
def tag(text: str, kind: str = "grey", mark: str = "") -> dict[str, str]:
    """A word in a small coloured box; ``mark`` names an icon, so that colour never stands alone."""
    return {"text": text, "kind": kind, "mark": mark}


@register.inclusion_tag("web/components/pages.html", takes_context=True)
def pages(context: template.Context, page: Page[Any], noun: str = "records") -> dict[str, Any]:
    """Links to the other pages of a list, with the filters kept."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "noun": noun, "kept": _query(context, "page")}


@register.inclusion_tag("web/components/sort.html", takes_context=True)
def sort(context: template.Context, label: str, key: str, current: str) -> dict[str, Any]:
    """A column's heading that orders the list by it; ``-key`` is the other direction."""
    descending = current == f"-{key}"
    return {
        "label": label,
        "order": key if descending or current != key else f"-{key}",
        "state": "descending" if descending else ("ascending" if current == key else ""),
        "kept": _query(context, "order", "page"),
    }


def _query(context: template.Context, *without: str) -> str:
    """Return the page's own query string, less the named parts, ready to be added to."""
    query: QueryDict = context["request"].GET.copy()
    for name in without:
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


@register.simple_tag
def name(text: str) -> SafeString:
    """A person's name, covered while names are hidden."""
    return format_html('<span class="name">{}</span>', text)


@register.filter
def day(value: date | None) -> SafeString:
    """Tue 24 Nov, with the year when it is not this one; – when there is none."""
    if value is None:
        return mark_safe("–")
    this_year = value.year == timezone.localdate().year
    words = f"{value:%a} {value.day} {value:%b}" + ("" if this_year else f" {value.year}")
    return format_html(
        '<time class="together" datetime="{}">{}</time>', value.strftime("%Y-%m-%d"), words
    )


@register.filter
def written_day(text: str) -> SafeString | str:
    """Wed 18 Jun 1992 for a day that a sealed copy keeps as text; what is no day stays as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


@register.filter
def long_day(value: date | None) -> SafeString:
    """Tuesday 24 November 2026; – when there is none."""
    if value is None:
        return mark_safe("–")
    words = f"{value:%A} {value.day} {value:%B} {value.year}"
    return format_html('<time datetime="{}">{}</time>', value.strftime("%Y-%m-%d"), words)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """24 November 2026, 09:14, in local time; – when there is none."""
    if value is None:
        return mark_safe("–")
    local = timezone.localtime(value)
    words = f"{local.day} {local:%B} {local.year}, {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.filter
def age(born: date | None) -> str:
    """9, or 18 months for the youngest; 'not recorded' without a date of birth."""
    if born is None:
        return "not recorded"
    today = timezone.localdate()
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return f"{months} months" if months < 24 else str(months // 12)


@register.filter
def figure(value: int | None) -> str:
    """A count with thousands set apart; 'not answered' where there is none."""
    return "not answered" if value is None else f"{value:,}"


@register.filter
def plural(count: int, nouns: str) -> str:
    """`3|plural:"child,children"` gives '3 children'."""
    one, many = nouns.split(",")
    return f"{count:,} {one if count == 1 else many}"
