"""How long there is to look at a conflict."""

from accounts.settings.declared import LOOKING
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number

register(
    Setting(
        key="conflict_review_hours",
        group=LOOKING,
        name="Look at a declared conflict within",
        about="When somebody who works here may know a person in a record, the record is kept "
        "from them at once. This is how long a manager has to say whether it is right.",
        kind=Number(1, 336, "hour", "hours"),
        default=72,
    )
)
register(
    Setting(
        key="note_review_hours",
        group=LOOKING,
        name="Look at a note that was passed on within",
        about="Somebody who cannot find a person may pass on a note about them. This is how long "
        "the data protection lead has to see that it came to the right place. Where somebody is "
        "in danger it is due at once.",
        kind=Number(1, 168, "hour", "hours"),
        default=24,
    )
)
