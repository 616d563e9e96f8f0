"""What every form that writes must carry: `{% load rowan_forms %}{% form_guard form %}`."""

from typing import Any
from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def form_guard(context: template.Context, guarded: Any = None) -> SafeString:
    """Emit the CSRF token, a key that lets this form be sent once, and the version it was read at.

    ``guarded`` is the form or the record that is being changed; what is made anew has no version.
    """
    version = getattr(guarded, "version", None)
    instance = getattr(guarded, "instance", None)
    if version is None and instance is not None and not instance._state.adding:
        version = instance.version
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="once" value="{}">{}',
        context["csrf_token"],
        uuid4(),
        ""
        if version is None
        else format_html('<input type="hidden" name="version" value="{}">', version),
    )
