"""Names of people in forms, which the reader can cover as everywhere else."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString


def naming(words: str, name: str) -> SafeString:
    """Return a label's words with somebody's name at the place of ``{}``."""
    return format_html(words, format_html('<span class="name">{}</span>', name))


class OfPeople(forms.Select):
    """A choice of people: which one it is shows while the reader is in it."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "name"})
