"""Asking for a reason or an outcome that a colleague can understand later."""

from typing import Any

from django import forms

LONGEST = 2000


class InWordsField(forms.CharField):
    """A text of at least a few words: “ok” or a full stop explains nothing to a reviewer."""

    def __init__(self, *, fewest: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(max_length=LONGEST, **kwargs)
        self.fewest = fewest

    def clean(self, value: Any) -> str:
        """Return the text; refuse one of too few words."""
        text: str = super().clean(value)
        if len([word for word in text.split() if any(map(str.isalnum, word))]) < self.fewest:
            raise forms.ValidationError(f"Write at least {self.fewest} words", code="too_few")
        return text
