"""G questions that the authority answers (rule 13).

They are not counted. ``answered`` marks their cells in an edition; what the services record is
offered as a suggestion, and a question that nobody has answered is null, never zero.
"""

from collections.abc import Callable, Iterable

from returns.records import ServiceRecord

ANSWERED = "answered"


def suggested_in_house(services: Iterable[ServiceRecord]) -> str | None:
    """``yes`` if any service has in-house frontline staff, ``no`` if all say no, else None."""
    said = [each.in_house_frontline for each in services]
    if "yes" in said:
        return "yes"
    return "no" if said and all(each == "no" for each in said) else None


def suggested_quality_standards(services: Iterable[ServiceRecord]) -> str | None:
    """The quality standards that the services name, each once; None if none does."""
    named = sorted({each.quality_standards for each in services if each.quality_standards})
    return "; ".join(named) or None


SUGGESTIONS: dict[str, Callable[[Iterable[ServiceRecord]], str | None]] = {
    "in_house": suggested_in_house,
    "quality_standards": suggested_quality_standards,
}
"""What an edition can name as the suggestion of a question."""
