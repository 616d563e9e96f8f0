"""What an organisation that hosts meetings decides for itself."""

from accounts.settings.declared import LOOKING
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Lines, Number

register(
    Setting(
        key="meeting_agencies",
        group="Lists",
        name="Agencies at the meetings",
        about="Suggested where it is recorded which agency will do what, in your own words. It "
        "affects whoever records a meeting.",
        kind=Lines(),
        default=[
            "Police",
            "Children’s services",
            "Adult social care",
            "Health",
            "Housing",
            "Probation",
            "Education",
            "Specialist service",
        ],
    )
)
register(
    Setting(
        key="meeting_days_after",
        group=LOOKING,
        name="After a meeting, those who attended see its cases for",
        about="A representative sees the cases of a meeting that she attends from the day its "
        "list closes until so many days after it. Coordinators and chairs see all of them.",
        kind=Number(0, 90, "day", "days"),
        default=14,
    )
)
