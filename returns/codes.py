"""Code lists that the return counts by, as the records hold them."""

ACCOMMODATION_TYPES = (
    "refuge",
    "dispersed",
    "sanctuary",
    "specialist",
    "second_stage",
    "other",
)
NO_ANSWERS = frozenset({"not_known", "declined", "not_asked", "not_safe_to_ask"})
NOT_FILLED_IN = frozenset({"", "not_asked"})

IDENTITIES = ("women", "men", "trans_nonbinary", "children")
REASONS = ("capacity", "needs_not_met", "no_contact", "declined_offer", "other")
NEEDS = (
    "no_recourse",
    "disability",
    "child_age",
    "family_size",
    "mental_health",
    "drugs",
    "alcohol",
    "offending",
    "male",
    "lgbtq",
    "language",
    "other",
)
SPECIALIST_GROUPS = ("black_and_minoritised", "disabled", "lgbtq", "other")
SUPPORT_TYPES = (
    "general",
    "advocacy",
    "prevention",
    "specialist",
    "children",
    "housing",
    "advice",
    "counselling",
)
NEXT_PLACES = (
    "social_tenancy",
    "private_tenancy",
    "owned_home",
    "returned_home_safe",
    "family_or_friends",
    "other_safe_accommodation",
    "temporary_accommodation",
    "supported_housing",
    "with_perpetrator",
    "hospital",
    "custody",
    "abroad",
    "died",
    "other",
    "not_known",
)
ETHNICITIES = (
    "white_british",
    "white_irish",
    "gypsy_or_irish_traveller",
    "roma",
    "white_other",
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
)
ORIGINS_OUTSIDE_ENGLAND = frozenset({"wales", "scotland", "northern_ireland", "outside_uk"})
