"""What an organisation decides for itself about consent and sharing."""

from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number

SHARING = "Consent and sharing"

CONSENT_DAYS = register(
    Setting(
        key="consent_days",
        group=SHARING,
        name="An agreement to share holds for",
        about="Suggested as the last day where somebody agrees. What was agreed long ago may not "
        "be what they want now. It affects whoever asks.",
        kind=Number(1, 1095, "day", "days"),
        default=183,
    )
)
CONSENT_WARNING = register(
    Setting(
        key="consent_warning_days",
        group=SHARING,
        name="Say that an agreement ends this many days before",
        about="On My day, so that somebody is asked again while there is time.",
        kind=Number(1, 90, "day", "days"),
        default=14,
    )
)
REVIEW_HOURS = register(
    Setting(
        key="sharing_review_hours",
        group=SHARING,
        name="Look at what was shared without consent within",
        about="Counted round the clock from when it was shared. Later, one person more is told "
        "each day. It affects managers and whoever looks after data protection.",
        kind=Number(1, 168, "hour", "hours"),
        default=48,
    )
)
