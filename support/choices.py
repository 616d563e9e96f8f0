"""Words of support."""

from accommodation.choices import SupportType

# As chips and buttons say it, which have room for a word.
SHORT = {
    SupportType.ADVOCACY: "Advocacy",
    SupportType.HOUSING: "Housing",
    SupportType.CHILDREN: "Children",
    SupportType.COUNSELLING: "Counselling",
    SupportType.PREVENTION: "Staying safe",
    SupportType.ADVICE: "Money and legal advice",
    SupportType.SPECIALIST: "Specialist",
    SupportType.GENERAL: "General",
}
