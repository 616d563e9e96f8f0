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
