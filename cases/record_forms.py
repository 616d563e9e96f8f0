"""What forms share whose answers are kept in sealed records, each a mapping of names to text."""

from django import forms

from cases.forms import WordsField

SHORT = 200
LONG = 5000


def sentences(label: str, help_text: str = "", rows: int = 3) -> WordsField:
    """Return a box for a few sentences that may stay empty."""
    return WordsField(label=label, help_text=help_text, rows=rows, required=False, max_length=LONG)


def one_line(label: str, help_text: str = "", length: int = SHORT) -> forms.CharField:
    """Return one line that may stay empty."""
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=False)


class RecordForm(forms.Form):
    """A form whose answers are kept in sealed records."""

    use_required_attribute = False

    def part(self, *names: str) -> dict[str, str]:
        """Return these answers, without the blanks."""
        given = ((name, self.cleaned_data.get(name, "")) for name in names)
        return {name: value for name, value in given if value}
