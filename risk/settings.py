"""What an organisation decides for itself about risk."""

from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number
from diary.settings import DIARY

register(
    Setting(
        key="risk_review_days",
        group=DIARY,
        name="Review risk after",
        about="So long after an assessment was made the next is due, and stands on My day of "
        "whoever works on the case. Something that changed is always a reason to review sooner.",
        kind=Number(7, 365, "day", "days"),
        default=56,
    )
)
