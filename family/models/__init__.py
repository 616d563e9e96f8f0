"""Records of children's lives, of people around a family, and of courts."""

from family.models.childhood import Arrangement, CareStep, Childhood, SchoolNotice
from family.models.court import Breach, CourtOrder, Hearing
from family.models.network import NetworkMember

__all__ = [
    "Arrangement",
    "Breach",
    "CareStep",
    "Childhood",
    "CourtOrder",
    "Hearing",
    "NetworkMember",
    "SchoolNotice",
]
