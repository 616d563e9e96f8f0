"""A field for a calendar day."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A calendar day, entered with the browser's own date box."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Enter a date such as 27/3/2026"
