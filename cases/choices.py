"""Code lists of people and cases. The codes are those of the interchange bundle."""

from django.db import models

# Four ways of not having an answer, which are not each other and are never "no".
NO_ANSWERS = {
    "not_known": "Not known",
    "declined": "Declined to say",
    "not_asked": "Not asked yet",
    "not_safe_to_ask": "Not safe to ask",
}

YES_NO = {"yes": "Yes", "no": "No"} | NO_ANSWERS


class CaseRole(models.TextChoices):
    SURVIVOR = "survivor", "Survivor"
    CHILD = "child", "Child"
    OTHER_ADULT = "other_adult", "Other adult"


class DisclosureKind(models.TextChoices):
    MEETING_REFERRAL = "meeting_referral", "Referral to a meeting"
    PARTNER_ACCESS = "partner_access", "Access for a partner"


class DisclosureBasis(models.TextChoices):
    """On what ground something was shared."""

    CONSENT = "consent", "The survivor agreed"
    PUBLIC_TASK = "public_task", "Without consent: risk of serious harm"


class GrantKind(models.TextChoices):
    """Why somebody sees a case beyond the everyday."""

    NAMED = "named", "Named for a restricted case"
    PARTNER = "partner", "Partner, for a purpose"
    REQUESTED = "requested", "Asked for and given"
    DIP_SAMPLE = "dip_sample", "Drawn for supervision"
    BREAK_GLASS = "break_glass", "Emergency"


class ConflictSource(models.TextChoices):
    """How a conflict came to stand."""

    DECLARED = "declared", "They know somebody in the case"
    MANAGER = "manager", "Set by a manager"
    CARRIED = "carried", "A manager keeps them from somebody like this"


class Danger(models.TextChoices):
    """Whether somebody is in danger now, as far as whoever took a call can tell."""

    YES = "yes", "Yes: somebody is in danger now"
    NOT_NOW = "no", "No, not now"
    NOT_KNOWN = "not_known", "I could not tell"


GENDER = {
    "woman": "Woman",
    "man": "Man",
    "non_binary": "Non-binary",
    "other": "Another gender",
} | NO_ANSWERS

SEXUAL_ORIENTATION = {
    "straight": "Straight",
    "gay_or_lesbian": "Gay or lesbian",
    "bisexual": "Bisexual",
    "other": "Another orientation",
} | NO_ANSWERS

ETHNICITY = {
    "white_british": "White British",
    "white_irish": "White Irish",
    "gypsy_or_irish_traveller": "Gypsy or Irish Traveller",
    "roma": "Roma",
    "white_other": "Other White",
    "mixed_white_black_caribbean": "White and Black Caribbean",
    "mixed_white_black_african": "White and Black African",
    "mixed_white_asian": "White and Asian",
    "mixed_other": "Other mixed",
    "indian": "Indian",
    "pakistani": "Pakistani",
    "bangladeshi": "Bangladeshi",
    "chinese": "Chinese",
    "asian_other": "Other Asian",
    "black_african": "Black African",
    "black_caribbean": "Black Caribbean",
    "black_other": "Other Black",
    "arab": "Arab",
    "other": "Another ethnic group",
} | NO_ANSWERS

# The questions of a profile, what they are called, and the answers that each takes.
# ``None`` is free text.
PROFILE_QUESTIONS: dict[str, tuple[str, dict[str, str] | None]] = {
    "gender": ("Gender", GENDER),
    "trans": ("Trans", YES_NO),
    "ethnicity": ("Ethnicity", ETHNICITY),
    "disability": ("Disability", YES_NO),
    "sexual_orientation": ("Sexual orientation", SEXUAL_ORIENTATION),
    "mental_health_need": ("Mental health support need", YES_NO),
    "drug_need": ("Drug support need", YES_NO),
    "alcohol_need": ("Alcohol support need", YES_NO),
    "offending_history": ("Offending history", YES_NO),
    "preferred_language": ("Preferred language", None),
    "interpreter_needed": ("Interpreter needed", YES_NO),
}

# Kept in a record of its own: seen with a permission of its own, leaves only as a count.
IMMIGRATION_QUESTIONS: dict[str, tuple[str, dict[str, str] | None]] = {
    "recourse_to_public_funds": ("Recourse to public funds", YES_NO),
}
