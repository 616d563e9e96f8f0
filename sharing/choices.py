"""Code lists of consent and of what is shared."""

from django.db import models


class Purpose(models.TextChoices):
    """For what something may be shared. Each is asked for by itself."""

    HOUSING = "housing", "Housing"
    POLICE = "police", "The police"
    HEALTH = "health", "Health"
    CHILDREN = "children", "Children’s social care"
    SCHOOL = "school", "A school or nursery"
    LEGAL = "legal", "A solicitor or a court"
    MONEY = "money", "Benefits and money"
    MEETING = "meeting", "A meeting of agencies"
    SERVICE = "service", "Another service"
    FUNDER = "funder", "A funder, or research"
    OTHER = "other", "Something else"


class Answer(models.TextChoices):
    """What was answered when somebody was asked."""

    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Did not agree"


class Mode(models.TextChoices):
    """How an answer was given."""

    SPOKEN = "spoken", "Spoken, face to face"
    TELEPHONE = "telephone", "On the telephone"
    WRITTEN = "written", "Written and signed"
    MESSAGE = "message", "In a message or an email"
    INTERPRETED = "interpreted", "Through an interpreter"


class Ended(models.TextChoices):
    """Why an answer no longer holds before its last day."""

    STANDS = "", "Holds"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Asked again"


class Basis(models.TextChoices):
    """On what ground something was shared."""

    CONSENT = "consent", "They agreed"
    SERIOUS_HARM = "serious_harm", "To prevent serious harm to somebody"
    SAFEGUARDING = "safeguarding", "To protect a child or an adult at risk"
    CRIME = "crime", "To prevent or detect a crime"
    LAW = "law", "A court or the law requires it"


WITHOUT_CONSENT = [basis for basis in Basis if basis is not Basis.CONSENT]


class Told(models.TextChoices):
    """Whether somebody knows what was shared of them."""

    YES = "yes", "Yes"
    LATER = "later", "Not yet"
    UNSAFE = "unsafe", "No: it would not be safe"


class Verdict(models.TextChoices):
    """What a senior found of something that was shared without consent."""

    NONE = "", "Not looked at yet"
    RIGHT = "right", "It was right to share this"
    TOO_MUCH = "too_much", "Right to share, but too much was shared"
    WRONG = "wrong", "It should not have been shared"
