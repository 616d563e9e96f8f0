"""A safety plan on one page: a box for each section, one line for each thing to do."""

from typing import Any

from django import forms

from cases.forms import WordsField
from safety_plans.models import PlanVersion
from safety_plans.sections import SECTIONS


class PlanForm(forms.Form):
    """What to do, section by section."""

    use_required_attribute = False

    written_with_survivor = forms.BooleanField(
        label="Written together with the survivor", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[section.code] = WordsField(
                label=section.title,
                help_text=f"{section.prompt} One line for each thing to do.",
                required=False,
                rows=3,
                max_length=5000,
            )

    def sections(self) -> list[forms.BoundField]:
        """Return the sections' boxes in order."""
        return [self[section.code] for section in SECTIONS]

    def clean(self) -> dict[str, Any]:
        """Ask for something to do."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(given.get(section.code) for section in SECTIONS):
            self.add_error(SECTIONS[0].code, "Write at least one thing to do")
        return given

    def items(self) -> dict[str, list[str]]:
        """Return the lines of each section that has any."""
        lines = {
            section.code: [
                line.strip()
                for line in self.cleaned_data[section.code].splitlines()
                if line.strip()
            ]
            for section in SECTIONS
        }
        return {code: kept for code, kept in lines.items() if kept}

    @staticmethod
    def initial_of(version: PlanVersion | None) -> dict[str, Any]:
        """Return what the plan says now, to be changed into the next version."""
        if version is None:
            return {}
        lines: dict[str, list[str]] = {}
        for item in version.items.order_by("section_code", "position"):
            lines.setdefault(item.section_code, []).append(item.text)
        return {code: "\n".join(kept) for code, kept in lines.items()}
