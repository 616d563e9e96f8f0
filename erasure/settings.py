"""What an organisation decides for itself about erasing people."""

from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number

ERASING = "Erasing people"

register(
    Setting(
        key="erasure_wait_days",
        group=ERASING,
        name="Wait before a person is erased",
        about="From the moment at which a second person confirms it. Until then either of the two, "
        "or anybody else who may erase, can withdraw it. Whoever confirms may shorten the wait "
        "with a reason.",
        kind=Number(1, 90, "day", "days"),
        default=7,
    )
)
register(
    Setting(
        key="erasure_confirm_days",
        group=ERASING,
        name="Confirm an erasure within",
        about="How long a second person has to confirm it, before the review is shown as late.",
        kind=Number(1, 60, "day", "days"),
        default=14,
    )
)
register(
    Setting(
        key="erasures_per_week",
        group=ERASING,
        name="Usual number of people erased in a week",
        about="Rowan stops when more than twice as many are asked for in a week: a mistake or bad "
        "intent shows itself first by its number. Where the year before had more, that counts.",
        kind=Number(1, 500, "person", "people"),
        default=3,
    )
)
