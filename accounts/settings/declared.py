"""The settings of this app: sign-in, looking at records, the organisation's days."""

from accounts.settings.declaring import Scope, Setting, register
from accounts.settings.kinds import Number, Several, Telephone, YesNo

SCREENS = "Screens and sign-in"
LOOKING = "Who looks at what"
DAYS = "When and whom to ring"

WEEK = (
    ("monday", "Monday"),
    ("tuesday", "Tuesday"),
    ("wednesday", "Wednesday"),
    ("thursday", "Thursday"),
    ("friday", "Friday"),
    ("saturday", "Saturday"),
    ("sunday", "Sunday"),
)

_MINUTES = ("minute", "minutes")
_HOURS = ("hour", "hours")
_DAYS = ("day", "days")
_RECORDS = ("record", "records")

register(
    Setting(
        key="idle_lock_minutes",
        group=SCREENS,
        name="Lock a screen that nobody uses after",
        about="The screen empties and asks for the password. What was being written is kept. "
        "It affects everybody who signs in.",
        kind=Number(1, 60, *_MINUTES),
        default=15,
    )
)
register(
    Setting(
        key="shared_lock_minutes",
        group=SCREENS,
        name="Lock a shared computer that nobody uses after",
        about="On a computer that somebody said is shared, such as the one in the office of a "
        "house. It affects whoever uses that computer.",
        kind=Number(1, 60, *_MINUTES),
        default=5,
    )
)
register(
    Setting(
        key="sessions_at_once",
        group=SCREENS,
        name="Places in which one person may be signed in at once",
        about="Signing in in one more ends the session that began first, and says so to the "
        "person. It affects everybody who signs in.",
        kind=Number(1, 20, "place", "places"),
        default=5,
    )
)
register(
    Setting(
        key="dormant_days",
        group=SCREENS,
        name="Shut an account that nobody used for",
        about="An account that lies unused is a way in that nobody watches. After so long sign-in "
        "is refused until an administrator or a manager opens it again.",
        kind=Number(7, 365, *_DAYS),
        default=45,
    )
)
register(
    Setting(
        key="records_per_hour",
        group=LOOKING,
        name="Records that one person may open in an hour",
        about="Past it Rowan refuses, tells a manager and asks for a review. Set it well above a "
        "busy hour: it is there to stop somebody who takes many records away. It can differ by "
        "role.",
        kind=Number(5, 2000, *_RECORDS),
        default=60,
        scope=Scope.ROLE,
    )
)
register(
    Setting(
        key="records_per_day",
        group=LOOKING,
        name="Records that one person may open in a day",
        about="As the number for an hour, for the whole day. It can differ by role.",
        kind=Number(10, 10_000, *_RECORDS),
        default=300,
        scope=Scope.ROLE,
    )
)
register(
    Setting(
        key="names_per_hour",
        group=LOOKING,
        name="Names that one person may read in an hour",
        about="In lists of cases and of rooms, without opening a record. Past it Rowan refuses, as "
        "with records. It can differ by role.",
        kind=Number(100, 50_000, "name", "names"),
        default=2000,
        scope=Scope.ROLE,
    )
)
register(
    Setting(
        key="break_glass_per_day",
        group=LOOKING,
        name="Emergency openings that one person may make in a day",
        about="Opening a case that is not one’s own, in an emergency, with a reason. Two people "
        "are told each time and somebody reviews it. It affects everybody who works with cases.",
        kind=Number(0, 20, "opening", "openings"),
        default=3,
    )
)
register(
    Setting(
        key="break_glass_review_hours",
        group=LOOKING,
        name="Review an emergency opening within",
        about="How long a manager or the data protection lead has to look at it before it is "
        "shown as late.",
        kind=Number(1, 336, *_HOURS),
        default=72,
    )
)
register(
    Setting(
        key="dip_sample_size",
        group=LOOKING,
        name="Cases in a dip-sample",
        about="How many cases of a worker a supervisor is given to read when they ask for a "
        "sample. It affects supervisors and those whose work they read.",
        kind=Number(1, 50, "case", "cases"),
        default=5,
    )
)
register(
    Setting(
        key="dip_sample_days",
        group=LOOKING,
        name="A dip-sample stays open for",
        about="After so long the supervisor’s sight of those cases ends by itself.",
        kind=Number(1, 60, *_DAYS),
        default=14,
    )
)
register(
    Setting(
        key="failure_telephone",
        group=DAYS,
        name="Telephone number for when Rowan fails",
        about="Shown on the page that says that something went wrong: whom to ring when it "
        "cannot wait. Everybody may come to see it.",
        kind=Telephone(),
        default="",
    )
)
register(
    Setting(
        key="working_days",
        group=DAYS,
        name="Working days",
        about="The days on which somebody is there to act. What is due in working days is "
        "counted by them.",
        kind=Several(WEEK),
        default=["monday", "tuesday", "wednesday", "thursday", "friday"],
    )
)
register(
    Setting(
        key="first_steps",
        group=DAYS,
        name="Show the list of first steps",
        about="On the page of the organisation, until all of them are done. It affects "
        "administrators alone.",
        kind=YesNo(),
        default=True,
    )
)
register(
    Setting(
        key="daily_digest",
        group=DAYS,
        name="A mail each morning that says how much waits",
        about="To everybody for whom anything is late or waits for an answer: a number, and no "
        "word of what it is. It needs a mail server.",
        kind=YesNo(),
        default=False,
    )
)
