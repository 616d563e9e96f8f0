"""Forms of the surrounding page and of the gallery."""

from django import forms


class GalleryForm(forms.Form):
    """One field of each kind, for the gallery alone."""

    reference = forms.CharField(
        label="Reference",
        help_text="Such as R-2417.",
        error_messages={"required": "Enter the reference of the case"},
    )
    opened_on = forms.DateField(
        label="Opened on",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Enter the date on which the case was opened"},
    )
    channel = forms.ChoiceField(
        label="What happened",
        choices=[("call", "Call"), ("text", "Text"), ("visit", "Visit")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    authority = forms.ChoiceField(
        label="Council",
        choices=[("", "Choose one"), ("a", "Westbrook"), ("b", "Eastmoor")],
        error_messages={"required": "Choose a council"},
    )
    note = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Write it so that the person could read it.",
        required=False,
    )
    agreed = forms.BooleanField(label="The survivor agreed to this", required=False)
