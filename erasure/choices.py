"""Code lists of erasing."""

from django.db import models


class Basis(models.TextChoices):
    """Why somebody is erased."""

    ASKED = "asked", "The person asked for it"
    KEPT_LONG_ENOUGH = "kept_long_enough", "The time for keeping it is over"
    MISTAKE = "mistake", "It should never have been recorded"
    ORDERED = "ordered", "A court or the regulator ordered it"


class State(models.TextChoices):
    """How far an erasure is."""

    ASKED = "asked", "Waits for a second person"
    CONFIRMED = "confirmed", "Confirmed, waits for its day"
    CARRIED_OUT = "carried_out", "Erased"
    WITHDRAWN = "withdrawn", "Withdrawn"
