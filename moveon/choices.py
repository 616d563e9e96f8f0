"""Code lists of moving on. Those of endings are the codes of the interchange bundle."""

from django.db import models

from cases.choices import YES_NO

PLANNED = {"yes": "Planned", "no": "Unplanned", "not_known": "Not known"}

ASKED_TO_LEAVE = YES_NO

NEXT_PLACE = {
    "social_tenancy": "Social tenancy",
    "private_tenancy": "Private tenancy",
    "owned_home": "A home they own",
    "returned_home_safe": "Returned home, made safe",
    "family_or_friends": "Family or friends",
    "other_safe_accommodation": "Other safe accommodation",
    "temporary_accommodation": "Temporary accommodation",
    "supported_housing": "Supported housing",
    "with_perpetrator": "Home with the person causing harm",
    "hospital": "Hospital",
    "custody": "Custody",
    "abroad": "Abroad",
    "died": "Died",
    "other": "Another place",
    "not_known": "Not known",
}

SANCTUARY_ENDING = {
    "no_longer_needed": "Support no longer needed",
    "moved": "Moved",
    "stopped_engaging": "Contact was lost or not wanted",
    "perpetrator_returned": "The person causing harm came back",
    "other": "Another reason",
}


class OptionKind(models.TextChoices):
    COUNCIL = "council", "Council housing, homelessness"
    ASSOCIATION = "association", "Housing association"
    PRIVATE = "private", "Private rent"
    SECOND_STAGE = "second_stage", "Second stage accommodation"
    SANCTUARY = "sanctuary", "Going back, made safe"
    OWN = "own", "A home of her own that she keeps"
    FAMILY = "family", "Family or friends"
    OTHER = "other", "Another way"


class OptionState(models.TextChoices):
    CONSIDERED = "considered", "Being thought about"
    APPLIED = "applied", "Applied for"
    TAKEN = "taken", "Taken"
    REFUSED = "refused", "Refused by them"
    DROPPED = "dropped", "Put aside"


# The stages of a council's homelessness duty: Housing Act 1996, part 7.
DUTY = {
    "none": "No duty accepted",
    "prevention": "Prevention duty",
    "relief": "Relief duty",
    "main": "Main duty",
    "ended": "Duty ended",
}


class OfferAnswer(models.TextChoices):
    WAITING = "waiting", "Waiting for her answer"
    ACCEPTED = "accepted", "She took it"
    REFUSED = "refused", "She turned it down"
    WITHDRAWN = "withdrawn", "Taken back by them"
