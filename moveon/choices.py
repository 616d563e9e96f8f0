"""Code lists of endings. The codes are those of the interchange bundle."""

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
