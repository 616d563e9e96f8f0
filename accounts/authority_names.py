"""The authorities that report, by name: an app above this one knows them and says so.

The field takes what people type of a name, and finds the one that is meant.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from accounts.suggestions import SuggestedInput

Names = Callable[[], Mapping[str, str]]

_SHOWN = 6
_sources: list[Names] = []


def register(source: Names) -> None:
    """Let an app give the names by code."""
    _sources[:] = [source]


def names() -> Mapping[str, str]:
    """Return the name of every authority by its code."""
    return _sources[0]() if _sources else {}


class AuthorityField(forms.CharField):
    """An authority by its name, a part of it, or its code; its value is the code."""

    widget = SuggestedInput(lambda: names().values())
    default_error_messages = {
        "unknown": "No authority is called that. Type a part of its name and choose it",
        "several": "Several authorities are called that: {names}. Type more of the name",
    }

    def prepare_value(self, value: Any) -> Any:
        """Show a code as its name."""
        return names().get(value, value)

    def clean(self, value: Any) -> str:
        """Return the code of the one that is meant."""
        text: str = super().clean(value)
        found = matches(text) if text else [""]
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"])
        if len(found) > 1:
            shown = ", ".join(names()[code] for code in found[:_SHOWN])
            more = " and others" if len(found) > _SHOWN else ""
            message = self.error_messages["several"].format(names=shown + more)
            raise forms.ValidationError(message)
        return found[0]


def matches(text: str) -> list[str]:
    """Return the codes of the authorities that a text can mean: by code, name or all its words."""
    wanted = text.casefold().split()
    exact = [
        code
        for code, name in names().items()
        if text.strip().casefold() in (code.casefold(), name.casefold())
    ]
    if exact:
        return exact
    return [
        code
        for code, name in names().items()
        if wanted and all(word in name.casefold() for word in wanted)
    ]
