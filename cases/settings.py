"""What an organisation decides for itself about access to its cases."""

from accounts.settings.declared import LOOKING
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number

register(
    Setting(
        key="requested_access_days",
        group=LOOKING,
        name="Access that was asked for lasts at most",
        about="A manager may give somebody access to a case that is not theirs, with a reason and "
        "an end. The end is no later than this.",
        kind=Number(1, 90, "day", "days"),
        default=14,
    )
)
register(
    Setting(
        key="partner_access_days",
        group=LOOKING,
        name="Access for a partner lasts at most",
        about="A partner of another agency sees a case for one purpose and for a time. The end is "
        "no later than this.",
        kind=Number(1, 365, "day", "days"),
        default=90,
    )
)
register(
    Setting(
        key="cover_days",
        group=LOOKING,
        name="Cover for a colleague lasts at most",
        about="Whoever stands in for a colleague sees all the cases allocated to them.",
        kind=Number(1, 120, "day", "days"),
        default=42,
    )
)
register(
    Setting(
        key="access_requests_per_day",
        group=LOOKING,
        name="How often one person may ask for access in a day",
        about="Asking for a case that they cannot open. Past it Rowan asks them to ring their "
        "manager.",
        kind=Number(1, 50, "time", "times"),
        default=5,
    )
)
register(
    Setting(
        key="access_request_hours",
        group=LOOKING,
        name="Answer somebody who asks for access within",
        about="How long the managers who are told have, before it is shown as late.",
        kind=Number(1, 336, "hour", "hours"),
        default=24,
    )
)
