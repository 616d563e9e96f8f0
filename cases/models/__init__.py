"""People, cases, and who works with whom."""

from cases.models.case import Allocation, Case, CasePerson
from cases.models.disclosure import Disclosure
from cases.models.harm import PersonCausingHarm
from cases.models.person import Person, Profile

__all__ = [
    "Allocation",
    "Case",
    "CasePerson",
    "Disclosure",
    "Person",
    "PersonCausingHarm",
    "Profile",
]
