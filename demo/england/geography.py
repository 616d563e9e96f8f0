"""The authorities of the year and the codes that a household's settled home may have."""

from datetime import date
from functools import cache
from random import Random

from accommodation.authorities import Authority, register
from demo.england.chance import weighted

FIRST_DAY, LAST_DAY = date(2022, 4, 1), date(2023, 3, 31)
"""The year that is told: both days included."""

ELSEWHERE = {"wales": 5, "scotland": 2, "northern_ireland": 1, "outside_uk": 4}


@cache
def commissioners() -> tuple[Authority, ...]:
    """The Tier 1 authorities of the year: 120 of them, Greater London as one."""
    return tuple(area for area in register().values() if area.is_tier1 and area.exists_on(LAST_DAY))


@cache
def home_codes(code: str) -> dict[str, int]:
    """Codes of a settled home inside an authority, the likelier the heavier.

    Its own, its districts', those of districts that it replaced, and those of the authorities that
    follow it: a record written later may use the newer code.
    """
    codes = {code: 6}
    for area in register().values():
        if area.tier1_code == code and area.gss_code != code:
            codes[area.gss_code] = 10 if area.exists_on(LAST_DAY) else 1
        elif area.successors == (code,):
            codes[area.gss_code] = 1
    return codes | dict.fromkeys(register()[code].successors, 1)


def home_inside(code: str, *, rng: Random) -> str:
    """The code of a settled home in the area of the authority."""
    return weighted(home_codes(code), rng=rng)


def home_outside(code: str, *, rng: Random) -> str:
    """The code of a settled home elsewhere: mostly nearby, sometimes another nation."""
    if rng.random() < 0.04:
        return weighted(ELSEWHERE, rng=rng)
    return home_inside(weighted(_others(code), rng=rng), rng=rng)


@cache
def _others(code: str) -> dict[str, int]:
    """The other authorities by code, by population, those of the same region twelvefold."""
    region = register()[code].region
    return {
        area.gss_code: (area.population_2020 or 0) * (12 if area.region == region else 1)
        for area in commissioners()
        if area.gss_code != code
    }
