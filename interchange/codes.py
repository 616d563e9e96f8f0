"""The code lists of a bundle: what the cells of a column of codes may hold."""

from typing import Final

NO_ANSWERS: Final = ("not_known", "declined", "not_asked", "not_safe_to_ask")
YES_NO: Final = ("yes", "no", *NO_ANSWERS)

ORGANISATION_KINDS: Final = (
    "charity",
    "registered_provider",
    "housing_authority",
    "authority",
    "partner_agency",
    "other",
)
SPECIALIST_GROUPS: Final = ("black_and_minoritised", "disabled", "lgbtq", "other")
ACCOMMODATION_TYPES: Final = (
    "refuge",
    "dispersed",
    "sanctuary",
    "specialist",
    "second_stage",
    "other",
)
GENDERS: Final = ("woman", "man", "non_binary", "other", *NO_ANSWERS)
ORIENTATIONS: Final = ("straight", "gay_or_lesbian", "bisexual", "other", *NO_ANSWERS)
ETHNICITIES: Final = (
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
    *NO_ANSWERS,
)
CASE_ROLES: Final = ("survivor", "child", "other_adult")
REFERRAL_KINDS: Final = ("referral", "enquiry")
DECISIONS: Final = ("accepted", "not_supported", "withdrawn", "pending")
REASONS: Final = ("capacity", "needs_not_met", "no_contact", "declined_offer", "other")
UNMET_NEEDS: Final = (
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
PLACES_OUTSIDE_ENGLAND: Final = ("wales", "scotland", "northern_ireland", "outside_uk")
PLANNED: Final = ("yes", "no", "not_known")
NEXT_PLACES: Final = (
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
SANCTUARY_ENDINGS: Final = (
    "no_longer_needed",
    "moved",
    "stopped_engaging",
    "perpetrator_returned",
    "other",
)
HAPPENED: Final = ("call", "text", "visit", "court", "email", "agency", "other")
CONTACT_MODES: Final = ("phone", "text", "message", "email", "in_person", "video", "post")
DIRECTIONS: Final = ("out", "in")
OUTCOMES: Final = (
    "spoke",
    "no_answer",
    "voicemail_left",
    "no_message_left",
    "wrong_number",
    "unsafe_other_person_answered",
    "unsafe_stop",
    "unreachable_line",
    "declined",
    "call_back_asked",
)
NEED_DOMAINS: Final = (
    "safety",
    "housing",
    "money",
    "criminal",
    "family_law",
    "immigration",
    "physical_health",
    "mental_health",
    "substances",
    "self_harm",
    "parenting",
    "work",
    "network",
    "culture",
    "care",
    "technology",
    "pets",
    "sexual_violence",
    "wellbeing",
)
NEED_LEVELS: Final = ("none", "some", "high", "not_known", "declined", "not_safe_to_ask")
GOAL_STATES: Final = ("open", "met", "changed", "given_up")
STEP_STATES: Final = ("open", "done", "not_needed")
APPOINTMENT_KINDS: Final = ("court", "visit", "meeting", "call", "other")
INTERPRETER_GENDERS: Final = ("woman", "man")
SUPPORT_TYPES: Final = (
    "general",
    "advocacy",
    "prevention",
    "specialist",
    "children",
    "housing",
    "advice",
    "counselling",
)
