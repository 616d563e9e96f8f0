"""What a setting's value can be: how it is asked for, checked, and said in words."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import get_text_list

# What is stored as JSON: a number, yes or no, a text, or a list of texts.
Value = int | bool | str | list[str]


class Kind(ABC):
    """One kind of value."""

    @abstractmethod
    def field(self) -> forms.Field:
        """Return the field that asks for a value; its own `clean` is the check of it."""

    @abstractmethod
    def words(self, value: Any) -> str:
        """Say a value as people say it."""


@dataclass(frozen=True)
class Number(Kind):
    """A whole number within bounds."""

    minimum: int
    maximum: int
    one: str
    many: str

    def field(self) -> forms.Field:
        """Ask for a number, and say its bounds."""
        bounds = f"From {self.minimum:,} to {self.maximum:,} {self.many}."
        message = f"Enter a whole number from {self.minimum:,} to {self.maximum:,}"
        return forms.IntegerField(
            min_value=self.minimum,
            max_value=self.maximum,
            help_text=bounds,
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), message
            ),
        )

    def words(self, value: Any) -> str:
        """15 minutes."""
        return f"{value:,} {self.one if value == 1 else self.many}"


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither of them chosen beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", "Yes"), ("no", "No")],
            coerce=lambda given: given == "yes",
            widget=forms.RadioSelect,
            error_messages={"required": "Choose yes or no"},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show what is stored as one of the two."""
        return {True: "yes", False: "no"}.get(value, value)


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no."""

    def field(self) -> forms.Field:
        """Ask for one of the two: an empty form is no answer."""
        return YesNoField()

    def words(self, value: Any) -> str:
        """Yes."""
        return "Yes" if value else "No"


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few."""

    choices: Sequence[tuple[str, str]]

    def field(self) -> forms.Field:
        """Ask for one."""
        return forms.ChoiceField(
            choices=self.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one"},
        )

    def words(self, value: Any) -> str:
        """Give the words of the code."""
        return dict(self.choices)[value]


@dataclass(frozen=True)
class Several(Kind):
    """Any of a few, one at least."""

    choices: Sequence[tuple[str, str]]

    def field(self) -> forms.Field:
        """Ask for as many as hold."""
        return forms.MultipleChoiceField(
            choices=self.choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one"},
        )

    def words(self, value: Any) -> str:
        """Monday, Tuesday and Friday."""
        chosen = [words for code, words in self.choices if code in value]
        return get_text_list(chosen, "and")


@dataclass(frozen=True)
class Telephone(Kind):
    """A telephone number, or none."""

    def field(self) -> forms.Field:
        """Ask for a number as it is dialled."""
        message = "Enter a telephone number, such as 01632 960001"
        return forms.CharField(
            required=False,
            max_length=20,
            validators=[RegexValidator(r"^\+?[0-9 ]{3,19}$", message)],
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        )

    def words(self, value: Any) -> str:
        """Give the number."""
        return value or "none"


@dataclass(frozen=True)
class Text(Kind):
    """A line of text, or none."""

    longest: int = 200

    def field(self) -> forms.Field:
        """Ask for a line."""
        return forms.CharField(required=False, max_length=self.longest)

    def words(self, value: Any) -> str:
        """Give the text."""
        return value or "none"


class LinesField(forms.CharField):
    """Several texts, one a line; the same text twice is one."""

    widget = forms.Textarea(attrs={"rows": 8})

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.most, self.longest = most, longest

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines without their edges, in the order given."""
        text = super().clean(value)
        lines = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines()))
        found = [line for line in lines if line]
        if len(found) > self.most:
            raise forms.ValidationError(f"Enter at most {self.most} lines")
        if any(len(line) > self.longest for line in found):
            raise forms.ValidationError(f"Keep each line within {self.longest} characters")
        return found


@dataclass(frozen=True)
class Lines(Kind):
    """A list of texts in the organisation's own words."""

    most: int = 200
    longest: int = 100

    def field(self) -> forms.Field:
        """Ask for one a line."""
        return LinesField(most=self.most, longest=self.longest, help_text="One on each line.")

    def words(self, value: Any) -> str:
        """Name them all."""
        return ", ".join(value) or "none"
