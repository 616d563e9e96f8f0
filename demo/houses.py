"""The five providers of the small demo: their houses, who commissions them, and their rooms."""

from dataclasses import dataclass
from datetime import date

from demo import cast

LONDON_CODE, COUNTY_CODE = "E61000001", "E10000030"

AUTHORITIES = {cast.LONDON: LONDON_CODE, cast.COUNTY: COUNTY_CODE}


@dataclass(frozen=True)
class Contract:
    """Places that an authority commissions from a day on; the next one carries them on."""

    places: int
    begins: date


@dataclass(frozen=True)
class House:
    """A service with its accommodation. `sleeps` holds a number for each room, in order."""

    name: str
    kind: str
    authority_code: str
    contracts: tuple[Contract, ...]
    sleeps: tuple[int, ...] = ()
    room: str = "Room"
    groups: tuple[str, ...] = ()
    by_and_for: tuple[str, ...] = ()
    in_house: str = "no"
    standards: str = "national quality standards"

    def rooms(self) -> list[str]:
        """The names of its rooms, numbered from 1."""
        return [f"{self.room} {number}" for number, _ in enumerate(self.sleeps, start=1)]


@dataclass(frozen=True)
class Provider:
    """An organisation with houses. `prefix` begins its references in the bundle."""

    prefix: str
    name: str
    kind: str
    houses: tuple[House, ...]


APRIL_2022 = date(2022, 4, 1)

PROVIDERS = (
    Provider(
        "haven",
        cast.HAVEN,
        "charity",
        (
            House(
                cast.MAPLE,
                "refuge",
                LONDON_CODE,
                (Contract(8, APRIL_2022),),
                sleeps=(2, 3, 4, 2, 3, 5, 3, 2),
            ),
        ),
    ),
    Provider(
        "homes",
        cast.HOMES,
        "registered_provider",
        (
            House(
                "Quietbrook Dispersed Homes",
                "dispersed",
                COUNTY_CODE,
                (Contract(5, APRIL_2022), Contract(6, date(2023, 4, 1))),
                sleeps=(3, 4, 4, 5, 6, 4),
                room="Home",
            ),
        ),
    ),
    Provider(
        "saffron",
        cast.SISTERS,
        "charity",
        (
            House(
                "Saffron House",
                "specialist",
                LONDON_CODE,
                (Contract(4, APRIL_2022),),
                sleeps=(2, 4, 3, 3),
                groups=("black_and_minoritised",),
                by_and_for=("black_and_minoritised",),
            ),
        ),
    ),
    Provider(
        "steps",
        cast.STEPS,
        "charity",
        (
            House(
                "Swiftwater Second Stage",
                "second_stage",
                LONDON_CODE,
                (Contract(4, APRIL_2022),),
                sleeps=(3, 3, 4, 4),
                room="Flat",
            ),
            House(
                "Swiftwater Supported Homes",
                "other",
                COUNTY_CODE,
                (Contract(3, date(2022, 7, 1)),),
                sleeps=(2, 3, 4),
                room="Flat",
                groups=("disabled",),
            ),
        ),
    ),
    Provider(
        "safety",
        cast.SAFETY,
        "housing_authority",
        (
            House(
                "Wayfold Sanctuary Scheme",
                "sanctuary",
                COUNTY_CODE,
                (Contract(25, APRIL_2022),),
                in_house="yes",
                standards="",
            ),
        ),
    ),
)
