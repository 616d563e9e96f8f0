"""Code lists of the diary. The codes are those of the interchange bundle."""

from django.db import models


class Happened(models.TextChoices):
    """What a note tells of, in the fewest words that a worker needs to choose from."""

    CALL = "call", "Call"
    TEXT = "text", "Text"
    VISIT = "visit", "Visit"
    COURT = "court", "Court"
    EMAIL = "email", "Email"
    AGENCY = "agency", "Agency"
    OTHER = "other", "Something else"


class Mode(models.TextChoices):
    """How contact was made, or tried."""

    PHONE = "phone", "Telephone"
    TEXT = "text", "Text message"
    MESSAGE = "message", "Message in an app"
    EMAIL = "email", "Email"
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video call"
    POST = "post", "Letter"


class Direction(models.TextChoices):
    """Who made contact with whom."""

    OUT = "out", "We contacted them"
    IN = "in", "They contacted us"


class Outcome(models.TextChoices):
    """What came of it. Nobody is said to have failed at anything."""

    SPOKE = "spoke", "Spoke"
    NO_ANSWER = "no_answer", "No answer"
    VOICEMAIL_LEFT = "voicemail_left", "Left a voicemail"
    NO_MESSAGE_LEFT = "no_message_left", "No answer, no message left"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    SOMEBODY_ELSE = "unsafe_other_person_answered", "Somebody else answered"
    UNSAFE_STOP = "unsafe_stop", "Stopped: it was not safe"
    UNREACHABLE = "unreachable_line", "The line could not be reached"
    DECLINED = "declined", "Spoke, and declined support"
    CALL_BACK = "call_back_asked", "Spoke, and asked to be called back"


# Nobody declines, or asks for a call back, without having been spoken to.
SPOKEN = (Outcome.SPOKE, Outcome.DECLINED, Outcome.CALL_BACK)

# What contact each kind of event is; the others are none with the survivor, or say no more.
MODE_OF = {
    Happened.CALL: Mode.PHONE,
    Happened.TEXT: Mode.TEXT,
    Happened.VISIT: Mode.IN_PERSON,
    Happened.COURT: Mode.IN_PERSON,
    Happened.EMAIL: Mode.EMAIL,
}


class StepState(models.TextChoices):
    OPEN = "open", "To do"
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed"


class AppointmentKind(models.TextChoices):
    COURT = "court", "Court"
    VISIT = "visit", "Visit"
    MEETING = "meeting", "Meeting"
    CALL = "call", "Call"
    OTHER = "other", "Something else"


INTERPRETER_GENDER = {
    "": "No preference",
    "woman": "A woman",
    "man": "A man",
}
