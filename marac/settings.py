"""What an organisation that hosts meetings decides for itself."""

from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Lines

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
