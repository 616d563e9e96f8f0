"""The form that closes an item."""

from django import forms

from accounts.in_words import InWordsField


class CloseReviewForm(forms.Form):
    """What was found."""

    use_required_attribute = False

    outcome = InWordsField(
        label="What you found",
        help_text="Whom you spoke to, and whether it was right. A sentence is enough.",
        error_messages={"required": "Say in a sentence what you found"},
    )


class MoreRecordsForm(forms.Form):
    """Why somebody may open more than usual today."""

    use_required_attribute = False

    why = InWordsField(
        label="Why she needs more today",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say in a few words why"},
    )
