"""What an authority buys, what exists in bricks, and who is there."""

from accommodation.models.episode import Episode, EpisodePerson, Stay, SupportDelivered
from accommodation.models.house import Address, House
from accommodation.models.living import Absence, Arrival, LeavingDate
from accommodation.models.provision import Provision
from accommodation.models.referral import Hold, PlacementCall, PlacementReferral
from accommodation.models.shift import Shift
from accommodation.models.unit import Unit, UnitClosure, UnitType

__all__ = [
    "Absence",
    "Address",
    "Arrival",
    "Episode",
    "EpisodePerson",
    "Hold",
    "House",
    "LeavingDate",
    "PlacementCall",
    "PlacementReferral",
    "Provision",
    "Shift",
    "Stay",
    "SupportDelivered",
    "Unit",
    "UnitClosure",
    "UnitType",
]
