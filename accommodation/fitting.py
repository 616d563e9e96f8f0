"""Which room fits a household, or why it does not.

Pure: what is not known of a room or of a household stands in nobody's way, but for recourse to
public funds, which somebody must pay for.
"""

from dataclasses import dataclass

from accommodation.models import House, Unit

NO = "no"


@dataclass(frozen=True, kw_only=True)
class Household:
    """Who asks for a place, as far as it matters for a room. None and False: nothing was said."""

    adults: int | None = None
    children: int | None = None
    step_free: bool = False
    cot: bool = False
    pets: bool = False
    self_contained: bool = False
    no_recourse: bool = False
    # The age of the oldest boy who comes along.
    boy_aged: int | None = None
    area: str = ""

    @property
    def people(self) -> int | None:
        """Count everybody, where anything of their number is known."""
        known = [count for count in (self.adults, self.children) if count is not None]
        return sum(known) if known else None

    @property
    def words(self) -> str:
        """Say who asks in a few words: 1 + 2, cot."""
        size = "size not recorded"
        if self.people is not None:
            size = f"{self.adults or 0} + {self.children or 0}"
        asked = {
            "step-free": self.step_free,
            "cot": self.cot,
            "pets": self.pets,
            "self-contained": self.self_contained,
            "no recourse to public funds": self.no_recourse,
            f"boy of {self.boy_aged}": self.boy_aged is not None,
        }
        return ", ".join([size, *(word for word, wanted in asked.items() if wanted)])


def why_not(unit: Unit, household: Household, *, boys_up_to: int | None = None) -> list[str]:
    """Return why a room does not fit; nothing where it does.

    ``boys_up_to`` is the rule of the house, which holds where the room has none of its own.
    """
    oldest = unit.boys_up_to if unit.boys_up_to is not None else boys_up_to
    said = {
        "too small": _too_small(unit, household),
        "not step-free": household.step_free and unit.step_free == NO,
        "no room for a cot": household.cot and unit.cot == NO,
        "no pets": household.pets and unit.pets == NO,
        "not self-contained": household.self_contained and unit.self_contained == NO,
        "nobody pays without recourse": household.no_recourse and unit.nrpf_funded != "yes",
        f"boys up to {oldest}": oldest is not None
        and household.boy_aged is not None
        and household.boy_aged > oldest,
    }
    return [reason for reason, holds in said.items() if holds]


def _too_small(unit: Unit, household: Household) -> bool:
    people = household.people
    if people is None:
        return False
    if unit.sleeps is not None and people > unit.sleeps:
        return True
    if unit.adults is None:
        return False
    # A bed for an adult takes a child; one for a child takes no adult.
    return (household.adults or 0) > unit.adults or people > unit.adults + (unit.children or 0)


def against_the_house(house: House | None, household: Household) -> list[str]:
    """Return which rules of a house stand in a household's way, whatever room is free."""
    if house is None or not household.area:
        return []
    asked = household.area.strip().casefold()
    areas = [area.strip().casefold() for area in house.too_near.replace("\n", ",").split(",")]
    near = [area for area in areas if area and (area in asked or asked in area)]
    return ["the area is too near"] if near else []
