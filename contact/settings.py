"""What an organisation decides for itself about safe contact."""

from accounts.settings.declared import DAYS
from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Number
from contact.choices import MessageKind
from contact.neutral import Neutral

CHECK_AGAIN = register(
    Setting(
        key="contact_check_days",
        group=DAYS,
        name="Check again that contact is safe after",
        about="What is safe changes. After so long without a check a number is covered, and "
        "letters and messages are refused, until somebody has asked again. It affects everybody "
        "who makes contact.",
        kind=Number(1, 180, "day", "days"),
        default=56,
    )
)

MESSAGES = "Letters and messages"
_ABOUT = (
    "Sent as it stands, to one person, where that is safe. Somebody else may read it, so it says "
    "nothing of who writes or why. It affects everybody who writes."
)

SUBJECT = register(
    Setting(
        key="message_subject",
        group=MESSAGES,
        name="The subject of an email",
        about=_ABOUT,
        kind=Neutral(40),
        default="Hello",
    )
)
TEXTS = {
    kind: register(
        Setting(
            key=f"message_{kind.value}",
            group=MESSAGES,
            name=f"A message: {kind.label.lower()}",
            about=_ABOUT,
            kind=Neutral(),
            default=text,
        )
    )
    for kind, text in (
        (MessageKind.RING, "Hello. Please ring when it suits you."),
        (MessageKind.STILL_OK, "Hello. Is the time that we agreed still right?"),
        (MessageKind.LATER, "Hello. I will try again another time."),
    )
}
