"""How each rule counts, in the words of the people who record, for "How we count this"."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "individuals_supported": (
        "Everybody in a household whose support was running on at least one day of the year, in "
        "places that this authority commissioned on at least one of those days. People already "
        "there on 1 April count. Two separate stays count twice."
    ),
    "individuals_by_type": (
        "The individuals supported, by the type of the places. The types add up to the total."
    ),
    "individuals_by_identity": (
        "Each individual in at most one row. A child is someone recorded as a child of the case "
        "who is under 18 on their first day in the year, or has no date of birth. Everyone else "
        "is an adult: trans and non-binary people first, then women and men. An adult whose "
        "gender is not recorded has no row."
    ),
    "individuals_out_of_area": (
        "Individuals whose household's settled home lies outside the authority's area. Greater "
        "London is one area. Where no home is recorded, nobody is counted, and a check lists them."
    ),
    "households_stopped": "Households whose support in one place ended in the year.",
    "households_stopped_planned": "Of those, by what was recorded as planned or unplanned.",
    "households_stopped_to_place": "Of those, by the next place that was recorded.",
    "households_asked_to_leave": "Of those, the ones recorded as asked to leave.",
    "stays_by_length": (
        "Households whose support ended in the year, by calendar months from the first day to "
        "the last. From 10 May to 9 June is under 1 month; to 10 June it is 1 month."
    ),
    "referrals_unsupported": (
        "Referrals turned away in the year, by the day of the decision, or the day received where "
        "no decision day is held. Enquiries, withdrawn and waiting referrals do not count. A "
        "repeat referral counts again."
    ),
    "referrals_by_reason": "Each reason that was given; a referral with two is in both rows.",
    "referrals_by_need": (
        "Each need that could not be met, of referrals turned away for that reason. Age of the "
        "children and size of the family share a row and count once."
    ),
    "individuals_with_characteristic": (
        "Individuals supported with a recorded answer that puts them in this group. Only a yes "
        "counts: not known, declined, not asked and not safe to ask are not a no."
    ),
    "bedspaces": (
        "The most places that this authority commissioned on any day of the year, added over all "
        "services. A bedspace is for one victim with their children, however many beds it has."
    ),
    "bedspaces_by_type": "The commissioned places, by type.",
    "services_for_group": (
        "Services with places that this authority commissioned, once for each group they serve."
    ),
    "services_by_and_for_group": "Of those, the services run by and for that group.",
    "individuals_with_support": (
        "Individuals with at least one delivery of this support in the year, on a day when they "
        "were part of the stay. Somebody with two kinds of support is in both rows."
    ),
    "children_with_support": "The children among the individuals who had children's support.",
    "households_supported": (
        "Households whose main victim is among the individuals supported, once for each stay."
    ),
    "answered": "Answered by the authority. Left open until somebody answers; never taken as no.",
}

# What the parts of the form are called, by the code that each cell's section bears.
SECTIONS: Final[Mapping[str, str]] = {
    "A1": "Individuals supported",
    "A2": "Who they are",
    "A3": "Out of area",
    "A4": "Length of stay",
    "B1": "Households turned away",
    "B2": "Why they were turned away",
    "B3": "Needs that could not be met",
    "C1": "Specialist characteristics",
    "C2": "Each characteristic",
    "D1": "Bedspaces",
    "D2": "Specialist services",
    "E1": "Support given",
    "E2": "Children’s support",
    "F1": "Households that stopped",
    "F2": "How it ended",
    "G": "Questions to the authority",
    "H1": "Households supported",
}

PARTS: Final[Mapping[str, str]] = {
    "A": "People supported",
    "B": "Turned away",
    "C": "Specialist characteristics",
    "D": "Places and services",
    "E": "Support given",
    "F": "How support ended",
    "G": "Questions",
    "H": "Households",
}

# What a record behind a figure is called.
RECORDS: Final[Mapping[str, str]] = {
    "participation": "One person’s stay",
    "episode": "Household’s stay",
    "referral": "Referral",
    "provision": "Places",
    "service": "Service",
    "support": "Support given",
}

LEVELS: Final[Mapping[str, tuple[str, str, str]]] = {
    "error": ("Must be put right", "berry", "error"),
    "warning": ("Explain", "amber", "warning"),
    "information": ("For information", "sky", "information"),
}
