"""What an organisation decides for itself about the diary."""

from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number

DIARY = "My day and next steps"

register(
    Setting(
        key="caseload_amber",
        group=DIARY,
        name="Open cases of one worker that are many",
        about="Above this number the count on My day turns amber. Nothing is refused: it says to "
        "the worker and to whoever supervises them that it is time to talk.",
        kind=Number(1, 200, "case", "cases"),
        default=25,
    )
)
register(
    Setting(
        key="quiet_days",
        group=DIARY,
        name="A case is quiet when nobody was spoken to for",
        about="My day counts the open cases in which nobody was spoken to for so long, and puts "
        "the longest first.",
        kind=Number(1, 90, "day", "days"),
        default=10,
    )
)
