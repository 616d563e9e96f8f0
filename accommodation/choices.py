"""Code lists of accommodation. The codes are those of the interchange bundle."""

from django.db import models


class AccommodationType(models.TextChoices):
    REFUGE = "refuge", "Refuge"
    DISPERSED = "dispersed", "Dispersed accommodation"
    SANCTUARY = "sanctuary", "Sanctuary scheme"
    SPECIALIST = "specialist", "Specialist accommodation"
    SECOND_STAGE = "second_stage", "Second stage accommodation"
    OTHER = "other", "Other safe accommodation"


class ReferralKind(models.TextChoices):
    REFERRAL = "referral", "Referral"
    ENQUIRY = "enquiry", "Enquiry"


class Decision(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    NOT_SUPPORTED = "not_supported", "Turned away"
    WITHDRAWN = "withdrawn", "Taken back by the referrer"
    PENDING = "pending", "Waiting for an answer"


class Reason(models.TextChoices):
    """Why we could not take a household: the reason is about us wherever it can be."""

    CAPACITY = "capacity", "No space, or none big enough"
    NEEDS_NOT_MET = "needs_not_met", "We could not meet a need"
    NO_CONTACT = "no_contact", "Could not be reached"
    DECLINED_OFFER = "declined_offer", "Was offered a place and chose not to come"
    OTHER = "other", "Another reason"


class Happened(models.TextChoices):
    """What came of a household that asked for a place, in the words of the house."""

    ARRIVED = "arrived", "They arrived"
    CHOSE_NOT = "chose_not_to_come", "Were offered a place and chose not to come"
    DID_NOT_ARRIVE = "did_not_arrive", "Were expected, did not arrive and cannot be reached"
    OUT_OF_REACH = "out_of_reach", "Could not be reached"
    NO_SPACE = "no_space", "We had no space"
    NO_SIZE = "no_size", "We had no room big enough"
    NEED = "need_not_met", "We could not meet a need"
    ELSEWHERE = "placed_elsewhere", "Had a place elsewhere already"
    RENT = "rent_too_high", "The rent was too high"
    CRITERIA = "criteria", "The rules of the house did not allow it"
    TOO_NEAR = "too_near", "The area was too near"
    RISK = "risk", "It would not have been safe for those who live here"
    FOR_PERPETRATOR = "for_perpetrator", "It was for the person causing harm"
    WITHDRAWN = "withdrawn", "Was taken back before an answer"


# What each is in the annual return: its decision, and its reason where it has one.
COUNTED_AS: dict[str, tuple[Decision, Reason | None]] = {
    Happened.ARRIVED: (Decision.ACCEPTED, None),
    Happened.CHOSE_NOT: (Decision.NOT_SUPPORTED, Reason.DECLINED_OFFER),
    Happened.DID_NOT_ARRIVE: (Decision.NOT_SUPPORTED, Reason.NO_CONTACT),
    Happened.OUT_OF_REACH: (Decision.NOT_SUPPORTED, Reason.NO_CONTACT),
    Happened.NO_SPACE: (Decision.NOT_SUPPORTED, Reason.CAPACITY),
    Happened.NO_SIZE: (Decision.NOT_SUPPORTED, Reason.CAPACITY),
    Happened.NEED: (Decision.NOT_SUPPORTED, Reason.NEEDS_NOT_MET),
    Happened.ELSEWHERE: (Decision.NOT_SUPPORTED, Reason.OTHER),
    Happened.RENT: (Decision.NOT_SUPPORTED, Reason.OTHER),
    Happened.CRITERIA: (Decision.NOT_SUPPORTED, Reason.OTHER),
    Happened.TOO_NEAR: (Decision.NOT_SUPPORTED, Reason.OTHER),
    Happened.RISK: (Decision.NOT_SUPPORTED, Reason.OTHER),
    Happened.FOR_PERPETRATOR: (Decision.NOT_SUPPORTED, Reason.OTHER),
    Happened.WITHDRAWN: (Decision.WITHDRAWN, None),
}


class WhyLonger(models.TextChoices):
    """Why a household stays longer than was expected."""

    NO_MOVE_ON = "no_move_on", "There is no home to move on to yet"
    NOT_SAFE = "not_safe", "It is not safe to leave yet"
    SUPPORT = "support", "The support is to go on"
    MOVE_LATE = "move_late", "The new home is not ready"
    OTHER = "other", "Another reason"


# What is done when a household arrives, in the order of the first days.
CHECKLIST = {
    "welcome": "Shown round, and where to meet in a fire",
    "agreement": "Licence or tenancy signed",
    "confidentiality": "Agreed to tell nobody the address",
    "keys": "Keys or fobs handed over",
    "inventory": "Inventory of the room signed",
    "contact": "Asked how they may be reached safely",
    "health": "Asked about health, medicine and allergies",
    "claim": "Benefit claim made, or who pays is known",
    "children": "Each child’s school, health and worker known",
    "phone": "Telephones and cars looked at for tracking",
}
AGREEMENTS = {"licence": "Licence", "tenancy": "Tenancy", "none": "None signed yet"}


class Stage(models.TextChoices):
    """Where a household that asked for a place stands; read from when it was offered and so on."""

    WAITING = "waiting", "Waiting for an answer"
    OFFERED = "offered", "Offered a place"
    ACCEPTED = "accepted", "Accepted, expected"
    ENDED = "ended", "Answered"


UNMET_NEEDS = {
    "no_recourse": "No recourse to public funds",
    "disability": "Disability",
    "child_age": "Age of a child",
    "family_size": "Size of the family",
    "mental_health": "Mental health",
    "drugs": "Drugs",
    "alcohol": "Alcohol",
    "offending": "Offending history",
    "male": "Male",
    "lgbtq": "LGBTQ+",
    "language": "Language",
    "other": "Another need",
}


class SupportType(models.TextChoices):
    GENERAL = "general", "General support"
    ADVOCACY = "advocacy", "Advocacy"
    PREVENTION = "prevention", "Domestic abuse prevention advice"
    SPECIALIST = "specialist", "Specialist support"
    CHILDREN = "children", "Children's support"
    HOUSING = "housing", "Housing-related support"
    ADVICE = "advice", "Advice service"
    COUNSELLING = "counselling", "Counselling and therapy"


# Where a household lived before, when it was no authority of England.
ORIGINS_ELSEWHERE = {
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
    "outside_uk": "Outside the United Kingdom",
}
