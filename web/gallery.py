"""What the gallery shows: one of each component, with invented content."""

from typing import Any

from django.core.paginator import Paginator

from web.charts import Values, hidden_when_small
from web.forms import GalleryForm

_STARTED = (22, 24, 21, 27, 26, 25, 28, 23, 20, 29, 26, 26)
_AWAY = (9, 11, 12, 15, 14, 12, 17, 16, 13, 19, 18, 21)
_MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
_SCORES: Values = (("14 Oct", 17), ("29 Oct", 18), ("18 Nov", 14))
_NIGHTS: Values = (("1 Nov", 67), ("8 Nov", 78), ("15 Nov", None), ("22 Nov", 89), ("29 Nov", 78))
_CLOSED: Values = (("1 Nov", 0), ("8 Nov", 11), ("15 Nov", 11), ("22 Nov", 11), ("29 Nov", 0))
_REASONS = {"No room free": 64, "No room big enough": 31, "Out of the area": 12, "Pets": 4}
_LOAD = (("Aisha Rahman", 27), ("Jo Pell", 19), ("Priya Nair", 24))
# Name, short name, column, row, figure, whether it was sent.
_AREAS = (
    ("Westbrook", "WB", 0, 0, 289, True),
    ("Eastmoor", "EM", 1, 0, 141, True),
    ("Northdale", "ND", 2, 0, 62, True),
    ("Alderholt", "AH", 0, 1, None, True),
    ("Lindenshire", "LS", 1, 1, 23, True),
    ("Harrow Vale", "HV", 2, 1, None, False),
)


def gallery_page(number: str | None) -> dict[str, Any]:
    """Return the content of the gallery; ``number`` is the page of its list."""
    reasons = hidden_when_small(list(_REASONS.values()))
    return {
        "form": GalleryForm(),
        "record": GalleryForm(prefix="record"),
        "wrong": GalleryForm({}, prefix="wrong"),
        "page": Paginator(range(2400, 2520), 4).get_page(number),
        "scores": _SCORES,
        "nights": _NIGHTS,
        "closed": _CLOSED,
        "started": list(zip(_MONTHS, _STARTED, strict=True)),
        "turned_away": list(zip(_MONTHS, _AWAY, strict=True)),
        "both": ("Started support", "Turned away"),
        "reasons": list(zip(_REASONS, reasons, strict=True)),
        "load": _LOAD,
        "areas": _AREAS,
    }
