"""Code lists of children's lives, of people around a family, and of courts."""

from django.db import models


class CareStatus(models.TextChoices):
    """What children's social care does for a child."""

    EARLY_HELP = "early_help", "Early help"
    ASSESSMENT = "assessment", "Being assessed"
    IN_NEED = "child_in_need", "Child in need"
    ENQUIRY = "enquiry", "Child protection enquiry (section 47)"
    PROTECTION_PLAN = "protection_plan", "Child protection plan"
    PRE_PROCEEDINGS = "pre_proceedings", "Before care proceedings"
    LOOKED_AFTER = "looked_after", "Looked after"


class PlanCategory(models.TextChoices):
    """On what ground a child has a protection plan."""

    NEGLECT = "neglect", "Neglect"
    PHYSICAL = "physical", "Physical abuse"
    EMOTIONAL = "emotional", "Emotional abuse"
    SEXUAL = "sexual", "Sexual abuse"


class ArrangementKind(models.TextChoices):
    """On what ground a child meets a parent, or does not."""

    COURT = "court", "Ordered by a court"
    AGREED = "agreed", "Agreed, no order"
    INDIRECT = "indirect", "Letters or calls alone"
    NONE = "none", "No contact"


class Safety(models.TextChoices):
    """Whether something is safe, as far as is known."""

    SAFE = "safe", "Safe so far"
    UNSAFE = "unsafe", "Not safe"
    NOT_KNOWN = "not_known", "Not known"


class MemberKind(models.TextChoices):
    """What somebody around a family is to us."""

    PROFESSIONAL = "professional", "Professional"
    TRUSTED = "trusted", "Trusted by the survivor"
    NOT_TO_TELL = "not_to_tell", "Not safe to talk to"


class OrderKind(models.TextChoices):
    """What a court, or the police, ordered."""

    NON_MOLESTATION = "non_molestation", "Non-molestation order"
    OCCUPATION = "occupation", "Occupation order"
    PROTECTION_NOTICE = "protection_notice", "Domestic abuse protection notice"
    PROTECTION_ORDER = "protection_order", "Domestic abuse protection order"
    POLICE_PROTECTION = "police_protection", "Domestic violence protection order"
    RESTRAINING = "restraining", "Restraining order"
    STALKING = "stalking", "Stalking protection order"
    FORCED_MARRIAGE = "forced_marriage", "Forced marriage protection order"
    FGM = "fgm", "Female genital mutilation protection order"
    PROHIBITED_STEPS = "prohibited_steps", "Prohibited steps order"
    SPECIFIC_ISSUE = "specific_issue", "Specific issue order"
    CHILD_ARRANGEMENTS = "child_arrangements", "Child arrangements order"
    BAIL = "bail", "Bail conditions"
    LICENCE = "licence", "Licence conditions"
    UNDERTAKING = "undertaking", "Undertaking to a court"
    OTHER = "other", "Another order"


class HearingKind(models.TextChoices):
    """What a day in court is about."""

    FAMILY = "family", "Family court"
    INJUNCTION = "injunction", "Application for an order"
    RETURN = "return", "Return hearing of an order"
    FIRST = "first", "First hearing, criminal"
    TRIAL = "trial", "Trial"
    SENTENCE = "sentence", "Sentence"
    APPEAL = "appeal", "Appeal"
    OTHER = "other", "Another hearing"
