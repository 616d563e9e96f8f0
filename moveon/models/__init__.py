"""How support in one place ends, where somebody may go next, and what comes after."""

from moveon.models.ending import Ending
from moveon.models.option import AvoidedArea, HousingOption, Offer
from moveon.models.resettlement import Resettlement, ResettlementVisit

__all__ = [
    "AvoidedArea",
    "Ending",
    "HousingOption",
    "Offer",
    "Resettlement",
    "ResettlementVisit",
]
