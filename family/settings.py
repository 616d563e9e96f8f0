"""What an organisation decides for itself about orders."""

from accounts.settings.declared import DAYS
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number

register(
    Setting(
        key="order_warning_days",
        group=DAYS,
        name="Say that an order ends this many days before",
        about="Long enough to ask a court to renew it. It is said again when a month, and when a "
        "week are left.",
        kind=Number(14, 120, "day", "days"),
        default=60,
    )
)
