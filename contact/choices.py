"""The ways of reaching somebody, and what is recorded of a device."""

from django.db import models


class Channel(models.TextChoices):
    """One way of reaching somebody. What is safe on one says nothing of another."""

    MOBILE = "mobile", "Mobile"
    LANDLINE = "landline", "Landline"
    WORK = "work", "Telephone at work"
    SMS = "sms", "Text message"
    APP = "app", "Messages in an app"
    EMAIL = "email", "Email"
    POST = "post", "Post"
    THIRD_PERSON = "third_person", "Through somebody else"
    MEETING = "meeting", "Meeting at a school or surgery"


class Device(models.TextChoices):
    """Who else may read or hear what comes in."""

    NOT_KNOWN = "", "Not known"
    OWN = "own", "Nobody else uses it"
    SHARED = "shared", "Somebody else uses it too"
    MONITORED = "monitored", "Somebody reads or listens to what comes in"


class MessageKind(models.TextChoices):
    """What a message asks, of the few that there are: none says anything about anybody."""

    RING = "ring", "Please ring when it suits you"
    STILL_OK = "still_ok", "Is the time that we agreed still right"
    LATER = "later", "We will try again another time"


class Handed(models.TextChoices):
    """What became of a message."""

    SENT = "sent", "Sent"
    SHOWN = "shown", "Shown, to copy or to print"


# What is written to: never a call.
WRITTEN = (Channel.SMS, Channel.EMAIL, Channel.POST)
# On which somebody speaks with them: what a list means by calling.
CALLS = (Channel.MOBILE, Channel.LANDLINE, Channel.WORK)
# Whose number is an address, and is opened with the keys of places.
PLACES = (Channel.POST, Channel.MEETING)

# On which channels each part of what is recorded at a person is used.
PART_ON = {
    "phone": (Channel.MOBILE, Channel.LANDLINE, Channel.SMS),
    "email": (Channel.EMAIL,),
    "postcode": (Channel.POST,),
}

# What is done on a channel, after "Safe to …".
TO_USE = {
    Channel.MOBILE: "call",
    Channel.LANDLINE: "call",
    Channel.WORK: "call",
    Channel.SMS: "text",
    Channel.APP: "message",
    Channel.EMAIL: "email",
    Channel.POST: "write",
    Channel.THIRD_PERSON: "go through somebody else",
    Channel.MEETING: "meet",
}
