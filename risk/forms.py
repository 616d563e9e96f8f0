"""The checklist on one page, and the signing of it."""

from typing import Any

from django import forms

from risk.choices import RANK, Answer, Band
from risk.instruments import Instrument, Item
from risk.models import Assessment


class ChecklistForm(forms.Form):
    """Every item of an instrument: an answer, a comment, and where it was learnt."""

    use_required_attribute = False

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        for item in instrument.items:
            self.fields[f"answer_{item.number}"] = forms.ChoiceField(
                label=f"{item.number}. {item.prompt}",
                choices=Answer.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"comment_{item.number}"] = forms.CharField(
                label=item.follow_up or "Comment",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"source_{item.number}"] = forms.CharField(
                label="Source, if not the survivor", required=False, max_length=200
            )

    def rows(self) -> list[tuple[Item, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return each item with its three fields, in the order in which they are asked."""
        return [
            (
                item,
                self[f"answer_{item.number}"],
                self[f"comment_{item.number}"],
                self[f"source_{item.number}"],
            )
            for item in self.instrument.items
        ]

    def answers(self) -> dict[int, dict[str, str]]:
        """Return what was answered or noted, by item; items left wholly blank are absent."""
        given = {
            item.number: {
                part: self.cleaned_data[f"{part}_{item.number}"]
                for part in ("answer", "comment", "source")
            }
            for item in self.instrument.items
        }
        return {number: parts for number, parts in given.items() if any(parts.values())}

    @staticmethod
    def initial_of(assessment: Assessment) -> dict[str, str]:
        """Return the answers that are kept so far."""
        return {
            f"{part}_{number}": text
            for number, parts in assessment.answers.items()
            for part, text in parts.items()
        }


class SignForm(forms.Form):
    """The worker's judgement, which may raise the band and never lower it."""

    band = forms.ChoiceField(
        label="Level, in your judgement",
        choices=Band.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the level, in your judgement"},
    )
    judgement = forms.CharField(
        label="What makes it so",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=5000,
        help_text="What worries you most, what the survivor fears most, and what helps.",
    )

    use_required_attribute = False

    def __init__(self, *args: Any, scored_band: Band, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scored_band = scored_band

    def clean(self) -> dict[str, Any]:
        """Ask for reasons where judgement raises the band; refuse a lower one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "band" not in given:
            return given
        band = Band(given["band"])
        if RANK[band] < RANK[self.scored_band]:
            self.add_error(
                "band",
                f"The answers alone give {self.scored_band.label.lower()}. Judgement may raise "
                "the level, never lower it",
            )
        elif band != self.scored_band and not given.get("judgement"):
            self.add_error("judgement", "Write what makes the level higher than the answers give")
        return given
