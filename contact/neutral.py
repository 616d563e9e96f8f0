"""What a message may say: nothing about anybody, nothing of who sends it, nothing to follow."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import Organisation, Service
from accounts.settings.kinds import Kind
from audit import context
from cases.names.folding import folded

LONGEST = 160
# Beginnings of words that would tell whoever reads over her shoulder what this is about.
_TELLING = (
    "abus", "advoca", "assault", "bail", "case", "charit", "child", "counsel", "court", "danger",
    "domestic", "fear", "harm", "help", "hostel", "idva", "injunct", "marac", "perpetrat", "police",
    "refug", "refuge", "risk", "safe", "shelter", "solicitor", "support", "survivor", "threat",
    "victim", "violen", "women",
)  # fmt: skip
_TELLS = re.compile(rf"\b(?:{'|'.join(_TELLING)})\w*")
# An address, a link, a number to ring, a place for a value: nothing to follow, nothing to fill.
_LEADS = re.compile(r"@|://|\bwww\.|\w\.(?:uk|org|com|net)\b|(?:\d[\s().-]*){5,}|[{}<>%$]")
_FEWEST_LETTERS = 4


def fault_of(text: str) -> str:
    """Say why a text may not be sent; blank for one that may."""
    if any(ord(letter) < 32 for letter in text):
        return "Write it on one line"
    if found := _LEADS.search(folded(text)) or _LEADS.search(text):
        return f"Leave out “{found.group()}”: no link, number or placeholder"
    if found := _TELLS.search(folded(text)):
        return f"Leave out “{found.group()}”: it tells what this is about"
    for name in _own_names():
        if re.search(rf"\b{re.escape(name)}\b", folded(text)):
            return "Leave out the names of your organisation and its services"
    return ""


def _own_names() -> set[str]:
    """Return the words of the names of the organisation that is entered, and of its services."""
    organisation_id = context.organisation()
    if organisation_id is None:
        return set()
    names = [one.name for one in Organisation.objects.filter(pk=organisation_id)]
    names += [one.name for one in Service.objects.all()]
    words = {word for name in names for word in folded(name).split()}
    return {word for word in words if len(word) >= _FEWEST_LETTERS and word not in _COMMON}


# Words that stand in names of services and in any message.
_COMMON = frozenset({"home", "house", "team", "community", "street", "with", "from", "your"})


class NeutralField(forms.CharField):
    """A short text that tells nothing."""

    def clean(self, value: Any) -> str:
        """Return the text; refuse one that says something."""
        text: str = super().clean(value)
        if fault := fault_of(text):
            raise forms.ValidationError(fault)
        return text


@dataclass(frozen=True)
class Neutral(Kind):
    """A text that somebody else may read without learning anything."""

    longest: int = LONGEST

    def field(self) -> forms.Field:
        """Ask for it, and check what it says."""
        return NeutralField(
            max_length=self.longest,
            help_text="No name, no link, no number, nothing of what this is about.",
            error_messages={"required": "Write the text"},
        )

    def words(self, value: Any) -> str:
        """Give the text."""
        return f"“{value}”"
