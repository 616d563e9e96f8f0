"""Invented names, from the words in `names.toml`."""

import tomllib
from importlib import resources
from random import Random

from demo.england.chance import weighted

_WORDS = tomllib.loads(resources.files("demo.england").joinpath("names.toml").read_text("utf-8"))
GIVEN: dict[str, tuple[list[str], list[str]]] = {
    group: (names["women"].split(), names["men"].split())
    for group, names in _WORDS["given"].items()
}
FAMILY: dict[str, list[str]] = {group: names.split() for group, names in _WORDS["family"].items()}
_FIRST: list[str] = _WORDS["organisations"]["first"].split()
_SECOND: dict[str, list[str]] = _WORDS["organisations"]["second"]
_HOUSES: list[str] = _WORDS["organisations"]["houses"].split()

NAMES_OF_ETHNICITY = {
    "white_british": "british",
    "white_irish": "british",
    "gypsy_or_irish_traveller": "british",
    "roma": "european",
    "white_other": "european",
    "indian": "south_asian",
    "pakistani": "south_asian",
    "bangladeshi": "south_asian",
    "asian_other": "south_asian",
    "mixed_white_asian": "south_asian",
    "chinese": "east_asian",
    "black_african": "african",
    "mixed_white_black_african": "african",
    "black_caribbean": "caribbean",
    "mixed_white_black_caribbean": "caribbean",
    "black_other": "caribbean",
    "arab": "middle_eastern",
    "other": "middle_eastern",
}

_SERVICE = {
    "refuge": "House",
    "dispersed": "Dispersed Homes",
    "sanctuary": "Sanctuary Scheme",
    "specialist": "Specialist House",
    "second_stage": "Second Stage Homes",
    "other": "Supported Homes",
}


def provider_name(number: int, kind: str) -> str:
    """A made-up name for the provider of this number; no two providers share one."""
    seconds = _SECOND[kind]
    first = _FIRST[number % len(_FIRST)]
    second = seconds[number // len(_FIRST) % len(seconds)]
    return f"{first} {second} {number}"


def service_name(kind: str, services: int, order: int) -> str:
    """The name of a service: a house name where there are several of its kind."""
    house = _HOUSES[order % len(_HOUSES)]
    return f"{house} {_SERVICE[kind]}" if services > 1 or kind == "refuge" else _SERVICE[kind]


def family_name(ethnicity: str, *, rng: Random) -> str:
    """An invented family name of the kind that people of this ethnicity might have."""
    return rng.choice(FAMILY[_group(ethnicity, rng)])


def given_name(ethnicity: str, gender: str, *, rng: Random) -> str:
    """A given name to go with it."""
    women, men = GIVEN[_group(ethnicity, rng)]
    return rng.choice(men if gender == "man" else women)


def _group(ethnicity: str, rng: Random) -> str:
    group = NAMES_OF_ETHNICITY.get(ethnicity, "british")
    mostly = {group: 9, "british": 1} if group != "british" else {group: 1}
    return weighted(mostly, rng=rng)
