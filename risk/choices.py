"""Code lists of risk."""

from django.db import models


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Don't know"


class Band(models.TextChoices):
    STANDARD = "standard", "Standard"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


RANK = {Band.STANDARD: 0, Band.MEDIUM: 1, Band.HIGH: 2}
