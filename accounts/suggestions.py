"""A line of text that the browser completes from a list of ours, with no script."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class SuggestedInput(forms.TextInput):
    """Suggests what the list holds, and takes anything; the list is asked for at each showing."""

    def __init__(
        self, suggestions: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self._suggestions = suggestions

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Put the list beside the line."""
        given = {"list": f"{name}-names", "autocomplete": "off", **(attrs or {})}
        options = format_html_join(
            "", '<option value="{}">', ((one,) for one in self._suggestions())
        )
        return format_html(
            '{}<datalist id="{}-names">{}</datalist>',
            super().render(name, value, given, renderer),
            name,
            options,
        )
