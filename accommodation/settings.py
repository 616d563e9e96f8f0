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

register(
    Setting(
        key="place_answer_hours",
        group="Houses",
        name="Answer a household that asks for a place within",
        about="Counted round the clock from the call. The list of those who ask puts first what is "
        "due first. It affects whoever decides about places.",
        kind=Number(1, 72, "hour", "hours"),
        default=2,
    )
)
register(
    Setting(
        key="place_hold_hours",
        group="Houses",
        name="Hold a room for somebody for",
        about="How long a room is kept for a household that was offered it, unless whoever offers "
        "it says otherwise. Nobody else can be given it before.",
        kind=Number(1, 72, "hour", "hours"),
        default=4,
    )
)
