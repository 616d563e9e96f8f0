"""People, cases, and who works with whom."""

from cases.models.access_request import AccessRequest
from cases.models.allocation import Allocation
from cases.models.case import Case, CasePerson
from cases.models.conflict import Conflict
from cases.models.declaration import Declaration, NobodyToDeclare
from cases.models.disclosure import Disclosure
from cases.models.emergency import EmergencyOpening
from cases.models.grant import Cover, Grant
from cases.models.harm import PersonCausingHarm
from cases.models.passed_note import PassedNote
from cases.models.person import Person, Profile
from cases.models.search import Findable, SearchRecord, SearchVersion
from cases.models.unusual import UnusualAccess, UnusualDay

__all__ = [
    "AccessRequest",
    "Allocation",
    "Case",
    "CasePerson",
    "Conflict",
    "Cover",
    "Declaration",
    "Disclosure",
    "EmergencyOpening",
    "Findable",
    "Grant",
    "NobodyToDeclare",
    "PassedNote",
    "Person",
    "PersonCausingHarm",
    "Profile",
    "SearchRecord",
    "SearchVersion",
    "UnusualAccess",
    "UnusualDay",
]
