"""The numbers of the patterns: what an organisation finds unusual."""

from accounts.settings import value_of
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Kind, Number
from cases.unusual.facts import Limits

GROUP = "Unusual access"
_DAYS = ("day", "days")
_USUAL = Limits()

# Which number it is, what it is called, what it does, and between what it lies.
_NUMBERS: tuple[tuple[str, str, str, Kind], ...] = (
    ("burst", "Cases in an hour that are unusual",
     "Somebody who opens so many, and three times what is usual for them, is looked into.",
     Number(5, 500, "case", "cases")),
    ("in_a_row", "Cases one number after the other that are unusual",
     "Somebody who opens R-2417, R-2418 and so on, none of them theirs, is looked into.",
     Number(3, 50, "case", "cases")),
    ("searches", "Searches in a day that lead nowhere and are unusual",
     "Searching without opening what was found may be a mistake, or somebody who looks for a "
     "person. More than twice what is usual for them is looked into.",
     Number(2, 200, "search", "searches")),
    ("begins", "The working day begins at",
     "Before it, opening a case is looked into for those who never work at night.",
     Number(0, 12, "o’clock", "o’clock")),
    ("ends", "The working day ends at",
     "From then on, opening a case is looked into for those who never work at night.",
     Number(13, 24, "o’clock", "o’clock")),
    ("closed_days", "A case has long been closed after",
     "Whoever opens such a case and never worked on it is looked into.", Number(1, 3650, *_DAYS)),
    ("audience", "People without work in a case, in a week, that are unusual",
     "When so many open one case, and more than in the weeks before, it is looked into.",
     Number(3, 100, "person", "people")),
    ("leaver_days", "Somebody is leaving for the last",
     "In these days opening more than usual, or taking a copy, is looked into.",
     Number(1, 60, *_DAYS)),
)  # fmt: skip

for _key, _name, _about, _kind in _NUMBERS:
    register(
        Setting(
            key=f"unusual_{_key}", group=GROUP, name=_name, about=_about, kind=_kind,
            default=getattr(_USUAL, _key),
        )
    )  # fmt: skip
register(
    Setting(
        key="unusual_review_days", group=GROUP, name="Look into unusual access within",
        about="How long the person who was told has. After it, one person more is told each day.",
        kind=Number(1, 30, *_DAYS), default=7,
    )
)  # fmt: skip


def limits() -> Limits:
    """Return the numbers of the organisation that is entered."""
    return Limits(**{key: value_of(f"unusual_{key}") for key, *_ in _NUMBERS})
