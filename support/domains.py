"""The domains of life in which somebody may need support, as data, and what can be answered."""

from dataclasses import dataclass

from django.db import models


class Level(models.TextChoices):
    """How much support is needed, or why it is not known."""

    NONE = "none", "No need now"
    SOME = "some", "Some need"
    HIGH = "high", "Much need"
    NOT_KNOWN = "not_known", "Not known"
    DECLINED = "declined", "Chose not to say"
    NOT_SAFE = "not_safe_to_ask", "Not safe to ask"


@dataclass(frozen=True, slots=True)
class Domain:
    """One part of life. What is asked ``delicately`` may be unsafe to ask in company.

    ``adult`` domains are not asked of a child; ``immigration`` is shown to whoever sees that kind.
    """

    code: str
    title: str
    delicately: bool = True
    adult: bool = False

    @property
    def levels(self) -> list[tuple[str, str]]:
        """Return what can be answered here; nothing chosen is not asked."""
        return [
            (level.value, str(level.label))
            for level in Level
            if self.delicately or level != Level.NOT_SAFE
        ]


DOMAINS = (
    Domain("safety", "Safety"),
    Domain("housing", "Housing", delicately=False),
    Domain("money", "Money, benefits and debt"),
    Domain("criminal", "Police and criminal courts"),
    Domain("family_law", "Civil and family courts"),
    Domain("immigration", "Immigration"),
    Domain("physical_health", "Physical health", delicately=False),
    Domain("mental_health", "Mental health"),
    Domain("substances", "Alcohol and drugs"),
    Domain("self_harm", "Self-harm and suicide"),
    Domain("parenting", "Children and parenting", adult=True),
    Domain("work", "Work and education", delicately=False),
    Domain("network", "Friends and family around them"),
    Domain("culture", "Culture, faith and language", delicately=False),
    Domain("care", "Disability and care", delicately=False),
    Domain("technology", "Telephone and technology"),
    Domain("pets", "Animals", delicately=False),
    Domain("sexual_violence", "Sexual violence"),
    Domain("wellbeing", "How they feel", delicately=False),
)
BY_CODE = {domain.code: domain for domain in DOMAINS}
IMMIGRATION = "immigration"
