"""The words of a bundle that the return depends on, the plainest first.

Generators draw by position, so a failing bundle shrinks towards the first of each list.
"""

TYPES = (
    "refuge",
    "refuge",
    "specialist",
    "specialist",
    "dispersed",
    "sanctuary",
    "second_stage",
    "other",
)
GROUPS = ("black_and_minoritised", "disabled", "lgbtq", "other")
NO_ANSWERS = ("", "not_known", "declined", "not_asked", "not_safe_to_ask")
YES_NO = ("no", "yes", *NO_ANSWERS)
GENDERS = ("woman", "man", "man", "non_binary", "other", *NO_ANSWERS)
ORIENTATIONS = ("straight", "gay_or_lesbian", "bisexual", "other", *NO_ANSWERS)
ETHNICITIES = (
    "white_british",
    "white_irish",
    "white_other",
    "gypsy_or_irish_traveller",
    "roma",
    "mixed_white_black_caribbean",
    "mixed_white_black_african",
    "mixed_white_asian",
    "mixed_other",
    "indian",
    "pakistani",
    "bangladeshi",
    "chinese",
    "asian_other",
    "black_african",
    "black_caribbean",
    "black_other",
    "arab",
    "other",
    *NO_ANSWERS,
)
REASONS = ("capacity", "needs_not_met", "no_contact", "declined_offer", "other")
NEEDS = (
    "no_recourse",
    "child_age",
    "family_size",
    "disability",
    "mental_health",
    "drugs",
    "alcohol",
    "offending",
    "male",
    "lgbtq",
    "language",
    "other",
)
DECISIONS = ("not_supported", "not_supported", "not_supported", "accepted", "withdrawn", "pending")
SUPPORT_TYPES = (
    "general",
    "children",
    "advocacy",
    "prevention",
    "specialist",
    "housing",
    "advice",
    "counselling",
)
NEXT_PLACES = (
    "social_tenancy",
    "other_safe_accommodation",
    "with_perpetrator",
    "private_tenancy",
    "owned_home",
    "returned_home_safe",
    "family_or_friends",
    "temporary_accommodation",
    "supported_housing",
    "hospital",
    "custody",
    "abroad",
    "died",
    "other",
    "not_known",
    "",
)
SANCTUARY_ENDINGS = (
    "no_longer_needed",
    "moved",
    "stopped_engaging",
    "perpetrator_returned",
    "other",
    "",
)

# Commissioners by how their chains go on: an authority and those that may take its places over.
# A code in brackets beside another is the same authority under its former code.
COMMISSIONERS = (
    ("E10000030",),
    ("E10000006", "E06000063"),
    ("E10000006", "E06000064", "E06000063"),
    ("E61000001", "E10000016"),
    ("E10000023", "E06000065", "E06000014"),
    ("E10000027", "E06000066"),
    ("E10000021", "E06000061", "E06000062"),
    ("E06000048", "E06000057"),
    ("E08000020", "E08000037", "E06000057"),
    ("E10000030", "", "E10000030"),
    ("E06000063", "E06000064"),
    ("E10000029", "E10000030"),
    ("E06000058", "E06000059"),
)

# Where somebody's settled home may be, for any commissioner.
ORIGINS = (
    "E07000209",  # Guildford, of Surrey
    "",
    "wales",
    "scotland",
    "northern_ireland",
    "outside_uk",
    "E10000030",
    "E10000006",  # Cumbria, divided in two from April 2023
    "E06000063",  # Cumberland, which begins then
    "E06000064",
    "E07000028",  # Carlisle, of Cumbria and then of Cumberland
    "E07000027",  # Barrow-in-Furness, of Cumbria and then of Westmorland and Furness
    "E61000001",
    "E09000001",  # City of London
    "E09000007",  # Camden
    "E07000107",  # Dartford, of Kent
    "E10000016",
    "E10000023",
    "E06000065",
    "E07000163",  # Craven, of North Yorkshire
    "E06000014",  # York
    "E10000027",
    "E06000066",
    "E07000187",  # Mendip, of Somerset
    "E07000190",  # Taunton Deane, abolished in 2019, whose successor was abolished in 2023
    "E07000246",
    "E10000021",  # Northamptonshire, divided in two from April 2021
    "E06000061",
    "E06000062",
    "E07000150",  # Corby
    "E07000154",  # Northampton
    "E06000048",  # Northumberland's former code
    "E06000057",
    "E08000020",  # Gateshead's former code
    "E08000037",
    "E06000028",  # Bournemouth
    "E07000048",  # Christchurch, of Dorset, which went to Bournemouth's successor
    "E07000049",  # East Dorset
    "E10000009",
    "E06000058",
    "E06000059",
    "E07000205",  # Suffolk Coastal
    "E07000244",
    "E10000029",
    "E10000002",
    "E07000004",  # Aylesbury Vale
    "E06000060",
)
