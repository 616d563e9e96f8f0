"""Words of the return's pages: `{% load returns %}`."""

from django import template

from returns.rule_words import RECORDS

register = template.Library()


@register.filter
def record_words(record_type: str) -> str:
    """Say what kind of record stands behind a figure."""
    return RECORDS.get(record_type, record_type.capitalize())
