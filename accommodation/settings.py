"""What an organisation decides for itself about its houses."""

from accounts.settings.declared import LOOKING
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number

register(
    Setting(
        key="shift_hours",
        group=LOOKING,
        name="A shift lasts at most",
        about="A relief worker sees the residents of one house for the time of a shift, and no "
        "longer.",
        kind=Number(1, 72, "hour", "hours"),
        default=16,
    )
)
